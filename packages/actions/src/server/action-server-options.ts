import type { GoalId } from '../goal-id.js';
import type { ActionQos } from '../qos.js';
import { CancelResponse, type GoalDecision, GoalResponse } from '../responses.js';
import type { ExecuteCallback } from './execution.js';
import type { FeedbackAudience } from './feedback-audience.js';
import { concurrent, type GoalPolicy } from './goal-policy.js';
import type { GoalServerOptions } from './goal-server-ports.js';
import type { ServerGoalHandle } from './server-goal-handle.js';

export interface ActionServerOptions<Goal, Result, Feedback> {
  /**
   * Accept, reject (with a reason: `{ response: 'reject', reason }`) or defer a goal; may take its time. Default: accept. What
   * throws, or returns anything else, rejects.
   */
  readonly goalCallback?:
    | ((
        goal: Goal,
        info: { readonly goalId: GoalId },
      ) => GoalResponse | GoalDecision | Promise<GoalResponse | GoalDecision>)
    | undefined;
  /**
   * Which of the goals that the goal callback accepts are executed when: `concurrent` (default), `singleReject`,
   * `singlePreempt`, `queue(n)`, or a function of one's own.
   */
  readonly policy?: GoalPolicy<Goal> | undefined;
  /**
   * Gets the handle of every goal that was accepted, once its policy lets it execute, and sees to it that somebody calls its `execute()`. Default: executes
   * what the goal callback accepted at once, and leaves what it deferred.
   */
  readonly handleAcceptedCallback?:
    ((goalHandle: ServerGoalHandle<Goal, Result, Feedback>) => void | Promise<void>) | undefined;
  /** Whether a goal may be canceled; asked once for every goal that a request means; may take its time. Default: reject. */
  readonly cancelCallback?:
    ((goalHandle: ServerGoalHandle<Goal, Result, Feedback>) => CancelResponse | Promise<CancelResponse>) | undefined;
  /**
   * The client of an active goal has left: it said so, or its lease ran out. Called once for every such goal, which goes on if
   * nobody ends it. A client that was merely cut off may come back.
   */
  readonly onClientLost?: ((goalHandle: ServerGoalHandle<Goal, Result, Feedback>) => void | Promise<void>) | undefined;
  /**
   * Cancel the goals of clients that have left, without asking the cancel callback; default: no. Such a goal is CANCELING, and
   * its `stopReason` is `'clientLost'`.
   */
  readonly cancelOnClientLost?: boolean | undefined;
  /** How long the result of a finished goal can be asked for, in ms; default 10 000; Infinity: for ever. */
  readonly resultTimeoutMs?: number | undefined;
  /**
   * Let `resultTimeoutMs` run from when somebody has got the result, or its client has left, not from the goal's end; default:
   * no. Results that nobody fetches are kept for ever then, or as long as `maxCachedResultBytes` lets them.
   */
  readonly keepResultUntilFetched?: boolean | undefined;
  /**
   * How many octets the results of finished goals may take together, encoded; default: Infinity. Beyond that, the goal that
   * finished first is forgotten, as if its time were up: its status is UNKNOWN from then on. Who waits for it already gets it.
   */
  readonly maxCachedResultBytes?: number | undefined;
  /**
   * To whom feedback goes: `'all'` (default) subscribers, as with any server, or `'owner'`: to the client that sent the goal,
   * to who asks for its result, and to subscribers that are no action clients. See docs/adr/0008. Whichever it is, a subscriber
   * whose content filter names goals, as those of Lyrical's clients do, is spared the feedback of others.
   */
  readonly feedback?: FeedbackAudience | undefined;
  readonly qos?: ActionQos | undefined;
}

const DEFAULT_RESULT_TIMEOUT_MS = 10_000;
const CALLBACKS = ['goalCallback', 'policy', 'handleAcceptedCallback', 'cancelCallback', 'onClientLost'];
const OPTIONS = [
  ...CALLBACKS,
  'cancelOnClientLost',
  'resultTimeoutMs',
  'keepResultUntilFetched',
  'maxCachedResultBytes',
  'feedback',
  'qos',
];

/**
 * What was left out is as rclpy has it.
 *
 * @throws TypeError, RangeError for options of the wrong kind, and for what is no option
 */
export function completeOptions<Goal, Result, Feedback>(
  executeCallback: ExecuteCallback<Goal, Result, Feedback>,
  options: ActionServerOptions<Goal, Result, Feedback>,
): GoalServerOptions<Goal, Result, Feedback> {
  checkOptions(executeCallback, options);
  return {
    executeCallback,
    goalCallback: options.goalCallback ?? (() => GoalResponse.ACCEPT),
    handleAcceptedCallback: options.handleAcceptedCallback,
    cancelCallback: options.cancelCallback ?? (() => CancelResponse.REJECT),
    policy: options.policy ?? concurrent,
    onClientLost: options.onClientLost,
    cancelOnClientLost: options.cancelOnClientLost ?? false,
    resultTimeoutMs: options.resultTimeoutMs ?? DEFAULT_RESULT_TIMEOUT_MS,
    keepResultUntilFetched: options.keepResultUntilFetched ?? false,
    maxCachedResultBytes: options.maxCachedResultBytes ?? Infinity,
  };
}

function checkOptions(
  executeCallback: unknown,
  options: {
    readonly resultTimeoutMs?: number | undefined;
    readonly maxCachedResultBytes?: number | undefined;
    readonly feedback?: unknown;
  },
): void {
  if (typeof executeCallback !== 'function') throw new TypeError('executeCallback is no function');
  for (const [name, value] of Object.entries(options)) {
    if (!OPTIONS.includes(name)) throw new TypeError(`${name}: an action server has no such option`);
    if (CALLBACKS.includes(name) && value !== undefined && typeof value !== 'function') {
      throw new TypeError(`${name} is no function`);
    }
  }
  const { feedback = 'all' } = options;
  if (feedback !== 'all' && feedback !== 'owner') throw new TypeError(`feedback: ${String(feedback)} is no audience`);
  const { resultTimeoutMs = DEFAULT_RESULT_TIMEOUT_MS, maxCachedResultBytes = Infinity } = options;
  if (!(maxCachedResultBytes >= 0)) {
    throw new RangeError(`maxCachedResultBytes: ${maxCachedResultBytes} is no number of octets`);
  }
  if (!(resultTimeoutMs >= 0)) throw new RangeError(`resultTimeoutMs: ${resultTimeoutMs} is no number of milliseconds`);
}
