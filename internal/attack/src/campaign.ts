import { Implementation } from '@rclts/interop';
import { Random } from '@rclts/sim';
import type { Arena } from './arena.js';
import { families } from './cases/all.js';
import type { AttackCase, CaseFamily } from './cases/case.js';
import type { HostilePeer } from './hostile/hostile-peer.js';

/** What became of the cases of one family. */
export interface FamilyOutcome {
  readonly family: string;
  cases: number;
  /** Cases after which the victim was gone, or served nobody. */
  lost: { readonly name: string; readonly what: 'gone' | 'silent' }[];
  worstGoalMs: number;
  /** Undefined where nobody measures. */
  worstStallMs: number | undefined;
  worstStallCase: string;
  rssBytes: number;
  /** The victim's counters after the last case; empty where there are none. */
  statistics: Readonly<Record<string, number>>;
}

export interface CampaignOptions {
  readonly seed: number;
  /** Of each family's cases; 1: all. */
  readonly share: number;
  readonly isChosen: (family: string) => boolean;
  readonly onProgress?: (line: string) => void;
}

/** One hostile participant is good for so many cases: then its lies have been believed, or it has been thrown out. */
const CASES_PER_PEER = 50;
/** rclpy is started again after each loss; at so many of a family the rest is not tried. */
const MAX_LOSSES = 25;

/** Every family against the victim; after each case it is looked at, and a goal is asked for. */
export async function runCampaign(
  arena: Arena,
  { seed, share, isChosen, onProgress }: CampaignOptions,
): Promise<FamilyOutcome[]> {
  const outcomes: FamilyOutcome[] = [];
  for (const [index, { family, count }] of families.entries()) {
    if (!isChosen(family.family)) continue;
    const random = new Random(seed, index);
    const outcome = await runFamily(arena, family, Math.ceil(count * share), random);
    outcomes.push(outcome);
    onProgress?.(
      `${outcome.family}: ${outcome.cases} cases, ${outcome.lost.length} lost, goal ${outcome.worstGoalMs.toFixed(1)} ms, ` +
        `stall ${outcome.worstStallMs?.toFixed(1) ?? '-'} ms (${outcome.worstStallCase}), RSS ${(outcome.rssBytes / 2 ** 20).toFixed(1)} MB`,
    );
  }
  return outcomes;
}

async function runFamily(arena: Arena, family: CaseFamily, count: number, random: Random): Promise<FamilyOutcome> {
  const outcome: FamilyOutcome = {
    family: family.family,
    cases: 0,
    lost: [],
    worstGoalMs: 0,
    worstStallMs: undefined,
    worstStallCase: '',
    rssBytes: 0,
    statistics: {},
  };
  let peer = await arena.join();
  try {
    let left = family.cases(peer, random, count);
    for (let at = 0, ofPeer = 0; at < Math.min(count, left.length); at++, ofPeer++) {
      if (ofPeer >= CASES_PER_PEER) {
        await peer.close();
        peer = await arena.join();
        // The same cases, about the new peer's endpoints: generators draw anew, which is as good.
        left = family.cases(peer, random, count);
        ofPeer = 0;
      }
      const attack = left[at];
      if (attack === undefined) break;
      const isServed = await play(arena, peer, attack, outcome);
      if (isServed) continue;
      if (arena.implementation === Implementation.RCLTS) break;
      await peer.close();
      // Before the next family as well: nobody can join one that is gone.
      await arena.restart();
      if (outcome.lost.length >= MAX_LOSSES) break;
      peer = await arena.join();
      left = family.cases(peer, random, count);
      ofPeer = 0;
    }
  } finally {
    await peer.close();
  }
  return outcome;
}

/** One case; whether the victim serves afterwards. */
async function play(arena: Arena, peer: HostilePeer, attack: AttackCase, outcome: FamilyOutcome): Promise<boolean> {
  const { victim, gun } = arena;
  outcome.cases += 1;
  await gun.fireAll(attack.datagrams ?? [], attack.target);
  for (const { to, payload } of attack.samples ?? []) {
    // Our own writer has no words for that.
    if (payload.length === 0) continue;
    try {
      peer.writerTo(to).writer.write(payload);
    } catch (error) {
      // Full: the victim has stopped to acknowledge. Its goal will tell.
      if ((error as { code?: unknown }).code !== 'ERR_RTPS_WRITER_FULL') throw error;
    }
  }
  const goalMs = await arena.ask();
  if (victim.isAlive) {
    const { rssBytes, stallMs, statistics } = await victim.look();
    outcome.statistics = statistics;
    outcome.rssBytes = Math.max(outcome.rssBytes, rssBytes);
    if (stallMs !== undefined && stallMs >= (outcome.worstStallMs ?? 0)) {
      outcome.worstStallMs = stallMs;
      outcome.worstStallCase = attack.name;
    }
  }
  if (goalMs !== undefined) outcome.worstGoalMs = Math.max(outcome.worstGoalMs, goalMs);
  else outcome.lost.push({ name: attack.name, what: victim.isAlive ? 'silent' : 'gone' });
  return goalMs !== undefined;
}
