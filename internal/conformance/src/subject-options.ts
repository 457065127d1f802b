import { readFileSync } from 'node:fs';
import { readGoal } from './goal-text.js';
import { UsageError, type Options } from './options.js';
import type { DynamicAction } from './probe/node-probe.js';
import type { Subject } from './suite/case.js';

const DEFAULT_PATIENCE_MS = 10_000;

/**
 * What the operator says of the server.
 *
 * @throws UsageError
 */
export function readSubject(options: Options, typeName: string, type: DynamicAction): Subject {
  const action = options.get('action');
  const goal = findGoal(options, 'goal', type);
  if (goal === undefined) throw new UsageError('--goal is missing');
  const slowGoal = findGoal(options, 'slow-goal', type);
  const isRefusing = options.has('cancel-refusing');
  return {
    action: action.startsWith('/') ? action : `/${action}`,
    typeName,
    goal,
    slowGoal: isRefusing ? undefined : slowGoal,
    refusedGoal: findGoal(options, 'refused-goal', type) ?? (isRefusing ? slowGoal : undefined),
    rejectedGoal: findGoal(options, 'rejected-goal', type),
    abortedGoal: findGoal(options, 'aborted-goal', type),
    resultTimeoutMs: options.findSeconds('result-timeout'),
    isOneAtATime: options.has('one-at-a-time'),
    patienceMs: options.findSeconds('timeout') ?? DEFAULT_PATIENCE_MS,
  };
}

function findGoal(options: Options, name: string, type: DynamicAction): unknown {
  const text = options.find(`${name}-text`);
  if (text !== undefined) return readGoal(text, type.goal, `${name}-text`);
  const file = options.find(name);
  if (file === undefined) return undefined;
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`--${name}: cannot read ${file}`);
  }
  return readGoal(content, type.goal, name);
}
