import { Transport } from '../../src/process/environment.js';
import { Implementation } from '../../src/process/programs.js';
import { testCell } from '../cell-suite.js';

// rclpy against rclpy: where this fails too, it is not our stack.
testCell({ client: Implementation.KILTED, server: Implementation.JAZZY, transport: Transport.DEFAULT });
