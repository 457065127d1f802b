export { measureAll } from './all.js';
export { nanosecondsPerCall, percentile } from './measure.js';
export { Burst, BURST_GOALS, measureBurst, type BurstFigures } from './burst/bursts.js';
export { measureCodec, type CodecFigures } from './micro/codec.js';
export { measureCoreLoop, type CoreLoopFigures } from './micro/core-loop.js';
export { renderReport, type Figures } from './report.js';
export { measurePair, type PairFigures } from './round-trip/pairs.js';
