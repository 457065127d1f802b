import { Era } from '@rclts/node';
import { Reason } from '../../../src/doctor/finding.js';
import { reportJson, reportText, type Diagnosis } from '../../../src/doctor/report.js';
import type { SeenParticipant } from '../../../src/doctor/snapshot.js';

const FAST_DDS = 0x010f;

function participant(fields: Partial<SeenParticipant>): SeenParticipant {
  const prefix = '0102030405060708090a0b0c';
  return {
    prefix,
    vendorId: FAST_DDS,
    addresses: ['192.0.2.7'],
    leaseMs: 20_000,
    domainId: 5,
    nodes: ['/talker'],
    era: Era.IRON,
    isSecure: false,
    contact: {
      prefix,
      vendorId: FAST_DDS,
      addresses: new Set(['192.0.2.7']),
      data: undefined,
      multicasts: 3,
      unicasts: 2,
      hasAnswered: true,
      sent: 4,
    },
    ...fields,
  };
}

const diagnosis: Diagnosis = {
  seen: {
    domainId: 5,
    discoveryRange: 'subnet',
    discoveryServers: [],
    interfaces: [{ name: 'eth0', address: '192.0.2.1' }],
    ports: { multicast: 8650, unicast: [8660, 8661] },
    socketErrors: new Map(),
    hearsItself: true,
    participants: [
      participant({}),
      participant({ era: Era.HUMBLE, nodes: ['/old'] }),
      participant({ era: undefined, nodes: [] }),
    ],
    endpoints: [],
    otherDomains: [{ domainId: 0, participants: new Set(['a']), addresses: new Set(['192.0.2.9']) }],
    environment: {},
  },
  subjects: [],
  findings: [
    { reason: Reason.QOS, severity: 'error', problem: 'they differ', advice: 'let them agree' },
    { reason: Reason.TYPE_HASH, severity: 'warning', problem: 'they may differ', advice: 'build them anew' },
  ],
};

describe('the report', () => {
  it('says in words what there is, what is wrong, and what to change', () => {
    expect(reportText(diagnosis)).toBe(`Domain 5, discovery range subnet
  interfaces: eth0 192.0.2.1
  UDP ports: 8650 (multicast), 8660 and 8661 (unicast)
  also heard: domain 0, 1 participants at 192.0.2.9
Heard 3 participants
  /talker: Fast DDS, ROS 2 Iron or newer, at 192.0.2.7, lease 20 s, answers
  /old: Fast DDS, ROS 2 Humble or older, at 192.0.2.7, lease 20 s, answers
  (no node): Fast DDS, not seen as ROS, at 192.0.2.7, lease 20 s, answers

✗ qos: they differ
  → let them agree
! type-hash: they may differ
  → build them anew`);
  });

  it('names the discovery servers, where nobody is looked for otherwise', () => {
    const seen = { ...diagnosis.seen, discoveryServers: ['192.0.2.3:11811'] };
    expect(reportText({ ...diagnosis, seen })).toContain('\n  discovery servers: 192.0.2.3:11811 (silent)\n');
  });

  it('is the same for programs', () => {
    const { domainId, participants, findings } = JSON.parse(reportJson(diagnosis)) as Record<string, unknown>;
    expect({ domainId, findings }).toEqual({ domainId: 5, findings: diagnosis.findings });
    expect(participants).toMatchObject([
      { nodes: ['/talker'], vendor: 'Fast DDS', era: 'iron', hasAnswered: true },
      { nodes: ['/old'], era: 'humble' },
      { nodes: [] },
    ]);
  });
});
