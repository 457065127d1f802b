import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  claimDomain,
  type Domain,
  ManagedProcess,
  peerEnvironment,
  repository,
  Transport,
  type Program,
} from '@rclts/interop';
import { goals } from '../../src/subject/behaviours.js';
import type { CaseResult } from '../../src/suite/run.js';
import { builtProgram, rclpyScript } from './programs.js';

export const ACTION = '/fibonacci';
export const TYPE = 'test_msgs/action/Fibonacci';
export const RESULT_TIMEOUT_MS = 5_000;
/** The suite takes half a minute of waiting on purpose. */
export const SUITE_MS = 900_000;

const STARTUP_MS = 120_000;

/** What the suite is told of the servers that it is tried on. */
export const words: readonly string[] = [
  ...['--action', ACTION, '--type', TYPE],
  ...Object.entries({
    'goal-text': goals.goal,
    'slow-goal-text': goals.slowGoal,
    'refused-goal-text': goals.refusedGoal,
    'rejected-goal-text': goals.rejectedGoal,
    'aborted-goal-text': goals.abortedGoal,
  }).flatMap(([option, goal]) => [`--${option}`, JSON.stringify(goal)]),
  ...['--result-timeout', String(RESULT_TIMEOUT_MS / 1_000)],
];

/** A server in a domain of its own, in which it is asked. */
export class Stage {
  readonly domain: Domain;
  readonly server: ManagedProcess;

  private constructor(domain: Domain, server: ManagedProcess) {
    this.domain = domain;
    this.server = server;
  }

  static async open(whose: 'ours' | 'rclpy'): Promise<Stage> {
    const domain = await claimDomain();
    const { command, args } =
      whose === 'ours'
        ? builtProgram('subject/main.js', ACTION, String(RESULT_TIMEOUT_MS))
        : rclpyScript('subject.py', ACTION, String(RESULT_TIMEOUT_MS));
    const environment = peerEnvironment(domain.id, Transport.DEFAULT);
    const server = new ManagedProcess(command, args, { label: `the server (${whose})`, environment });
    const stage = new Stage(domain, server);
    try {
      await server.untilOutput(/"ready"/, STARTUP_MS);
      return stage;
    } catch (error) {
      await stage.close();
      throw new Error(`${String(error)}\n${server.describe()}`, { cause: error });
    }
  }

  /** Runs `npm run conformance`'s program to its end. */
  async ask(...args: string[]): Promise<{ readonly code: number | null; readonly output: string }> {
    return run(builtProgram('main.js', ...args), this.domain.id);
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.domain.release();
  }
}

async function run({ command, args }: Program, domainId: number): Promise<{ code: number | null; output: string }> {
  const process = new ManagedProcess(command, args, {
    label: 'the suite',
    environment: peerEnvironment(domainId, Transport.DEFAULT),
  });
  const { code } = await process.exited;
  return { code, output: process.output };
}

/** For docs/CONFORMANCE.md. */
export function keepResults(name: string, results: readonly CaseResult[]): void {
  const folder = join(repository, '.test-results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `conformance-${name}.json`), JSON.stringify(results, undefined, 2));
}
