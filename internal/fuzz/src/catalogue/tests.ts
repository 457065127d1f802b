import { testsOf } from './row.js';

// The test files that the catalogue names, in few letters.

const rtps = 'packages/rtps/test';
const behavior = `${rtps}/unit/behavior`;
const discovery = `${rtps}/unit/discovery`;
const actions = 'packages/actions/test';

export const chaos: (...titles: readonly string[]) => string = testsOf(
  'internal/chaos/test/short.test.ts',
  'faults between real processes',
);
export const burst: (...titles: readonly string[]) => string = testsOf(`${actions}/sim/burst.test.ts`);
export const faults: (...titles: readonly string[]) => string = testsOf(`${actions}/sim/faults.test.ts`);
/** Goals on one of its networks. */
export function badNetwork(network: string): string {
  return `${actions}/sim/bad-network.test.ts › 20 goals at ${network}`;
}
/** Samples of one size on one of its networks. */
export function bigSample(size: string): string {
  return `${rtps}/sim/big-samples.test.ts › samples of ${size} arrive, one after the other, as they were`;
}
export const sessions: (...titles: readonly string[]) => string = testsOf(
  `${actions}/sim/session.test.ts`,
  'a goal over a simulated network',
);
export const comebacks: (...titles: readonly string[]) => string = testsOf(`${actions}/sim/client.test.ts`);
export const edges: (...titles: readonly string[]) => string = testsOf(`${actions}/sim/edges.test.ts`);
export const wire: (...titles: readonly string[]) => string = testsOf(`${actions}/sim/wire.test.ts`);
export const closing: (...titles: readonly string[]) => string = testsOf(`${actions}/sim/session.test.ts`, 'closing');
export const goalServer: (...titles: readonly string[]) => string = testsOf(
  `${actions}/unit/server/goal-server.test.ts`,
);
export const services: (...titles: readonly string[]) => string = testsOf('packages/node/test/sim/services.test.ts');
export const topics: (...titles: readonly string[]) => string = testsOf('packages/node/test/sim/topics.test.ts');
export const graph: (...titles: readonly string[]) => string = testsOf('packages/node/test/sim/graph.test.ts');
export const userData: (...titles: readonly string[]) => string = testsOf(
  'packages/node/test/unit/ros/endpoint-user-data.test.ts',
);
export const simulated: (...titles: readonly string[]) => string = testsOf(`${rtps}/sim/participant.test.ts`);
export const realSockets: (...titles: readonly string[]) => string = testsOf(
  `${rtps}/socket/faults.test.ts`,
  'a participant on real sockets',
);
export const face: (...titles: readonly string[]) => string = testsOf(`${rtps}/sim/participant-face.test.ts`);
export const repair: (...titles: readonly string[]) => string = testsOf(
  `${behavior}/stateful-writer-repair.test.ts`,
  'StatefulWriter, repair',
);
export const writerFragments: (...titles: readonly string[]) => string = testsOf(
  `${behavior}/stateful-writer-fragments.test.ts`,
  'StatefulWriter, fragments',
);
export const acknowledger: (...titles: readonly string[]) => string = testsOf(`${behavior}/acknowledger.test.ts`);
export const assembler: (...titles: readonly string[]) => string = testsOf(
  `${behavior}/fragment-assembler.test.ts`,
  'FragmentAssembler',
);
export const reader: (...titles: readonly string[]) => string = testsOf(
  `${behavior}/stateful-reader.test.ts`,
  'StatefulReader',
);
export const liedTo: (...titles: readonly string[]) => string = testsOf(
  `${behavior}/stateful-reader.test.ts`,
  'StatefulReader, lied to about sequence numbers',
);
export const intervals: (...titles: readonly string[]) => string = testsOf(`${behavior}/interval-list.test.ts`);
export const counts: (...titles: readonly string[]) => string = testsOf(`${behavior}/count.test.ts`);
export const leases: (...titles: readonly string[]) => string = testsOf(`${discovery}/liveliness.test.ts`, 'leases');
export const spdp: (...titles: readonly string[]) => string = testsOf(`${discovery}/spdp.test.ts`);
export const sedp: (...titles: readonly string[]) => string = testsOf(
  `${discovery}/sedp.test.ts`,
  'SEDP, what we hear',
);
export const locators: (...titles: readonly string[]) => string = testsOf(
  `${discovery}/locator-selection.test.ts`,
  'selectLocators',
);
export const endpointData: (...titles: readonly string[]) => string = testsOf(
  `${discovery}/endpoint-data.test.ts`,
  'decodeEndpointData',
);
export const participantData: (...titles: readonly string[]) => string = testsOf(
  `${discovery}/participant-data.test.ts`,
);
export const messages: (...titles: readonly string[]) => string = testsOf(
  `${rtps}/unit/message/message-reader.test.ts`,
);
export const submessages: (...titles: readonly string[]) => string = testsOf(`${rtps}/unit/message/submessages`);
export const parameters: (...titles: readonly string[]) => string = testsOf(
  `${rtps}/unit/parameters/parameter-list.test.ts`,
);
export const walk: (...titles: readonly string[]) => string = testsOf(`${rtps}/fuzz/message-walk.test.ts`);
export const udp: (...titles: readonly string[]) => string = testsOf(`${rtps}/socket/udp-host.test.ts`, 'UdpHost');
export const reading: (...titles: readonly string[]) => string = testsOf(
  'packages/cdr/test/unit/cdr-reader.test.ts',
  'CdrReader',
);
export const writing: (...titles: readonly string[]) => string = testsOf(
  'packages/cdr/test/unit/cdr-writer.test.ts',
  'CdrWriter',
);
export const lists: (...titles: readonly string[]) => string = testsOf('packages/cdr/test/unit/parameter-list.test.ts');
export const codecs: (...titles: readonly string[]) => string = testsOf('packages/idl/test/fuzz/codec.test.ts');
export const fuzzed: (...titles: readonly string[]) => string = testsOf(
  'internal/fuzz/test/campaign.test.ts',
  'every decoder',
);
export const matched: (...titles: readonly string[]) => string = testsOf(
  'internal/fuzz/test/matched-participant.test.ts',
  'a participant with matched endpoints, lied to in its peer’s name',
);
export const attacked: (...titles: readonly string[]) => string = testsOf(
  'internal/attack/test/attack.test.ts',
  'an action server under attack by a participant that does real discovery',
);
