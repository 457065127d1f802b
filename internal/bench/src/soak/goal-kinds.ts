import type { ActionClient, ClientGoalHandle } from '@rclts/actions';

export type Goal = { order: number };
export type Sequence = { sequence: Int32Array };
export type SoakClient = ActionClient<Goal, Sequence, Sequence>;
type Handle = ClientGoalHandle<Sequence, Sequence>;

/** What a goal's order asks of the server of the soak. */
export const SoakOrder = {
  REJECTED: -1,
  /** Two feedback messages, one after the other, then the result. */
  SUCCEEDS: 2,
  ABORTS: 100,
  THROWS: 101,
  UNTIL_CANCELED: 200,
} as const;

export interface SoakWorld {
  readonly client: SoakClient;
  /** Sends nothing itself. */
  readonly other: SoakClient;
  /** Given to many goals, never aborted: what they leave on it stays. */
  readonly sharedSignal: AbortSignal;
}

const ends = async (handle: Handle, expected: number): Promise<void> => {
  const { status } = await handle.getResult();
  if (status !== expected) throw new Error(`a goal ended with status ${status}, not ${expected}`);
};

/** A goal as users send it, in each way that leaves something to clean up. By turns. */
export const goalKinds: Readonly<Record<string, (world: SoakWorld) => Promise<void>>> = {
  'feedback callback, result': async ({ client }) => {
    let heard = 0;
    const handle = await client.sendGoal({ order: SoakOrder.SUCCEEDS }, { feedbackCallback: () => (heard += 1) });
    await ends(handle, 4);
    if (heard !== SoakOrder.SUCCEEDS) throw new Error(`${heard} feedback messages`);
  },
  rejected: async ({ client }) => {
    const { accepted } = await client.sendGoal({ order: SoakOrder.REJECTED });
    if (accepted) throw new Error('a goal was accepted that should not have been');
  },
  aborted: async ({ client }) => ends(await client.sendGoal({ order: SoakOrder.ABORTS }), 6),
  'execute throws': async ({ client }) => ends(await client.sendGoal({ order: SoakOrder.THROWS }), 6),
  canceled: async ({ client }) => {
    const handle = await client.sendGoal({ order: SoakOrder.UNTIL_CANCELED });
    const { return_code: code } = await handle.cancelGoal();
    if (code !== 0) throw new Error(`cancel was answered with ${code}`);
    await ends(handle, 5);
  },
  'canceled by a signal': async ({ client }) => {
    const controller = new AbortController();
    const handle = await client.sendGoal({ order: SoakOrder.UNTIL_CANCELED }, { signal: controller.signal });
    controller.abort();
    await ends(handle, 5);
  },
  'a signal that many share, and a time limit': async ({ client, sharedSignal }) => {
    const options = { signal: sharedSignal, timeoutMs: 60_000 };
    await ends(await client.sendGoal({ order: SoakOrder.SUCCEEDS }, options), 4);
  },
  'given up before it is accepted': async ({ client }) => {
    const controller = new AbortController();
    const sending = client.sendGoal({ order: SoakOrder.UNTIL_CANCELED }, { signal: controller.signal });
    controller.abort(new Error('given up'));
    await sending.then(
      () => Promise.reject(new Error('a goal was sent although it was given up')),
      (error: unknown) => (String(error).includes('given up') ? undefined : Promise.reject(error as Error)),
    );
  },
  'feedback read by a loop': async ({ client }) => {
    const handle = await client.sendGoal({ order: SoakOrder.SUCCEEDS });
    let heard = 0;
    for await (const _ of handle.feedback()) heard += 1;
    if (heard !== SoakOrder.SUCCEEDS) throw new Error(`${heard} feedback messages`);
  },
  'events read by a loop that is left early': async ({ client }) => {
    const handle = await client.sendGoal({ order: SoakOrder.SUCCEEDS });
    for await (const _ of handle.events()) break;
    await ends(handle, 4);
  },
  'result asked for twice, late': async ({ client }) => {
    const handle = await client.sendGoal({ order: SoakOrder.SUCCEEDS });
    await ends(handle, 4);
    await ends(handle, 4);
  },
  'nobody asks for the result': async ({ client }) => {
    await client.sendGoal({ order: SoakOrder.SUCCEEDS }, { feedbackCallback: () => undefined });
  },
  'followed by another client, too': async ({ client, other }) => {
    const handle = await client.sendGoal({ order: SoakOrder.SUCCEEDS });
    const attached = other.attach(handle.goalId, { feedbackCallback: () => undefined });
    await Promise.all([ends(handle, 4), ends(attached, 4)]);
  },
};
