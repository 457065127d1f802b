import {
  ActionClient,
  ActionServer,
  CancelResponse,
  CancelReturnCode,
  GoalResponse,
  GoalStatus,
} from '../../src/index.js';
import type { ServerGoalHandle } from '../../src/server/server-goal-handle.js';
import { muteNode } from '../support/failing-node.js';
import { MockClient } from '../support/mock-client.js';
import {
  Fibonacci,
  type FibonacciFeedback,
  type FibonacciGoal,
  type FibonacciOptions,
  type FibonacciResult,
  World,
} from '../support/world.js';

type Handle = ServerGoalHandle<FibonacciGoal, FibonacciResult, FibonacciFeedback>;

const { ACCEPTED, EXECUTING, CANCELING, SUCCEEDED, CANCELED, ABORTED, UNKNOWN } = GoalStatus;
const accept = { cancelCallback: () => CancelResponse.ACCEPT };
const reject = { cancelCallback: () => CancelResponse.REJECT };

/** A server whose goals execute until somebody ends them by their handle, as rclcpp's do after ACCEPT_AND_EXECUTE. */
async function serve(options: FibonacciOptions = {}) {
  const world = new World();
  const handles: Handle[] = [];
  world.server(
    {
      handleAcceptedCallback: (handle) => {
        handles.push(handle);
        handle.execute(() => new Promise(() => undefined));
      },
      ...options,
    },
    () => undefined,
  );
  const client = await MockClient.open(world);
  const send = async (n = 1, order = 5) => {
    const reply = await world.run(() => client.sendGoal(n, order));
    await world.network.advance(10);
    return reply;
  };
  return { world, client, handles, send, handle: () => handles[0]! };
}

// ros2/rclcpp a0a2a06, rclcpp_action/test/test_server.cpp
describe('twins of rclcpp_action TestServer', () => {
  it('construction_and_destruction', () => {
    const server = new World().server();
    server.close();
    server.close();
  });

  it('construction_and_destruction_after_node: a server goes with its node', async () => {
    const world = new World();
    const node = world.node('server');
    const server = world.server({}, undefined, node);
    await world.run(() => node.close());
    expect(server.goals()).toEqual([]);
    server.close();
  });

  it('construction_and_destruction_sub_node: a name may have a namespace of its own', () => {
    const world = new World();
    const node = world.node('n', { namespace: '/robot' });
    const server = new ActionServer(node, Fibonacci, 'arm/fibonacci', () => undefined);
    expect(server.actionName).toBe('/robot/arm/fibonacci');
    expect(new ActionClient(node, Fibonacci, '/robot/arm/fibonacci').actionName).toBe(server.actionName);
  });

  it('handle_goal_called: with the id that was sent', async () => {
    const seen: string[] = [];
    const { send } = await serve({
      goalCallback: (_goal, { goalId }) => {
        seen.push(goalId);
        return GoalResponse.REJECT;
      },
    });
    await send(0x1f);
    expect(seen).toEqual(['1f'.repeat(16)]);
  });

  it('handle_accepted_called: with the goal that was sent, active', async () => {
    const { send, handle } = await serve();
    await send(3, 9);
    expect(handle()).toMatchObject({ goalId: '03'.repeat(16), isActive: true, request: { order: 9 } });
  });

  it('handle_cancel_called', async () => {
    const { world, client, send, handle } = await serve(accept);
    await send();
    expect(handle().isCancelRequested).toBe(false);
    await world.run(() => client.cancelGoal(1));
    expect(handle().isCancelRequested).toBe(true);
  });

  it('handle_cancel_reject', async () => {
    const { world, client, send, handle } = await serve(reject);
    await send();
    const reply = await world.run(() => client.cancelGoal(1));
    expect(reply.return_code).toBe(CancelReturnCode.REJECTED);
    expect(handle().isCancelRequested).toBe(false);
  });

  it('handle_cancel_unknown_goal', async () => {
    const { world, client, send, handle } = await serve(accept);
    await send();
    const reply = await world.run(() => client.cancelGoal(2));
    expect(reply.return_code).toBe(CancelReturnCode.UNKNOWN_GOAL_ID);
    expect(handle().isCancelRequested).toBe(false);
  });

  it('handle_cancel_terminated_goal', async () => {
    const { world, client, send, handle } = await serve(accept);
    await send();
    handle().succeed();
    const reply = await world.run(() => client.cancelGoal(1));
    expect(reply.return_code).toBe(CancelReturnCode.GOAL_TERMINATED);
    expect(handle().status).toBe(SUCCEEDED);
  });

  it('publish_status_accepted', async () => {
    const { client, send } = await serve();
    await send();
    expect(client.statuses.map((sample) => sample.length)).toEqual([1, 1]);
    expect(client.history(1)).toEqual([ACCEPTED, EXECUTING]);
  });

  it('publish_status_canceling', async () => {
    const { world, client, send } = await serve(accept);
    await send();
    await world.run(() => client.cancelGoal(1));
    expect(client.history(1)).toEqual([ACCEPTED, EXECUTING, CANCELING]);
  });

  it.each([
    ['canceled', true, CANCELED],
    ['succeeded', false, SUCCEEDED],
    ['aborted', false, ABORTED],
  ] as const)('publish_status_%s', async (end, isCanceled, status) => {
    const { world, client, send, handle } = await serve(accept);
    await send();
    if (isCanceled) await world.run(() => client.cancelGoal(1));
    const ends = { canceled: 'canceled', succeeded: 'succeed', aborted: 'abort' } as const;
    handle()[ends[end]]();
    await world.network.advance(10);
    expect(client.history(1).at(-1)).toBe(status);
    expect(client.statuses.at(-1)).toHaveLength(1);
  });

  it('publish_feedback', async () => {
    const { world, client, send, handle } = await serve();
    await send();
    handle().publishFeedback({ sequence: [1, 1, 2, 3, 5] });
    await world.network.advance(10);
    expect(client.feedback).toEqual([{ goal: 1, sequence: [1, 1, 2, 3, 5] }]);
  });

  it('get_result: when it is there, and UNKNOWN when it has expired', async () => {
    const { world, client, send, handle } = await serve({ resultTimeoutMs: 50 });
    await send();
    const asked = client.getResult(1);
    handle().succeed({ sequence: [5, 8, 13, 21] });
    expect(await world.run(() => asked)).toEqual({
      status: SUCCEEDED,
      result: { sequence: Int32Array.of(5, 8, 13, 21) },
    });
    await world.network.advance(100);
    expect((await world.run(() => client.getResult(1))).status).toBe(UNKNOWN);
  });

  it('get_result_deferred: who asks first waits', async () => {
    const { world, client, send, handle } = await serve();
    await send();
    const asked = client.getResult(1);
    await world.network.advance(10_000);
    handle().succeed({ sequence: [5, 8, 13, 21] });
    expect((await world.run(() => asked)).result.sequence).toEqual(Int32Array.of(5, 8, 13, 21));
  });

  it('deferred_execution', async () => {
    const handles: Handle[] = [];
    const { send } = await serve({
      goalCallback: () => GoalResponse.DEFER,
      handleAcceptedCallback: (handle) => void handles.push(handle),
    });
    await send();
    const [handle] = handles as [Handle];
    expect(handle).toMatchObject({ isActive: true, status: ACCEPTED });
    handle.execute();
    expect(handle.status).toBe(EXECUTING);
  });
});

