import { Implementation } from '../../src/process/programs.js';
import { Transport } from '../../src/process/environment.js';
import { testCell } from '../cell-suite.js';

testCell({ client: Implementation.RCLTS, server: Implementation.CYCLONE, transport: Transport.UDPV4 });
