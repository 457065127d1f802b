import { LIMITS } from '../../../src/limits.js';
import { checkEndpointOptions, checkParticipantOptions } from '../../../src/participant/option-checks.js';

const TOPIC = { topicName: 'rt/t', typeName: 'T' };

describe('options of endpoints', () => {
  it('are names of 1 to 256 octets without NUL, and USER_DATA of 4 096', () => {
    expect(() =>
      checkEndpointOptions({ ...TOPIC, topicName: 'é'.repeat(128), userData: new Uint8Array(4_096) }),
    ).not.toThrow();
    const bad = [
      { topicName: '' },
      { typeName: '' },
      { topicName: 'é'.repeat(129) },
      { typeName: 'a\0b' },
      { userData: new Uint8Array(4_097) },
    ];
    for (const options of bad) expect(() => checkEndpointOptions({ ...TOPIC, ...options })).toThrow(RangeError);
  });
});

describe('options of a participant', () => {
  it('are what a peer would take', () => {
    const properties = Object.fromEntries(
      Array.from({ length: LIMITS.propertiesPerParticipant.value }, (_, i) => [`p${i}`, 'v']),
    );
    expect(() =>
      checkParticipantOptions({
        entityName: '/',
        userData: new Uint8Array(10),
        properties,
        leaseDurationMs: 1,
        maxDatagramBytes: 1_108,
      }),
    ).not.toThrow();
    const bad = [
      { entityName: 'n'.repeat(257) },
      { userData: new Uint8Array(5_000) },
      { properties: { ...properties, more: 'v' } },
      { properties: { p: 'v'.repeat(1_025) } },
      { properties: { 'a\0': 'v' } },
      { leaseDurationMs: 0 },
      { leaseDurationMs: Number.NaN },
      { maxDatagramBytes: 1_107 },
      { maxDatagramBytes: 65_508 },
    ];
    for (const options of bad) expect(() => checkParticipantOptions(options)).toThrow(RangeError);
  });
});