/** A server that cannot send one of its messages for a while: the goal of that while, and the goal after it. */
async function withMute(name: string) {
  const world = new World();
  const node = world.node('server');
  const errors: string[] = [];
  node.on('error', (error) => errors.push(String(error)));
  let isMute = false;
  const executed: number[] = [];
  const end = (handle: Handle) => {
    executed.push(handle.request.order);
    handle.succeed();
    return { sequence: [handle.request.order] };
  };
  const mute = muteNode(node, name, () => isMute);
  new ActionServer(mute, Fibonacci, 'fibonacci', end, { ...accept, resultTimeoutMs: 60_000 });
  const client = await MockClient.open(world);
  const settled: string[] = [];
  isMute = true;
  const note = (what: string, promise: Promise<unknown>) =>
    void promise.then(
      () => settled.push(what),
      () => undefined,
    );
  note('send_goal', client.sendGoal(1, 1));
  await world.network.advance(1_000);
  note('get_result', client.getResult(1));
  note('cancel_goal', client.cancelGoal(0));
  await world.network.advance(1_000);
  isMute = false;
  const after = await world.run(async () => {
    await client.sendGoal(2, 2);
    return client.getResult(2);
  });
  expect(after.status).toBe(SUCCEEDED);
  await world.run(() => client.cancelGoal(0));
  return { executed, errors, settled };
}

// Where rclcpp's functions throw out of spin, ours report an error of the node and go on.
describe('twins of rclcpp_action TestGoalRequestServer and TestCancelRequestServer', () => {
  it('execute_goal_request_received_take_goal, and of TestCancelRequestServer', async () => {
    const { world, client, send, handle } = await serve(accept);
    await send();
    handle().succeed({ sequence: [5, 8, 13, 21] });
    expect((await world.run(() => client.getResult(1))).status).toBe(SUCCEEDED);
    await send(2);
    expect((await world.run(() => client.cancelGoal(2))).goals_canceling).toHaveLength(1);
  });

  it('execute_goal_request_received_send_goal_response_errors: the goal is executed all the same', async () => {
    const { executed, errors, settled } = await withMute('send_goal');
    expect(executed).toEqual([1, 2]);
    expect(errors).toEqual(['Error: send_goal cannot be sent']);
    expect(settled).toEqual(['get_result', 'cancel_goal']);
  });

  it('publish_status_publish_status_errors: goals are executed all the same', async () => {
    const { executed, errors, settled } = await withMute('status');
    expect(executed).toEqual([1, 2]);
    expect(new Set(errors)).toEqual(new Set(['Error: status cannot be sent']));
    expect(settled).toEqual(['send_goal', 'get_result', 'cancel_goal']);
  });

  it('send_result_rcl_errors: nobody else goes without', async () => {
    const { executed, errors, settled } = await withMute('get_result');
    expect(executed).toEqual([1, 2]);
    expect(errors).toEqual(['Error: get_result cannot be sent']);
    expect(settled).toEqual(['send_goal', 'cancel_goal']);
  });

  it('publish_status_send_cancel_response_errors: nobody else goes without', async () => {
    const { executed, errors, settled } = await withMute('cancel_goal');
    expect(executed).toEqual([1, 2]);
    expect(errors).toEqual(['Error: cancel_goal cannot be sent']);
    expect(settled).toEqual(['send_goal', 'get_result']);
  });
});

