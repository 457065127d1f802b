import type { HostilePeer } from '../hostile/hostile-peer.js';
import {
  CDR_LE,
  data,
  header,
  heartbeat,
  infoDst,
  infoSource,
  join,
  Kind,
  parameter,
  PL_CDR_LE,
  SENTINEL,
  string,
  submessage,
  u32,
} from '../hostile/wire.js';
import type { AttackCase, CaseFamily } from './case.js';

const PUBLICATIONS = { readerId: 0x000003c7, writerId: 0x000003c2 } as const;
const SUBSCRIPTIONS = { readerId: 0x000004c7, writerId: 0x000004c2 } as const;
const LIVELINESS = { readerId: 0x000200c7, writerId: 0x000200c2 } as const;
const NOBODY = new Uint8Array(12);
/** Disposed and unregistered (RTPS 2.5 §9.6.4.9). */
const GONE = parameter(0x71, Uint8Array.of(0, 0, 0, 3));

/** Who says something, and to whom: INFO_SRC and INFO_DST in all places, and discovery data about what somebody else has. */
export const identities: CaseFamily = {
  family: 'identities',
  cases(peer, random, count) {
    const cases: AttackCase[] = [];
    const { id } = peer.writerTo('send_goal');
    const beat = heartbeat(0, id, 1, 0, 1);
    const shoot = (name: string, ...submessages: readonly Uint8Array[]): void => {
      cases.push({ name, datagrams: [join(header(peer.prefix), ...submessages)] });
    };
    const prefixes: Readonly<Record<string, Uint8Array>> = {
      'the victim': peer.victimPrefix,
      'the hostile participant': peer.prefix,
      nobody: NOBODY,
      somebody: random.bytes(12),
    };
    for (const [source, from] of Object.entries(prefixes))
      for (const [destination, to] of Object.entries(prefixes)) {
        shoot(`from ${source} to ${destination}`, infoSource(from), infoDst(to), beat);
        shoot(`to ${destination}, then from ${source}`, infoDst(to), beat, infoSource(from), beat);
      }
    for (const length of [0, 1, 4, 12, 19]) {
      shoot(`a source of ${length}`, submessage(Kind.INFO_SRC, 0, infoSource(peer.prefix).slice(4, 4 + length)), beat);
      shoot(`a destination of ${length}`, submessage(Kind.INFO_DST, 0, peer.victimPrefix.slice(0, length)), beat);
    }
    // Each of them a prefix that nobody has heard of.
    const sources = (): Uint8Array[] =>
      Array.from({ length: 400 }, () => join(infoSource(random.bytes(12)), infoDst(peer.victimPrefix), beat));
    shoot('400 sources in a datagram', ...sources());
    for (const attack of aboutOthers(peer)) cases.push(attack);
    while (cases.length < count) shoot('400 sources in a datagram', ...sources());
    return cases.slice(0, count);
  },
};

/** What belongs to others in the domain is announced anew, or said to be gone, by one who does not have it. */
function aboutOthers(peer: HostilePeer): readonly AttackCase[] {
  const isVictim = (prefix: Uint8Array): boolean => prefix.every((octet, at) => octet === peer.victimPrefix[at]);
  const others = [...peer.participant.endpoints].filter(({ guidOctets }) => !isVictim(guidOctets.subarray(0, 12)));
  let last = 50_000;
  const tell = (
    name: string,
    to: { readonly readerId: number; readonly writerId: number },
    body: { readonly inlineQos?: Uint8Array; readonly payload: Uint8Array },
  ): AttackCase => {
    last += 1;
    const datagram = join(
      header(peer.prefix),
      infoDst(peer.victimPrefix),
      data({ ...to, writerSn: last, ...body }),
      // What was before is gone: so this one is delivered.
      heartbeat(to.readerId, to.writerId, last, last, last),
    );
    return { name, datagrams: [datagram], target: 'metatraffic' };
  };
  return others.flatMap(({ guidOctets, kind, topicName, typeName }) => {
    const to = kind === 'writer' ? PUBLICATIONS : SUBSCRIPTIONS;
    const guid = parameter(0x5a, guidOctets);
    const elsewhere = join(guid, parameter(0x05, string('rt/elsewhere')), parameter(0x07, string(typeName)));
    const alive = join(guidOctets.slice(0, 12), u32(0), u32(0));
    return [
      tell(`${topicName} of another is gone`, to, {
        inlineQos: join(parameter(0x70, guidOctets), GONE, SENTINEL),
        payload: join(PL_CDR_LE, guid, SENTINEL),
      }),
      tell(`${topicName} of another is elsewhere`, to, { payload: join(PL_CDR_LE, elsewhere, SENTINEL) }),
      tell('another is alive', LIVELINESS, { payload: join(CDR_LE, alive) }),
    ];
  });
}
