import { Goals } from '../goals.js';
import { farewell } from '../hostile/spdp.js';
import { header, heartbeat, join } from '../hostile/wire.js';
import { askGoals, pause, type AttackScenario } from './scenario.js';

const GOALS = 6;
const FAREWELL_PERIOD_MS = 100;

/** CVE-2023-50257: farewells in an honest client's name, ten a second, while it works. */
export const spoofedFarewell: AttackScenario = {
  name: 'spoofed dispose of the client, 10 a second',
  goal: `${GOALS} of ${GOALS} goals`,
  async run(arena) {
    const lie = farewell(arena.witness.prefix);
    const timer = setInterval(() => void arena.gun.fire(lie, 'metatraffic'), FAREWELL_PERIOD_MS);
    try {
      await pause(3 * FAREWELL_PERIOD_MS);
      let served = 0;
      let worst = 0;
      for (let n = 0; n < GOALS; n++) {
        const { served: one, worstMs } = await askGoals(arena, 1);
        served += one;
        worst = Math.max(worst, worstMs);
        await pause(2 * FAREWELL_PERIOD_MS);
      }
      return {
        figures: `${served} of ${GOALS} goals, slowest ${worst.toFixed(0)} ms`,
        isGood: served === GOALS && worst <= Goals.hangMs,
      };
    } finally {
      clearInterval(timer);
    }
  },
};

/** Fast-DDS#3931: everything that the client's writers will say is said to be long past. */
export const farFutureHeartbeat: AttackScenario = {
  name: 'far-future heartbeats of all its writers',
  goal: `${GOALS} of ${GOALS} goals`,
  async run(arena) {
    const opening = header(arena.witness.prefix);
    const builtin = [0x000003c2, 0x000004c2, 0x000200c2];
    const writers = [...Array.from({ length: 64 }, (_, key) => ((key + 1) << 8) | 0x03), ...builtin];
    for (const writer of writers)
      for (const count of [2 ** 30, 2 ** 30 + 1])
        await arena.gun.fire(
          join(opening, heartbeat(0, writer, 2 ** 40, 2 ** 40, count)),
          writer < 0x10000 ? 'user' : 'metatraffic',
        );
    const { served, worstMs } = await askGoals(arena, GOALS);
    return {
      figures: `${served} of ${GOALS} goals, slowest ${worstMs.toFixed(0)} ms`,
      isGood: served === GOALS && worstMs <= Goals.hangMs,
    };
  },
};

const ORPHANS = 10;

/** Requests whose reply reader does not exist: whoever waits for it keeps the others waiting. */
export const orphanRequests: AttackScenario = {
  name: `${ORPHANS} requests without a reply reader`,
  goal: `next goal ≤ ${Goals.goalMs} ms`,
  async run(arena) {
    const peer = await arena.join();
    try {
      const { writer } = peer.writerTo('get_result');
      for (let n = 1; n <= ORPHANS; n++) {
        // CDR and a goal that nobody has, for a reader of nobody.
        const payload = join(Uint8Array.of(0, 1, 0, 0), new Uint8Array(16).fill(n));
        writer.write(payload, { relatedSampleIdentity: { guid: new Uint8Array(16).fill(0xee), sequenceNumber: -1 } });
      }
      const { served, worstMs } = await askGoals(arena, 1);
      const isGood = served === 1 && worstMs <= Goals.hangMs;
      return { figures: served === 1 ? `${worstMs.toFixed(1)} ms` : 'not served', isGood };
    } finally {
      await peer.close();
    }
  },
};