// What holds a lock in C++ is here a callback that takes its time: nothing else may wait for it.
describe('twins of rclcpp_action TestDeadlockServer', () => {
  /** The user's callbacks come back only while no goal is being ended. */
  async function withLock() {
    const world = new World();
    const node = world.node('server');
    const handles: Handle[] = [];
    let isLocked = false;
    const unlocked = async () => {
      while (isLocked) await world.sleep(node, 10);
    };
    world.server(
      {
        goalCallback: async () => {
          await unlocked();
          return GoalResponse.ACCEPT;
        },
        cancelCallback: async () => {
          await unlocked();
          return CancelResponse.ACCEPT;
        },
        handleAcceptedCallback: async (handle) => {
          await unlocked();
          handles.push(handle);
          handle.execute(() => new Promise(() => undefined));
        },
      },
      () => undefined,
      node,
    );
    const client = await MockClient.open(world);
    await world.run(() => client.sendGoal(1));
    await world.until(() => handles.length === 1);
    /** Ends the goal after 100 ms, and holds the lock as long. */
    const end = (how: 'succeed' | 'canceled'): void => {
      isLocked = true;
      node.schedule(100, () => {
        handles[0]?.[how]();
        isLocked = false;
      });
    };
    return { world, client, handles, end };
  }

  it('deadlock_while_succeed', async () => {
    const { world, client, handles, end } = await withLock();
    end('succeed');
    expect((await world.run(() => client.sendGoal(2), 2_000)).accepted).toBe(true);
    expect(handles[0]?.status).toBe(SUCCEEDED);
  });

  it('deadlock_while_canceled', async () => {
    const { world, client, handles, end } = await withLock();
    await world.run(() => client.cancelGoal(1));
    end('canceled');
    expect((await world.run(() => client.sendGoal(2), 2_000)).accepted).toBe(true);
    expect(handles[0]?.status).toBe(CANCELED);
  });

  it('deadlock_while_succeed_and_canceled: the goal that has ended meanwhile is GOAL_TERMINATED', async () => {
    const { world, client, handles, end } = await withLock();
    end('succeed');
    const reply = await world.run(() => client.cancelGoal(1), 2_000);
    expect(reply).toEqual({ return_code: CancelReturnCode.GOAL_TERMINATED, goals_canceling: [] });
    expect(handles[0]?.status).toBe(SUCCEEDED);
  });
});

// ros2/rclcpp a0a2a06, rclcpp_action/test/test_server_goal_handle.cpp
describe('twins of rclcpp_action TestServerGoalHandle', () => {
  async function accepted() {
    const handles: Handle[] = [];
    const served = await serve({ ...accept, handleAcceptedCallback: (handle) => void handles.push(handle) });
    await served.send();
    const handle = handles[0]!;
    const state = () => ({
      isCanceling: handle.isCancelRequested,
      isActive: handle.isActive,
      isExecuting: handle.status === EXECUTING,
    });
    return { ...served, handle, state, execute: () => handle.execute(() => new Promise(() => undefined)) };
  }
  const illegal = expect.objectContaining({ code: 'ERR_ACTION_ILLEGAL_TRANSITION' }) as unknown as Error;
  const over = { isCanceling: false, isActive: false, isExecuting: false };

  it('construct_destruct', async () => {
    const { state } = await accepted();
    expect(state()).toEqual({ isCanceling: false, isActive: true, isExecuting: false });
  });

  it('execute', async () => {
    const { state, execute } = await accepted();
    execute();
    expect(state()).toEqual({ isCanceling: false, isActive: true, isExecuting: true });
    expect(execute).toThrow(illegal);
    expect(state()).toMatchObject({ isExecuting: true });
  });

  it('cancel', async () => {
    const { world, client, handle, state, execute } = await accepted();
    execute();
    expect(() => handle.canceled()).toThrow(illegal);
    await world.run(() => client.cancelGoal(1));
    expect(state()).toEqual({ isCanceling: true, isActive: true, isExecuting: false });
    handle.canceled();
    expect(state()).toEqual(over);
    expect(() => handle.canceled()).toThrow(illegal);
  });

  it.each(['abort', 'succeed'] as const)('%s', async (end) => {
    const { handle, state, execute } = await accepted();
    expect(() => handle[end]()).toThrow(illegal);
    execute();
    handle[end]();
    expect(state()).toEqual(over);
    expect(() => handle[end]()).toThrow(illegal);
  });
});
