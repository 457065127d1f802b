import { Implementation } from '../../src/process/programs.js';
import { Transport } from '../../src/process/environment.js';
import { testCell } from '../cell-suite.js';

testCell({ client: Implementation.CYCLONE, server: Implementation.RCLTS, transport: Transport.UDPV4 });
