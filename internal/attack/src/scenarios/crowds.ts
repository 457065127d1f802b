import type { Arena } from '../arena.js';
import { Goals } from '../goals.js';
import {
  CDR_LE,
  data,
  header,
  heartbeat,
  infoDst,
  join,
  parameter,
  PL_CDR_LE,
  SENTINEL,
  string,
  u32,
} from '../hostile/wire.js';
import { growthOf } from '../victim/figures.js';
import { askGoals, judgeGrowth, megabytes, pause, type AttackScenario, type ScenarioOutcome } from './scenario.js';

const PUBLICATIONS = { readerId: 0x000003c7, writerId: 0x000003c2 } as const;
/** More than is kept of one participant. */
const ENDPOINTS = 5_000;
const BATCH = 50;

/** One participant that has as many endpoints as nobody has. */
export const endpointCrowd: AttackScenario = {
  name: `${ENDPOINTS.toLocaleString('en-US').replace(',', ' ')} endpoints of one participant`,
  goal: `≤ ${megabytes(Goals.participantsBytes)}, goal ≤ ${Goals.goalMs} ms`,
  async run(arena) {
    const peer = await arena.join();
    try {
      return await held(arena, async () => {
        const first = peer.writers.length + 1;
        for (let from = first; from < first + ENDPOINTS; from += BATCH) {
          const datagrams = Array.from({ length: BATCH }, (_, n) => {
            const writerSn = from + n;
            const guid = join(peer.prefix, Uint8Array.of(0x42, writerSn >>> 8, writerSn, 0x03));
            const name = parameter(0x05, string(`rt/topic_${writerSn}`));
            const payload = join(PL_CDR_LE, parameter(0x5a, guid), name, parameter(0x07, string('t')), SENTINEL);
            return join(
              header(peer.prefix),
              infoDst(peer.victimPrefix),
              data({ ...PUBLICATIONS, writerSn, payload }),
              heartbeat(PUBLICATIONS.readerId, PUBLICATIONS.writerId, writerSn, writerSn, 10_000 + writerSn),
            );
          });
          await arena.gun.fireAll(datagrams, 'metatraffic');
          await pause(2);
        }
      });
    } finally {
      await peer.close();
    }
  },
};

const GIDS = 1_000_000;
const DELIVERY_MS = 60_000;

/** One participant says of its node that it has a million readers: sixteen octets each on the wire. */
export const gidCrowd: AttackScenario = {
  name: 'a node with a million readers in ros_discovery_info',
  goal: `≤ ${megabytes(Goals.participantsBytes)}, goal ≤ ${Goals.goalMs} ms`,
  async run(arena) {
    const peer = await arena.join();
    try {
      return await held(arena, async () => {
        const gids = new Uint8Array(16 * GIDS);
        const view = new DataView(gids.buffer);
        for (let n = 0; n < GIDS; n++) view.setUint32(16 * n + 12, n);
        const gid = join(peer.prefix, Uint8Array.of(0, 0, 1, 0xc1));
        const { writer } = peer.writerTo('ros_discovery_info');
        writer.write(join(CDR_LE, gid, u32(1), string('/'), string('abc'), u32(GIDS), gids, u32(0)));
        // Delivered, so that it is judged. Whoever does not acknowledge it has refused it.
        await writer.waitForAcknowledgments({ timeoutMs: DELIVERY_MS }).catch(() => undefined);
      });
    } finally {
      await peer.close();
    }
  },
};

/** What the victim holds when it is over, while the participant is still there; and whether it serves. */
async function held(arena: Arena, attack: () => Promise<void>): Promise<Omit<ScenarioOutcome, 'name'>> {
  const before = await arena.victim.look('collect');
  await attack();
  const { served, worstMs } = await askGoals(arena, 1);
  if (!arena.victim.isAlive) return { figures: 'gone', isGood: false };
  const memory = judgeGrowth(growthOf(before, await arena.victim.look('collect')), Goals.participantsBytes);
  return {
    figures: `${served === 1 ? `goal ${worstMs.toFixed(1)} ms` : 'not served'}, ${memory.figures}`,
    isGood: served === 1 && worstMs <= Goals.hangMs && memory.isGood,
    missed: memory.missed,
  };
}
