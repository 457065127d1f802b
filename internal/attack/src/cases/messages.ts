import {
  data,
  entity,
  gap,
  header,
  heartbeat,
  join,
  Kind,
  parameter,
  SENTINEL,
  set,
  sn,
  submessage,
  u16,
  u32,
} from '../hostile/wire.js';
import { corrupt, EXTREMES, type AttackCase, type CaseFamily } from './case.js';

/** Everything that may stand at the front of a datagram. */
export const headers: CaseFamily = {
  family: 'headers',
  cases(peer, random, count) {
    const beat = heartbeat(0, peer.writerTo('send_goal').id, 1, 0, 1);
    const whole = join(header(peer.prefix), beat);
    const cases: AttackCase[] = [];
    for (let length = 0; length < 24; length++)
      cases.push({ name: `cut after ${length}`, datagrams: [whole.slice(0, length)] });
    for (const version of [0, 1, 3, 9, 255]) {
      const octets = whole.slice();
      octets[4] = version;
      cases.push({ name: `version ${version}`, datagrams: [octets] });
    }
    cases.push({ name: 'in the name of the victim', datagrams: [join(header(peer.victimPrefix), beat)] });
    cases.push({ name: 'in the name of nobody', datagrams: [join(header(new Uint8Array(12)), beat)] });
    cases.push({ name: 'the largest datagram', datagrams: [join(whole, new Uint8Array(65_507 - whole.length))] });
    while (cases.length < count)
      cases.push({
        name: 'octets at random',
        datagrams: [random.bytes(random.integer(1_400))],
        target: random.pick(['metatraffic', 'user']),
      });
    return cases.slice(0, count);
  },
};

/** Lengths and flags of every kind of submessage, also of those that nobody has. */
export const submessages: CaseFamily = {
  family: 'lengths and flags',
  cases(peer, random, count) {
    const { id } = peer.writerTo('send_goal');
    const body = join(entity(0), entity(id), sn(1), sn(1), u32(1), u32(0), u32(0), u32(0));
    const kinds = [...Object.values(Kind), 0x00, 0x02, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x7f, 0x80, 0xff];
    const cases: AttackCase[] = [
      {
        name: '16 000 empty PADs',
        datagrams: [join(peer.opening, ...Array<Uint8Array>(16_000).fill(submessage(1, 0, new Uint8Array(0))))],
      },
      {
        name: 'INFO_REPLY of 2^32 - 1 locators',
        datagrams: [join(peer.opening, submessage(Kind.INFO_REPLY, 2, u32(2 ** 32 - 1)))],
      },
      {
        name: 'INFO_REPLY that aims at others',
        datagrams: [
          join(
            peer.opening,
            submessage(Kind.INFO_REPLY, 0, join(u32(1), u32(1), u32(9), new Uint8Array(16))),
            heartbeat(0, id, 1, 0, 7),
          ),
        ],
      },
    ];
    while (cases.length < count) {
      const kind = random.pick(kinds);
      const flags = random.integer(256);
      const octets = random.pick([
        0,
        1,
        3,
        4,
        7,
        8,
        19,
        20,
        23,
        24,
        28,
        body.length - 4,
        body.length,
        body.length + 4,
        0xffff,
      ]);
      const cut = body.slice(0, random.integer(body.length + 1));
      const after = random.chance(0.5) ? [heartbeat(0, id, 1, 0, 1 + random.integer(9))] : [];
      cases.push({
        name: `kind ${kind}, flags ${flags}, ${octets} announced, ${cut.length} there`,
        datagrams: [join(peer.opening, submessage(kind, flags, cut, octets), ...after)],
      });
    }
    return cases.slice(0, count);
  },
};

/** Inline QoS: what comes between a header and its payload. */
export const parameterLists: CaseFamily = {
  family: 'parameter lists',
  cases(peer, random, count) {
    const { id } = peer.writerTo('send_goal');
    const cases: AttackCase[] = [];
    const pids = [0x00, 0x01, 0x70, 0x71, 0x83, 0x800f, 0x4001, 0x7fff, 0x8000, 0xffff];
    const shoot = (name: string, inlineQos: Uint8Array): void => {
      const writerSn = 1 + random.integer(3);
      const payload = random.bytes(random.integer(4) * 12);
      cases.push({
        name,
        datagrams: [join(peer.opening, data({ readerId: 0, writerId: id, writerSn, inlineQos, payload }))],
      });
    };
    shoot('none at all', new Uint8Array(0));
    shoot('10 000 parameters', join(...Array<Uint8Array>(10_000).fill(parameter(0x8000, new Uint8Array(0))), SENTINEL));
    for (const pid of pids)
      for (const length of [0, 1, 3, 4, 16, 24, 0xfffc, 0xffff])
        shoot(
          `pid ${pid} of ${length}`,
          join(
            parameter(pid, random.bytes(random.pick([0, 4, 16, 24])), length),
            random.chance(0.5) ? SENTINEL : new Uint8Array(0),
          ),
        );
    while (cases.length < count) {
      const parts = Array.from({ length: 1 + random.integer(6) }, () =>
        parameter(random.pick(pids), random.bytes(4 * random.integer(9))),
      );
      shoot('broken at random', corrupt(random, join(...parts, SENTINEL)));
    }
    // Steps over fields that are not there.
    for (const octetsToInlineQos of [0, 1, 12, 15, 17, 20, 0xffff]) {
      const body = join(u16(0), u16(octetsToInlineQos), entity(0), entity(id), sn(1), SENTINEL, new Uint8Array(8));
      cases.unshift({
        name: `inline QoS after ${octetsToInlineQos}`,
        datagrams: [join(peer.opening, submessage(Kind.DATA, 6, body))],
      });
    }
    return cases.slice(0, count);
  },
};

/** Many small submessages in one datagram that each want an answer. */
export const crowded: CaseFamily = {
  family: 'crowded datagrams',
  cases(peer, random, count) {
    return Array.from({ length: count }, (_, n) => {
      const { id } = random.pick(peer.writers);
      const many = Array.from({ length: 1_000 }, (_unused, i) =>
        random.chance(0.5)
          ? heartbeat(0, id, 1 + random.pick(EXTREMES), random.pick(EXTREMES), n * 1_000 + i)
          : gap(0, id, 1 + 2 * i, set(sn(2 + 2 * i), 0)),
      );
      return { name: '1 000 heartbeats and gaps', datagrams: [join(peer.opening, ...many)] };
    });
  },
};
