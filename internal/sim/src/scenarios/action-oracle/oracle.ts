import { CancelReturnCode, GoalStatus, type CancelGoal_Response, type GoalOutcome } from '@rclts/actions';
import type { SimNetwork } from '../../sim-network.js';
import type { GoalRecord, Incarnation, Journal } from './journal.js';
import type { Links } from './links.js';
import type { Machine } from './machine.js';
import { LONGEST_DECISION_MS, stepsUpTo, type WorkResult } from './work.js';

/** Above an answer's own time: what loss, discovery after a healing, and repair may cost. */
const ANSWER_MS = 10_000;
/** Above the lease: how long after a server is gone its clients still wait. */
const LOST_MS = 3000;
/** After a cut that one side noticed, how long the other may still learn of it. */
const REUNION_MS = 15_000;

/** Who asks, as far as the oracle cares. */
export interface Asker {
  readonly machine: Machine;
  readonly waitMs: number;
  closedAt: number | undefined;
}

/**
 * What each promise may come to, from what the servers' user code did (journal), what the network carried (links) and what
 * the script did (events). It shares no code with the implementation, and asks it nothing.
 */
export class Oracle {
  readonly #network: SimNetwork;
  readonly #journal: Journal;
  readonly #links: Links;
  readonly #leaseMs: number;
  /** When something last happened to the world. */
  #lastEvent = 0;
  /** When servers were last lost to somebody: a cut, a crash, a close. */
  #lastLoss = -Infinity;

  constructor(network: SimNetwork, journal: Journal, links: Links, leaseMs: number) {
    this.#network = network;
    this.#journal = journal;
    this.#links = links;
    this.#leaseMs = leaseMs;
  }

  noteEvent(isLoss: boolean): void {
    this.#lastEvent = this.#network.now;
    if (isLoss) this.#lastLoss = this.#network.now;
  }

  /** Whether `asker` may say that this server is lost: it ended, or one of them heard nothing of the other for a lease. */
  mayBeLost(asker: Asker, server: Incarnation, since: number): boolean {
    return server.endedAt !== undefined || this.#links.wasSilent(asker.machine, server.machine, since - REUNION_MS);
  }

  mayAnyBeLost(asker: Asker, since: number): boolean {
    return this.#journal.incarnations.some((server) => this.mayBeLost(asker, server, since));
  }

  /** Servers that the asker surely knows, and knew all the time since then. */
  surelyKnown(asker: Asker, since: number): readonly Incarnation[] {
    return this.#journal.live.filter(
      (server) =>
        this.#links.isConnected(asker.machine, server.machine) &&
        Math.max(this.#links.stableSince(asker.machine, server.machine), server.openedAt) + REUNION_MS <= since,
    );
  }

