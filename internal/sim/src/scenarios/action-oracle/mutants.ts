import { GoalStatus, type GoalOutcome } from '@rclts/actions';
import type { WorkClient, WorkHandle, WorkResult } from './work.js';

/** A deliberate defect, to show that the oracle notices such. */
export interface Mutant {
  readonly name: string;
  /** A part of what the oracle then says. */
  readonly complaint: string;
  client?(client: WorkClient): WorkClient;
  /** How often the execute callback is called for a goal. */
  readonly executions?: number;
}

type Result = GoalOutcome<WorkResult>;

/** Sees and changes what `getResult` of any handle gives. */
function withResults(
  client: WorkClient,
  change: (promise: Promise<Result>, handle: WorkHandle) => unknown,
): WorkClient {
  return withHandles(client, (handle) =>
    override(handle, { getResult: () => change(handle.getResult(), handle) as Promise<Result> }),
  );
}

function withHandles(client: WorkClient, change: (handle: WorkHandle) => WorkHandle): WorkClient {
  return override(client, {
    sendGoal: (...given: Parameters<WorkClient['sendGoal']>) => client.sendGoal(...given).then(change),
  });
}

/** An object that is as `target`, but for these properties. */
function override<Target extends object>(target: Target, properties: Partial<Target>): Target {
  return new Proxy(target, {
    get: (object, key) => {
      if (Object.hasOwn(properties, key)) return properties[key as keyof Target];
      const value: unknown = Reflect.get(object, key, object);
      return typeof value === 'function' ? (value.bind(object) as unknown) : value;
    },
  });
}

const never = (): Promise<never> => new Promise(() => undefined);

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'loses-results',
    complaint: 'was due',
    client: (client) => withResults(client, () => never()),
  },
  {
    name: 'forges-status',
    complaint: 'status 6, result 4',
    client: (client) =>
      withResults(client, (promise) =>
        promise.then(({ status, result }) => ({
          status: status === GoalStatus.ABORTED ? GoalStatus.SUCCEEDED : status,
          result,
        })),
      ),
  },
  {
    name: 'swaps-results',
    complaint: 'the server said',
    client: (client) => {
      let previous: WorkResult | undefined;
      return withResults(client, async (promise) => {
        const { status, result } = await promise;
        const given = previous ?? result;
        previous = result;
        return { status, result: given };
      });
    },
  },
  {
    name: 'settles-twice',
    complaint: 'settled twice',
    client: (client) =>
      withResults(client, (promise) => ({
        then: (resolve: (value: Result) => void, reject: (error: unknown) => void) => {
          void promise.then((value) => (resolve(value), resolve(value)), reject);
        },
      })),
  },
  {
    name: 'loses-servers-that-are-there',
    complaint: 'though it is there',
    client: (client) =>
      withResults(client, (promise) =>
        promise.then(() => Promise.reject(Object.assign(new Error('lost'), { code: 'ERR_ACTION_SERVER_LOST' }))),
      ),
  },
  {
    name: 'accepts-what-was-rejected',
    complaint: 'the server said the opposite',
    client: (client) => withHandles(client, (handle) => override(handle, { accepted: true })),
  },
  {
    name: 'cancels-what-was-refused',
    complaint: 'though nobody agreed',
    client: (client) =>
      withHandles(client, (handle) =>
        override(handle, {
          cancelGoal: async () => {
            const response = await handle.cancelGoal();
            const { stamp } = handle;
            const goal_id = { uuid: Uint8Array.from(handle.goalId.match(/../g) ?? [], (two) => parseInt(two, 16)) };
            return { ...response, return_code: 0, goals_canceling: [{ goal_id, stamp }] };
          },
        }),
      ),
  },
  {
    name: 'repeats-feedback',
    complaint: 'out of order',
    client: (client) => withFeedback(client, (message, tell) => (tell(message), tell(message))),
  },
  {
    name: 'drops-feedback',
    complaint: 'has gaps',
    client: (client) => withFeedback(client, (message, tell) => message.feedback.step % 3 === 1 || tell(message)),
  },
  {
    name: 'misdirects-feedback',
    complaint: 'feedback of',
    client: (client) => {
      const listeners: ((message: Feedback) => void)[] = [];
      return override(client, {
        sendGoal: (goal, options) => {
          const { feedbackCallback } = options ?? {};
          if (feedbackCallback !== undefined) listeners.push(feedbackCallback);
          const everybody = (message: Feedback): void => listeners.forEach((listener) => listener(message));
          return client.sendGoal(goal, { ...options, feedbackCallback: everybody });
        },
      });
    },
  },
  {
    name: 'is-ahead-of-the-truth',
    complaint: 'which it never was',
    client: (client) => withHandles(client, (handle) => override(handle, { status: GoalStatus.SUCCEEDED })),
  },
  { name: 'executes-twice', complaint: 'executed 2 times', executions: 2 },
  {
    name: 'leaves-listeners',
    complaint: 'listeners on signals are left',
    client: (client) =>
      override(client, {
        sendGoal: (goal, options) => {
          options?.signal?.addEventListener('abort', () => undefined);
          return client.sendGoal(goal, options);
        },
      }),
  },
];

type Feedback = Parameters<NonNullable<NonNullable<Parameters<WorkClient['sendGoal']>[1]>['feedbackCallback']>>[0];

function withFeedback(
  client: WorkClient,
  pass: (message: Feedback, tell: (message: Feedback) => unknown) => unknown,
): WorkClient {
  return override(client, {
    sendGoal: (goal, options) => {
      const tell = options?.feedbackCallback ?? (() => undefined);
      return client.sendGoal(goal, { ...options, feedbackCallback: (message) => pass(message, tell) });
    },
  });
}
