export { inspectCapture, hasTshark, tshark, type CaptureReport } from './capture.js';
export { cells, cellTitle, isWithoutRcl, type Cell } from './cell.js';
export { readRows, renderMatrix, type Outcome } from './matrix.js';
export { Pair } from './pair.js';
export { claimDomain, type Domain } from './process/domain.js';
export { peerEnvironment, Transport } from './process/environment.js';
export { doctorProgram, runDoctor, type Examination } from './process/doctor.js';
export { ManagedProcess, type Exit, type ProcessOptions } from './process/managed-process.js';
export {
  cycloneProgram,
  findCommand,
  Implementation,
  ourProgram,
  peerVersion,
  rclpyProgram,
  repository,
  type Program,
} from './process/programs.js';
export { RemotePeer } from './remote-peer.js';
export { CAPTURE, rows, rowsOf, scenarios, scenariosOf, TUTORIAL } from './scenario/all.js';
export type { Scenario } from './scenario/scenario.js';
export { runTutorial } from './tutorial.js';