  /** By when a goal that is being sent has to be decided, for its sender. */
  sendDue(asker: Asker, number: number, issuedAt: number): number {
    const [record] = this.#journal.ofNumber(number);
    if (record === undefined) {
      if (!this.#isAnybodyThere(asker)) return Infinity;
      return Math.max(issuedAt, this.#lastEvent) + this.#leaseMs + ANSWER_MS + LOST_MS + LONGEST_DECISION_MS;
    }
    if (this.#isGone(asker, record.server)) return Math.max(issuedAt, this.#lastLoss) + this.#leaseMs + LOST_MS;
    if (record.decision === undefined) return Infinity;
    return Math.max(issuedAt, record.decision.at, this.#stableSince(asker, record.server)) + ANSWER_MS;
  }

  /** By when a result that was asked for has to be there, or a reason why it cannot be. */
  resultDue(asker: Asker, goalId: string, issuedAt: number, isAttached: boolean): number {
    const record = isAttached ? this.#holderOf(goalId) : this.#journal.ofId(goalId);
    if (record === undefined) return this.#unlocatedDue(asker, issuedAt);
    if (this.#isGone(asker, record.server)) return this.#goneDue(asker, issuedAt, isAttached);
    if (record.end === undefined) return Infinity;
    return Math.max(issuedAt, record.end.at, this.#stableSince(asker, record.server)) + ANSWER_MS;
  }

  /** A stream goes on over a loss of the server, for five minutes: longer than any session. */
  eventsDue(asker: Asker, goalId: string, issuedAt: number, isAttached: boolean): number {
    const record = this.#journal.ofId(goalId);
    if (record !== undefined && this.#isGone(asker, record.server)) return Infinity;
    return this.resultDue(asker, goalId, issuedAt, isAttached);
  }

  cancelDue(asker: Asker, goalId: string, issuedAt: number, isAttached: boolean): number {
    const record = isAttached ? this.#holderOf(goalId) : this.#journal.ofId(goalId);
    if (record === undefined) return this.#unlocatedDue(asker, issuedAt);
    if (this.#isGone(asker, record.server)) return this.#goneDue(asker, issuedAt, isAttached);
    return Math.max(issuedAt, this.#stableSince(asker, record.server)) + ANSWER_MS;
  }

  cancelAllDue(issuedAt: number): number {
    return Math.max(issuedAt, this.#lastEvent) + this.#leaseMs + LOST_MS;
  }

  /** What is wrong with this as the goal's end. */
  judgeOutcome(
    asker: Asker,
    goalId: string,
    { status, result }: GoalOutcome<WorkResult>,
    issuedAt: number,
  ): string | undefined {
    const record = this.#journal.ofId(goalId);
    if (status === GoalStatus.UNKNOWN) {
      return this.#mayBeUnknown(asker, record, issuedAt) ? undefined : 'UNKNOWN, though its server has it';
    }
    const end = record?.end;
    const heard = `status ${status}, '${result.tag}', [${result.done.join(' ')}]`;
    if (end === undefined) return `${heard}, though it has not ended`;
    const expected = `status ${end.status}, '${end.tag}', [${end.done.join(' ')}]`;
    if (record?.server.endedAt !== undefined && end.at > record.server.endedAt) return 'it ended after its server';
    return heard === expected ? undefined : `${heard}; the server said ${expected}`;
  }

  judgeCancel(
    asker: Asker,
    goalId: string,
    { return_code, goals_canceling }: CancelGoal_Response,
    issuedAt: number,
  ): string | undefined {
    const record = this.#journal.ofId(goalId);
    const answered = (accepted: boolean): boolean =>
      record?.cancelAnswers.some((answer) => answer.accepted === accepted && answer.at >= issuedAt) ?? false;
    const ids = goals_canceling.map(({ goal_id }) => hex(goal_id.uuid));
    if (ids.length > 0) {
      if (ids.length !== 1 || ids[0] !== goalId) return `canceling ${ids.join(' ')}, asked for ${goalId}`;
      if (return_code !== CancelReturnCode.NONE) return `canceling it with code ${return_code}`;
      return answered(true) ? undefined : 'canceling it, though nobody agreed';
    }
    switch (return_code) {
      case CancelReturnCode.REJECTED:
        return answered(false) ? undefined : 'REJECTED, though nobody refused';
      case CancelReturnCode.GOAL_TERMINATED:
        if (record?.end !== undefined || record?.cancelAnswers.some(({ accepted }) => accepted) === true) return;
        return 'GOAL_TERMINATED, though it runs';
      case CancelReturnCode.UNKNOWN_GOAL_ID:
        return this.#mayBeUnknown(asker, record, issuedAt) ? undefined : 'UNKNOWN_GOAL_ID, though its server has it';
      default:
        return `code ${return_code} without a goal`;
    }
  }

  /** @param askedUpTo - only goals that were accepted at or before this stamp, in nanoseconds */
  judgeCancelAll(
    asker: Asker,
    { return_code, goals_canceling }: CancelGoal_Response,
    issuedAt: number,
    askedUpTo: bigint | undefined,
  ): string | undefined {
    const ids = goals_canceling.map(({ goal_id }) => hex(goal_id.uuid));
    if (new Set(ids).size !== ids.length) return 'a goal is listed twice';
    for (const id of ids) {
      const record = this.#journal.ofId(id);
      if (record?.cancelAnswers.some(({ at, accepted }) => accepted && at >= issuedAt) !== true) {
        return `canceling ${id}, though nobody agreed`;
      }
      const accepted = goals_canceling.find(({ goal_id }) => hex(goal_id.uuid) === id)?.stamp;
      if (askedUpTo !== undefined && accepted !== undefined && nanoseconds(accepted) > askedUpTo) {
        return `canceling ${id}, which was accepted later`;
      }
    }
    const { NONE, REJECTED, GOAL_TERMINATED } = CancelReturnCode;
    const codes: readonly number[] = ids.length > 0 ? [NONE] : [NONE, REJECTED, GOAL_TERMINATED];
    if (!codes.includes(return_code)) return `code ${return_code}, canceling ${ids.length} goals`;
    if (askedUpTo !== undefined) return;
    for (const server of this.surelyKnown(asker, issuedAt)) {
      for (const { goalId, decision, end, cancelAnswers } of server.goals.values()) {
        const isAccepted = decision?.accepted === true && decision.at < issuedAt;
        const isAsked = cancelAnswers.some(({ at }) => at >= issuedAt);
        const isOver = end !== undefined || cancelAnswers.some(({ accepted }) => accepted);
        if (isAccepted && !isAsked && !isOver) return `${goalId} at ${server.name} was not asked`;
      }
    }
    return;
  }

  /** What is wrong with saying that a goal's status is this, now. */
  judgeStatus(record: GoalRecord | undefined, status: GoalStatus): string | undefined {
    const isAccepted = record?.decision?.accepted === true;
    const isCanceling = record?.cancelAnswers.some(({ accepted }) => accepted) === true;
    const isPossible =
      ((status === GoalStatus.ACCEPTED || status === GoalStatus.EXECUTING) && isAccepted) ||
      (status === GoalStatus.CANCELING && isCanceling) ||
      (record?.end !== undefined && record.end.status === status);
    return isPossible ? undefined : `status ${status}, which it never was`;
  }

  #mayBeUnknown(asker: Asker, record: GoalRecord | undefined, issuedAt: number): boolean {
    if (record === undefined || record.decision?.accepted !== true) return true;
    const { server } = record;
    return (
      this.#isForgotten(record) || server.endedAt !== undefined || !this.surelyKnown(asker, issuedAt).includes(server)
    );
  }

  /** What the server of a goal knows of it. Undefined: nobody knows it (any more), and each that is asked has to say so. */
  #holderOf(goalId: string): GoalRecord | undefined {
    const record = this.#journal.ofId(goalId);
    if (record?.decision?.accepted !== true) return undefined;
    return this.#isForgotten(record) ? undefined : record;
  }

  /** The server has not kept the goal for longer. */
  #isForgotten({ server, end }: GoalRecord): boolean {
    return end !== undefined && this.#network.now >= end.at + server.resultTimeoutMs;
  }

  #unlocatedDue(asker: Asker, issuedAt: number): number {
    if (!this.#isAnybodyThere(asker)) return Infinity;
    return Math.max(issuedAt, this.#lastEvent) + this.#leaseMs + asker.waitMs + ANSWER_MS + LOST_MS;
  }

  /** Without patience, from when a server was last lost; with it, servers that come and do not know prolong the wait. */
  #goneDue(asker: Asker, issuedAt: number, isAttached: boolean): number {
    // It may never have known where the goal is, and then waits for the first server that might.
    if (isAttached) return this.#unlocatedDue(asker, issuedAt);
    const last = asker.waitMs === 0 ? this.#lastLoss : this.#lastEvent;
    return Math.max(issuedAt, last) + this.#leaseMs + asker.waitMs + LOST_MS;
  }

  #isGone(asker: Asker, server: Incarnation): boolean {
    if (server.endedAt !== undefined) return true;
    return server.machine !== asker.machine && !this.#links.isConnected(asker.machine, server.machine);
  }

  #isAnybodyThere(asker: Asker): boolean {
    return this.#journal.live.some((server) => !this.#isGone(asker, server));
  }

  #stableSince(asker: Asker, server: Incarnation): number {
    return Math.max(server.openedAt, this.#links.stableSince(asker.machine, server.machine));
  }
}

/** Feedback that a client heard of a goal: what was published, in order; all from the first, unless they lost each other. */
export function judgeFeedback(
  heard: readonly number[],
  record: GoalRecord | undefined,
  isComplete: boolean,
): string | undefined {
  const published = new Set(record?.feedback ?? []);
  const [first = 0] = heard;
  const inOrder = heard.every((step, index) => index === 0 || step > (heard[index - 1] as number));
  const contiguous =
    heard.join() ===
    stepsUpTo(first + heard.length)
      .slice(first)
      .join();
  if (!heard.every((step) => published.has(step))) return `feedback ${heard.join(' ')}, not all of which was published`;
  if (!inOrder) return `feedback ${heard.join(' ')} is out of order`;
  if (isComplete && !contiguous) return `feedback ${heard.join(' ')} has gaps`;
  return;
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function nanoseconds({ sec, nanosec }: { readonly sec: number; readonly nanosec: number }): bigint {
  return BigInt(sec) * 1_000_000_000n + BigInt(nanosec);
}
