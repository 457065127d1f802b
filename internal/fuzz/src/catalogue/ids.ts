import { fuzzed, lists, liedTo, parameters, reader, reading, spdp, submessages, walk } from './tests.js';

// Tests that several rows name.

export const jump: string = liedTo(
  'believes a far jump only when it is said again after the writer was asked (Fast-DDS #3931)',
);
export const range: string = reader('takes a GAP, and a HEARTBEAT, over 2^40 numbers in the same time as over one');
export const farewell: string = spdp(
  'SPDP, a farewell',
  'of a participant that answers when asked was somebody else’s: it stays, with all its endpoints (CVE-2023-50257)',
);

export const discoveryLists: string = lists(
  'parameter lists (RTPS 2.5 §9.4.2.11)',
  'never throws and never shows bytes outside of the list, whatever they hold',
);
export const values: string = parameters(
  'readParameterListPayload',
  'turns a value that does not decode into a verdict, and nothing else',
);
export const decoders: string = walk(
  'the decoders of parameter lists',
  'never throw, and what they accept can be written (30 000 inputs)',
);
export const sets: string = 'packages/rtps/test/unit/types/number-set.test.ts › sets on the wire (RTPS 2.5 §9.4.2.6)';
export const numbers: string = 'packages/rtps/test/unit/types/sequence-number.test.ts › sequence numbers';
export const million: string = fuzzed('is lied to a million times, and throws nothing');
export const fragment: string = submessages('data-frag.test.ts › DATA_FRAG (RTPS 2.5 §8.3.8.3)').replace(' › ', '/');
export const data: string = submessages('data.test.ts › DATA (RTPS 2.5 §8.3.8.2)').replace(' › ', '/');
export const heartbeat: string = submessages('heartbeat.test.ts › HEARTBEAT (RTPS 2.5 §8.3.8.6)').replace(' › ', '/');
export const counted: string = reading(
  'checks a count against the bound and against what remains, before anything is allocated',
);
