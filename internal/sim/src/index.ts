export { runCampaign, type CampaignFailure, type CampaignOptions, type CampaignResult } from './campaign.js';
export { EventQueue, type SimEvent } from './event-queue.js';
export { DialectOracle, type DialectForm } from './dialect-oracle.js';
export { PERFECT_NETWORK, type Faults } from './faults.js';
export { Random } from './random.js';
export { check, type Scenario } from './scenario.js';
export { SimHost, type SimHostOptions } from './sim-host.js';
export { SimNetwork, type SimNetworkOptions } from './sim-network.js';
export { Trace, type TraceEntry, type TraceKind } from './trace.js';
