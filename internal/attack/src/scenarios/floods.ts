import { Random } from '@rclts/sim';
import type { Arena } from '../arena.js';
import { Goals } from '../goals.js';
import { Gun } from '../hostile/gun.js';
import { announcement } from '../hostile/spdp.js';
import { data, dataFrag, heartbeat, join, locator } from '../hostile/wire.js';
import { growthOf, type Growth, type VictimFigures } from '../victim/figures.js';
import { askGoals, judgeGrowth, megabytes, pause, type AttackScenario, type ScenarioOutcome } from './scenario.js';

const LOOPBACK = '127.0.0.1';

/** CVE-2021-38425: one announcement that is reached at somebody else's. */
export const reflection: AttackScenario = {
  name: 'one announcement with the locator of a victim',
  goal: `≤ ${Goals.reflectionFactor} octets for one`,
  async run(arena, { seed, isLong }) {
    const seconds = isLong ? 60 : 8;
    // Counts, and never answers.
    const bystander = await Gun.open(arena.domain.id);
    try {
      const prefix = new Random(seed, 1_001).bytes(12);
      const lie = announcement({ prefix, locators: [locator(LOOPBACK, bystander.port)], leaseSeconds: 1_000 });
      await arena.gun.fire(lie, 'metatraffic');
      await pause(seconds * 1_000);
      const factor = bystander.bytesReceived / lie.length;
      return {
        figures: `${factor.toFixed(1)} (${bystander.datagramsReceived} datagrams in ${seconds} s)`,
        isGood: factor <= Goals.reflectionFactor,
      };
    } finally {
      await bystander.close();
    }
  },
};

/** CVE-2026-45092. */
export const participantFlood: AttackScenario = {
  name: '10 000 participants that are none',
  goal: `≤ ${megabytes(Goals.participantsBytes)}, ≤ ${Goals.reflectionFactor} octets for one`,
  async run(arena, { seed }) {
    const random = new Random(seed, 1_002);
    const bystander = await Gun.open(arena.domain.id);
    try {
      const before = await arena.victim.look('collect');
      const sentBefore = arena.gun.bytesSent;
      for (let batch = 0; batch < 100; batch++) {
        const lies = Array.from({ length: 100 }, () =>
          announcement({ prefix: random.bytes(12), locators: [locator(LOOPBACK, bystander.port)], leaseSeconds: 3 }),
        );
        await arena.gun.fireAll(lies, 'metatraffic');
        // So that they arrive: what a receive buffer drops costs nothing.
        await pause(5);
      }
      const { served, worstMs } = await askGoals(arena, 1);
      // Until what waits in its socket is done with, and the leases are over.
      const [soon, later] = [await grown(arena, before), await pause(4_000).then(() => grown(arena, before))];
      const heldBytes = Math.max(soon.heldBytes, later.heldBytes);
      const memory = judgeGrowth(
        { heldBytes, rssBytes: Math.max(soon.rssBytes, later.rssBytes) },
        Goals.participantsBytes,
      );
      const factor = bystander.bytesReceived / (arena.gun.bytesSent - sentBefore);
      return {
        figures: `${memory.figures}, ${factor.toFixed(1)} octets for one, goal ${served === 1 ? `${worstMs.toFixed(1)} ms` : 'not served'}`,
        isGood: memory.isGood && factor <= Goals.reflectionFactor && served === 1,
        missed: memory.missed,
      };
    } finally {
      await bystander.close();
    }
  },
};

const SLOW_SAMPLES = 5_000;

/** T9: the first fragment of each of many samples of a megabyte. */
export const slowFragments: AttackScenario = {
  name: `the first kB of ${SLOW_SAMPLES} samples of 1 MB`,
  goal: `≤ ${megabytes(Goals.rssGrowthBytes)}, goal ≤ ${Goals.goalMs} ms`,
  async run(arena) {
    const peer = await arena.join();
    try {
      const before = await arena.victim.look('collect');
      const { opening } = peer;
      const octets = new Uint8Array(1_000);
      const { id } = peer.writerTo('send_goal');
      for (let from = 1; from <= SLOW_SAMPLES; from += 100) {
        const fragments = Array.from({ length: 100 }, (_, n) =>
          join(
            opening,
            dataFrag({
              readerId: 0,
              writerId: id,
              writerSn: from + n,
              first: 1,
              count: 1,
              size: 1_000,
              sampleSize: 1_000_000,
              octets,
            }),
          ),
        );
        await arena.gun.fireAll(fragments);
        await pause(2);
      }
      return await judge(arena, before);
    } finally {
      await peer.close();
    }
  },
};

/** Sixty thousand datagrams as fast as they go. */
export const junkFlood: AttackScenario = {
  name: '20 000 of junk, of unmatched data, of heartbeats',
  goal: `goal ≤ ${Goals.goalMs} ms`,
  async run(arena, { seed, isLong }) {
    const random = new Random(seed, 1_003);
    const peer = await arena.join();
    try {
      const before = await arena.victim.look('collect');
      const { opening } = peer;
      const { id } = peer.writerTo('send_goal');
      const many = isLong ? 20_000 : 5_000;
      const nobody = join(
        opening,
        data({ readerId: 0, writerId: 0x00777703, writerSn: 1, payload: random.bytes(200) }),
      );
      await arena.gun.fireAll(repeat(many, () => random.bytes(300)));
      await arena.gun.fireAll(repeat(many, () => nobody));
      await arena.gun.fireAll(repeat(many, (n) => join(opening, heartbeat(0, id, 1, 0, n + 1))));
      return await judge(arena, before);
    } finally {
      await peer.close();
    }
  },
};

async function grown(arena: Arena, before: VictimFigures): Promise<Growth> {
  return arena.victim.isAlive ? growthOf(before, await arena.victim.look('collect')) : { heldBytes: 0, rssBytes: 0 };
}

async function judge(arena: Arena, before: VictimFigures): Promise<Omit<ScenarioOutcome, 'name'>> {
  const { served, worstMs } = await askGoals(arena, 1);
  const memory = judgeGrowth(await grown(arena, before), Goals.rssGrowthBytes);
  return {
    figures: `${served === 1 ? `goal ${worstMs.toFixed(1)} ms` : 'not served'}, ${memory.figures}`,
    isGood: served === 1 && worstMs <= Goals.hangMs && memory.isGood,
    missed: memory.missed,
  };
}

function* repeat(count: number, make: (n: number) => Uint8Array): Iterable<Uint8Array> {
  for (let n = 0; n < count; n++) yield make(n);
}
