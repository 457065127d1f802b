export { EventQueue, type SimEvent } from './event-queue.js';
export { PERFECT_NETWORK, type Faults } from './faults.js';
export { Random } from './random.js';
export { SimHost, type SimHostOptions } from './sim-host.js';
export { SimNetwork, type SimNetworkOptions } from './sim-network.js';
export { Trace, type TraceEntry, type TraceKind } from './trace.js';
