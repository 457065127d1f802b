import { check, type Scenario } from '../scenario.js';
import type { SimNetwork } from '../sim-network.js';
import type { Mutant } from './action-oracle/mutants.js';
import { LEASE_MS, Session } from './action-oracle/session.js';

const STEPS = 45;
const STEP_MS = 900;
/** A pause in which leases run out. */
const LONG_PAUSE_MS = 30_000;
/** Everybody knows everybody again. */
const REUNION_MS = LEASE_MS + 16_000;
/** Longer than any client waits for a lost server, above the lease. */
const LAST_WORD_MS = LEASE_MS + 25_000;

/**
 * One to three action clients and up to two servers of one name; goals of every kind, operations, crashes, restarts and
 * cuts at random. An oracle that knows what servers and network really did says what every promise may come to, and when.
 *
 * @param mutant - a deliberate defect, which the oracle has to notice
 */
export function actionOracle(mutant?: Mutant): Scenario {
  return {
    name: mutant === undefined ? 'action-oracle' : `action-oracle:${mutant.name}`,
    promise:
      'every promise settles once, in time and with the right outcome, whatever is sent, canceled, killed and cut',
    faults: { loss: 0.05, duplication: 0.05, reordering: 0.1, delayMs: 0.5, jitterMs: 2, reorderMs: 20 },
    async play(network) {
      const session = new Session(network, mutant);
      await session.startServer();
      await session.startClient();
      if (network.random.chance(0.5)) await session.startClient();
      for (let step = 0; step < STEPS; step += 1) {
        await operate(session, network);
        await session.advance(pauseOf(network));
        failOn(session);
      }
      await finish(session);
    },
  };
}

function pauseOf({ random }: SimNetwork): number {
  if (random.chance(0.3)) return 0;
  return random.float() * (random.chance(0.04) ? LONG_PAUSE_MS : STEP_MS);
}

/** One thing that somebody does, or that happens to somebody. */
async function operate(session: Session, { random }: SimNetwork): Promise<void> {
  const { activeClients, journal } = session;
  if (activeClients.length === 0) return session.startClient();
  const client = random.pick(activeClients);
  const operations: readonly [weight: number, run: () => void | Promise<void>][] = [
    [34, () => client.send()],
    [16, () => client.getResult()],
    [9, () => client.cancel()],
    [3, () => client.cancelMany()],
    [5, () => client.attach()],
    [4, () => client.readEvents()],
    [2, () => client.waitForServer()],
    [5, () => client.abort()],
    [6, () => executeDeferred(session)],
    [4, () => session.cut(cutOf(random.float(), random.float()))],
    [5, () => session.startServer()],
    [3, () => session.startClient()],
    [3, () => journal.live.length > 0 && session.kill(random.pick(journal.live).machine)] as never,
    [1, () => journal.live.length > 0 && session.closeMachine(random.pick(journal.live).machine)] as never,
    [2, () => journal.live.length > 0 && session.closeServer(random.pick(journal.live))] as never,
    [1, () => session.kill(client.machine)],
    [1, () => session.closeMachine(client.machine)],
    [1, () => session.closeClient(client)],
  ];
  let at = random.float() * operations.reduce((sum, [weight]) => sum + weight, 0);
  const [, run] = operations.find(([weight]) => (at -= weight) < 0) ?? operations[0] ?? [];
  await run?.();
}

/** Half are short, some near the lease, some longer. */
function cutOf(kind: number, length: number): number {
  if (kind < 0.5) return length * 5000;
  return kind < 0.7 ? 5000 + length * 15_000 : LEASE_MS + length * 20_000;
}

/** Goals that were accepted for later. */
function executeDeferred({ journal, network }: Session, isAll = false): void {
  for (const server of journal.live) {
    for (const goal of server.server.goals()) {
      const record = server.goals.get(goal.goalId);
      if (record?.plan.decision !== 'defer' || record.executions > 0) continue;
      if (!isAll && network.random.chance(0.5)) continue;
      goal.execute();
    }
  }
}

async function finish(session: Session): Promise<void> {
  const { network, journal, ledger } = session;
  session.heal();
  await session.advance(REUNION_MS);
  for (const client of session.activeClients) {
    client.checks.checkOrphans();
    const isThere = journal.live.length > 0;
    check(client.client.isServerAvailable === isThere, `${client.name}: there is a server: ${isThere}, it says no`);
  }
  for (const server of journal.incarnations) server.isFinishing = true;
  executeDeferred(session, true);
  await session.advance(LAST_WORD_MS);
  checkExecutions(session);
  for (const client of session.clients) client.checks.checkFeedback();
  failOn(session);

  for (const client of session.activeClients) session.closeClient(client);
  await network.advance(0);
  for (const client of session.clients) if (client.machine.endedAt === undefined) client.checkReleased();
  check(ledger.pending.length === 0, `pending after close: ${ledger.pending.join('; ')}`);
  for (const server of journal.live) session.closeServer(server);
  failOn(session);
  await session.advance(2000);
  for (const { name, timers } of session.live) check(timers.size === 0, `${name}: ${timers.size} timers are left`);
  await network.run(() => Promise.all(session.live.map(({ node }) => node.context.close())));
  failOn(session);
  const sent = network.trace.count('send');
  await network.advance(LEASE_MS);
  check(network.trace.count('send') === sent, 'a datagram was sent after close');
}

function checkExecutions({ journal, ledger }: Session): void {
  for (const { goalId, asked, executions, decision, server } of journal.goals) {
    if (asked > 1) ledger.complain(`${goalId}: the goal callback was asked ${asked} times`);
    if (executions > 1) ledger.complain(`${goalId}: executed ${executions} times`);
    if (executions === 1 && decision?.accepted !== true) ledger.complain(`${goalId}: executed, not accepted`);
    const isOwed = decision?.accepted === true && server.endedAt === undefined;
    if (isOwed && executions === 0) ledger.complain(`${goalId}: accepted and never executed`);
  }
}

function failOn({ ledger }: Session): void {
  check(ledger.complaints.length === 0, ledger.complaints.join('\n'));
}
