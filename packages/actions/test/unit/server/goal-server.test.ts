import { GoalStatus } from '../../../src/goal-status.js';
import { CancelResponse, GoalResponse } from '../../../src/responses.js';
import { gate, idOf, serverInFakeWorld } from '../../support/fake-world.js';

const defer = { goalCallback: () => GoalResponse.DEFER };
const acceptCancel = { cancelCallback: () => CancelResponse.ACCEPT };

describe('twins of rclpy test_action_server: goals', () => {
  it('test_single_goal_accept', async () => {
    const asked: unknown[] = [];
    const handed: unknown[] = [];
    const world = serverInFakeWorld({
      goalCallback: (goal, info) => {
        asked.push(goal.order, info.goalId);
        return GoalResponse.ACCEPT;
      },
      handleAcceptedCallback: (handle) => {
        handed.push(handle.status, handle.goalId, handle.request.order);
      },
    });
    const { reply } = await settled(world, () => world.send(1, 5));
    expect(reply).toEqual({ accepted: true, stamp: { sec: 100, nanosec: 7 } });
    expect(asked).toEqual([5, idOf(1)]);
    expect(handed).toEqual([GoalStatus.ACCEPTED, idOf(1), 5]);
  });

  it('test_single_goal_reject', async () => {
    let executed = false;
    const world = serverInFakeWorld({
      goalCallback: () => GoalResponse.REJECT,
      executeCallback: () => {
        executed = true;
      },
    });
    const { reply } = await settled(world, () => world.send(1));
    expect(reply).toEqual({ accepted: false, stamp: { sec: 0, nanosec: 0 } });
    expect(executed).toBe(false);
    expect(world.log).toEqual(['1 rejected']); // nothing in the status topic
  });

  it.each([[undefined], [true], ['ACCEPT'], [{}]])('test_goal_callback_invalid_return: %p', async (junk) => {
    const world = serverInFakeWorld({ goalCallback: () => junk as unknown as GoalResponse });
    await settled(world, () => world.send(1));
    expect(world.log).toEqual(['1 rejected']);
    expect(world.warnings).toEqual(['WARN Goal request callback did not return a GoalResponse type. Rejecting goal.']);
  });

  it('test_multi_goal_accept', async () => {
    const world = serverInFakeWorld(defer);
    world.send(1);
    world.send(2);
    world.send(3);
    await world.settle();
    expect(world.log).toEqual(['1 accepted', '2 accepted', '3 accepted', 'status 1:ACCEPTED 2:ACCEPTED 3:ACCEPTED']);
  });

  it('test_duplicate_goal: active, finished, and free again once expired; the user is not asked', async () => {
    let asked = 0;
    const world = serverInFakeWorld({
      goalCallback: () => {
        asked++;
        return GoalResponse.ACCEPT;
      },
    });
    world.send(1);
    const second = world.send(1);
    await world.settle();
    expect(second.reply).toEqual({ accepted: false, stamp: { sec: 0, nanosec: 0 } });
    expect((await settled(world, () => world.send(1))).reply?.accepted).toBe(false);
    expect(asked).toBe(1);
    await world.elapse(10_000);
    expect((await settled(world, () => world.send(1))).reply?.accepted).toBe(true);
  });

  it('an id is in use while its goal callback thinks, and free again when it refuses', async () => {
    const decision = gate<GoalResponse>();
    const world = serverInFakeWorld({ goalCallback: () => decision.promise });
    world.send(1);
    await world.settle();
    expect((await settled(world, () => world.send(1))).reply?.accepted).toBe(false);
    expect((await settled(world, () => world.getResult(1))).outcome?.status).toBe(GoalStatus.UNKNOWN);
    decision.open(GoalResponse.REJECT);
    await world.settle();
    expect(world.log.at(-1)).toBe('1 rejected');
    world.send(1); // the gate is open: this one is refused by the callback, not by the registry
    await world.settle();
    expect(world.warnings).toEqual([]);
  });

  it('a goal callback may take its time, and goals are remembered in the order of acceptance', async () => {
    const slow = gate<GoalResponse>();
    const world = serverInFakeWorld({
      goalCallback: (goal) => (goal.order === 1 ? slow.promise : GoalResponse.DEFER),
    });
    world.send(1, 1);
    world.send(2, 2);
    await world.settle();
    slow.open(GoalResponse.DEFER);
    await world.settle();
    expect(world.log).toEqual(['2 accepted', 'status 2:ACCEPTED', '1 accepted', 'status 2:ACCEPTED 1:ACCEPTED']);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('no idea'))],
    [
      'rejects',
      () => {
        throw new Error('no idea');
      },
    ],
  ])('a goal callback that %s rejects the goal', async (_how, goalCallback) => {
    const world = serverInFakeWorld({ goalCallback });
    await settled(world, () => world.send(1));
    expect(world.log).toEqual(['1 rejected']);
    expect(world.warnings).toEqual(['goal callback, rejecting goal: Error: no idea']);
  });
});

describe('twins of rclpy test_action_server: execution', () => {
  it('test_execute_succeed, in the order that rcl_action keeps', async () => {
    const world = serverInFakeWorld({
      executeCallback: (handle) => {
        expect(handle.status).toBe(GoalStatus.EXECUTING);
        expect(handle.isActive).toBe(true);
        handle.publishFeedback({ partial_sequence: [0, 1] });
        handle.succeed();
        expect(handle.isActive).toBe(false);
        return { sequence: [0, 1, 1] };
      },
    });
    world.send(1);
    await world.microtasks();
    world.getResult(1);
    await world.settle();
    world.getResult(1);
    expect(world.log).toEqual([
      '1 accepted',
      'status 1:ACCEPTED',
      'status 1:EXECUTING',
      'feedback 1 [0,1]',
      'status 1:SUCCEEDED',
      'result 1 SUCCEEDED [0,1,1]',
      'result 1 SUCCEEDED [0,1,1]', // asked again, answered at once
    ]);
    expect(world.warnings).toEqual([]);
  });

  it('test_execute_abort', async () => {
    const world = serverInFakeWorld({
      executeCallback: (handle) => {
        handle.abort();
        return { sequence: [7] };
      },
    });
    await settled(world, () => world.send(1));
    expect((await settled(world, () => world.getResult(1))).outcome).toEqual({
      status: GoalStatus.ABORTED,
      result: { sequence: Int32Array.of(7) },
    });
  });

  it('test_execute_no_terminal_state: aborted with a warning, and with the result that was returned', async () => {
    const world = serverInFakeWorld({ executeCallback: () => ({ sequence: [1, 2] }) });
    await settled(world, () => world.send(1));
    await settled(world, () => world.getResult(1));
    expect(world.warnings).toEqual([`WARN Goal state not set, assuming aborted. Goal ID: ${idOf(1)}`]);
    expect(world.log.slice(-2)).toEqual(['status 1:ABORTED', 'result 1 ABORTED [1,2]']);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('broken arm');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken arm'))],
    [
      'throws what is no error',
      () => {
        throw 'Error: broken arm';
      },
    ],
  ])('test_execute_raises_exception: one that %s is aborted with the default result', async (_how, executeCallback) => {
    const world = serverInFakeWorld({ executeCallback });
    await settled(world, () => world.send(1));
    await settled(world, () => world.getResult(1));
    expect(world.warnings).toEqual([
      'ERROR Error raised in execute callback: Error: broken arm',
      `WARN Goal state not set, assuming aborted. Goal ID: ${idOf(1)}`,
    ]);
    expect(world.log.slice(-2)).toEqual(['status 1:ABORTED', 'result 1 ABORTED []']);
  });

  it('an error after the end leaves the end as it is, with the default result', async () => {
    const world = serverInFakeWorld({
      executeCallback: (handle) => {
        handle.succeed();
        throw new Error('too late');
      },
    });
    await settled(world, () => world.send(1));
    await settled(world, () => world.getResult(1));
    expect(world.log.slice(-2)).toEqual(['status 1:SUCCEEDED', 'result 1 SUCCEEDED []']);
    expect(world.warnings).toEqual(['ERROR Error raised in execute callback: Error: too late']);
  });

  it('a result that does not fit its definition is an error of the execute callback', async () => {
    const world = serverInFakeWorld({ executeCallback: () => ({ sequense: [1] }) as never });
    await settled(world, () => world.send(1));
    await settled(world, () => world.getResult(1));
    expect(world.warnings[0]).toBe('ERROR Error raised in execute callback: TypeError: result.sequense');
    expect(world.log.at(-1)).toBe('result 1 ABORTED []');
  });

  it('no result at all is the default result', async () => {
    const world = serverInFakeWorld({ executeCallback: (handle) => handle.succeed() });
    await settled(world, () => world.send(1));
    await settled(world, () => world.getResult(1));
    expect(world.log.at(-1)).toBe('result 1 SUCCEEDED []');
  });

  it('test_feedback, and feedback of a finished goal goes nowhere', async () => {
    const world = serverInFakeWorld({
      executeCallback: (handle) => {
        handle.publishFeedback({ partial_sequence: [1] });
        handle.succeed();
        handle.publishFeedback({ partial_sequence: [2] });
      },
    });
    await settled(world, () => world.send(1));
    expect(world.log.filter((line) => line.startsWith('feedback'))).toEqual(['feedback 1 [1]']);
  });

  it('test_different_feedback_type_raises', async () => {
    const world = serverInFakeWorld(defer);
    await settled(world, () => world.send(1));
    expect(() => world.handleOf(1).publishFeedback({ order: 3 } as never)).toThrow(TypeError);
  });

  it('results wait for the end, however many ask and however long it takes', async () => {
    const end = gate();
    const world = serverInFakeWorld({
      executeCallback: async (handle) => {
        await end.promise;
        handle.succeed();
        return { sequence: [3] };
      },
    });
    await settled(world, () => world.send(1));
    const first = world.getResult(1);
    const second = world.getResult(1);
    await world.elapse(3_600_000);
    expect(first.outcome).toBeUndefined();
    end.open();
    await world.settle();
    expect([first.outcome?.status, second.outcome?.status]).toEqual([GoalStatus.SUCCEEDED, GoalStatus.SUCCEEDED]);
  });

  it('a result may come with the end: it is there while the callback still tidies up', async () => {
    const world = serverInFakeWorld({
      executeCallback: async (handle) => {
        handle.succeed({ sequence: [9] });
        await gate().promise;
      },
    });
    await settled(world, () => world.send(1));
    await settled(world, () => world.getResult(1));
    expect(world.log.at(-1)).toBe('result 1 SUCCEEDED [9]');
  });

  it('a wrong result at the end is refused before the state changes', async () => {
    const world = serverInFakeWorld({
      executeCallback: (handle) => {
        expect(() => handle.succeed({ sequense: [9] } as never)).toThrow(TypeError);
        expect(handle.status).toBe(GoalStatus.EXECUTING);
        handle.succeed({ sequence: [9] });
      },
    });
    await settled(world, () => world.send(1));
    expect(world.statusOf(1)).toBe(GoalStatus.SUCCEEDED);
    expect(world.warnings).toEqual([]);
  });

  it('many goals run at once', async () => {
    const ends = new Map<number, ReturnType<typeof gate<void>>>();
    const world = serverInFakeWorld({
      executeCallback: async (handle) => {
        const end = gate<void>();
        ends.set(handle.request.order, end);
        await end.promise;
        handle.succeed();
      },
    });
    for (let n = 1; n <= 4; n++) world.send(n, n);
    await world.settle();
    expect(world.log.at(-1)).toBe('status 1:EXECUTING 2:EXECUTING 3:EXECUTING 4:EXECUTING');
    ends.get(3)?.open();
    await world.settle();
    expect(world.log.at(-1)).toBe('status 1:EXECUTING 2:EXECUTING 3:SUCCEEDED 4:EXECUTING');
  });

  it('a burst of goals that do the same costs one sample a step, not one a goal', async () => {
    const world = serverInFakeWorld();
    for (let n = 1; n <= 100; n++) world.send(n);
    await world.settle();
    const samples = world.log.filter((line) => line.startsWith('status'));
    expect(samples).toHaveLength(3);
    expect(samples[2]?.split(' ')).toHaveLength(101);
  });
});

describe('handing over an accepted goal', () => {
  it('executes it at once where nothing else is said', async () => {
    const world = serverInFakeWorld();
    await settled(world, () => world.send(1));
    expect(world.statusOf(1)).toBe(GoalStatus.SUCCEEDED);
  });

  it('leaves a deferred goal to whoever calls execute()', async () => {
    const world = serverInFakeWorld(defer);
    await settled(world, () => world.send(1));
    expect(world.statusOf(1)).toBe(GoalStatus.ACCEPTED);
    world.handleOf(1).execute();
    expect(world.statusOf(1)).toBe(GoalStatus.EXECUTING);
    await world.settle();
    expect(world.statusOf(1)).toBe(GoalStatus.SUCCEEDED);
  });

  it('leaves it to handleAcceptedCallback where there is one, accepted or deferred', async () => {
    for (const response of [GoalResponse.ACCEPT, GoalResponse.DEFER]) {
      const world = serverInFakeWorld({ goalCallback: () => response, handleAcceptedCallback: () => undefined });
      await settled(world, () => world.send(1));
      expect(world.statusOf(1)).toBe(GoalStatus.ACCEPTED);
    }
  });

  it('executes with another callback than the server has, if given', async () => {
    const world = serverInFakeWorld(defer);
    await settled(world, () => world.send(1));
    world.handleOf(1).execute((handle) => {
      handle.succeed();
      return { sequence: [42] };
    });
    await settled(world, () => world.getResult(1));
    expect(world.log.at(-1)).toBe('result 1 SUCCEEDED [42]');
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no room');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no room'))],
  ])('a handleAcceptedCallback that %s aborts the goal: what was accepted has to end', async (_how, callback) => {
    const world = serverInFakeWorld({ handleAcceptedCallback: callback });
    await settled(world, () => world.send(1));
    await settled(world, () => world.getResult(1));
    expect(world.log.slice(-2)).toEqual(['status 1:ABORTED', 'result 1 ABORTED []']);
    expect(world.warnings[0]).toBe('handle accepted callback, aborting goal: Error: no room');
  });

  it('a goal is executed once', async () => {
    const world = serverInFakeWorld(defer);
    await settled(world, () => world.send(1));
    const handle = world.handleOf(1);
    handle.execute();
    const illegal = expect.objectContaining({ code: 'ERR_ACTION_ILLEGAL_TRANSITION' });
    expect(() => handle.execute()).toThrow(illegal);
    await world.settle();
    expect(() => handle.execute()).toThrow(illegal);
  });
});

describe('illegal transitions', () => {
  it('are typed errors that leave the state unchanged (twin of rcl_action update_state_invalid)', async () => {
    const world = serverInFakeWorld(defer);
    await settled(world, () => world.send(1));
    const handle = world.handleOf(1);
    for (const act of [() => handle.succeed(), () => handle.abort(), () => handle.canceled()]) {
      expect(act).toThrow(
        expect.objectContaining({ code: 'ERR_ACTION_ILLEGAL_TRANSITION', goalId: idOf(1), status: 1 }),
      );
      expect(handle.status).toBe(GoalStatus.ACCEPTED);
    }
    await world.settle();
    expect(world.log.at(-1)).toBe('status 1:ACCEPTED');
  });

  it('inside an execute callback are an error of that callback', async () => {
    const world = serverInFakeWorld({ executeCallback: (handle) => handle.canceled() });
    await settled(world, () => world.send(1));
    expect(world.warnings[0]).toMatch(/^ERROR Error raised in execute callback: IllegalTransitionError: Goal 0101/);
    expect(world.statusOf(1)).toBe(GoalStatus.ABORTED);
  });

  it('ends of a finished goal are refused', async () => {
    const world = serverInFakeWorld();
    await settled(world, () => world.send(1));
    expect(() => world.handleOf(1).abort()).toThrow(/is SUCCEEDED: ABORT is not possible/);
  });
});

describe('twins of rclpy test_action_server and rclcpp_action test_server: cancel', () => {
  const running = (world: { settle(): Promise<void>; send(n: number): unknown }, ...numbers: number[]) =>
    settled(world, () => numbers.forEach((n) => world.send(n)));

  it('test_cancel_goal_accept: the callback sees it, the reply lists it, after status CANCELING', async () => {
    const world = serverInFakeWorld({
      ...acceptCancel,
      executeCallback: async (handle) => {
        await new Promise((resolve) => handle.signal.addEventListener('abort', resolve));
        expect(handle.isCancelRequested).toBe(true);
        handle.canceled();
        return { sequence: [1] };
      },
    });
    await running(world, 1);
    world.getResult(1);
    world.cancel(1);
    await world.settle();
    expect(world.log.slice(-4)).toEqual([
      'status 1:CANCELING',
      'canceling [1] code 0',
      'status 1:CANCELED',
      'result 1 CANCELED [1]',
    ]);
  });

  it('test_cancel_goal_reject is the default: nothing changes, and the code says REJECTED', async () => {
    const world = serverInFakeWorld({ executeCallback: () => gate().promise });
    await running(world, 1);
    const samples = world.log.length;
    const { reply } = await settled(world, () => world.cancel(1));
    expect(reply).toEqual({ return_code: 1, goals_canceling: [] });
    expect(world.handleOf(1).isCancelRequested).toBe(false);
    expect(world.handleOf(1).signal.aborted).toBe(false);
    expect(world.log).toHaveLength(samples + 1);
  });

  it('asks for every goal once, and refuses what is refused: rclpy answers one of three here', async () => {
    const asked: number[] = [];
    const world = serverInFakeWorld({
      executeCallback: () => gate().promise,
      cancelCallback: (handle) => {
        asked.push(handle.request.order);
        return CancelResponse.REJECT;
      },
    });
    for (let n = 1; n <= 3; n++) world.send(n, n);
    await world.settle();
    const { reply } = await settled(world, () => world.cancel(undefined));
    expect(reply).toEqual({ return_code: 1, goals_canceling: [] });
    expect(asked).toEqual([1, 2, 3]);
  });

  it('cancels those that agree, with the stamps that they were accepted with', async () => {
    const world = serverInFakeWorld({
      executeCallback: () => gate().promise,
      cancelCallback: async (handle) => (handle.request.order % 2 ? CancelResponse.ACCEPT : CancelResponse.REJECT),
    });
    for (let n = 1; n <= 4; n++) world.send(n, n);
    await world.settle();
    const { reply } = await settled(world, () => world.cancel(undefined));
    expect(reply?.return_code).toBe(0);
    expect(reply?.goals_canceling.map((info) => info.stamp.sec)).toEqual([100, 102]);
    expect(world.log.at(-2)).toBe('status 1:CANCELING 2:EXECUTING 3:CANCELING 4:EXECUTING');
    expect(world.log.at(-1)).toBe('canceling [1,3] code 0');
  });

  it('a goal is canceled by its own stamp: one stamp for a goal everywhere', async () => {
    const world = serverInFakeWorld({ ...acceptCancel, executeCallback: () => gate().promise });
    const first = world.send(1);
    await world.settle();
    await running(world, 2);
    await settled(world, () => world.cancel(undefined, first.reply?.stamp));
    expect(world.log.at(-1)).toBe('canceling [1] code 0');
  });

  it('cancel_unknown and cancel_terminated have codes of their own', async () => {
    const world = serverInFakeWorld(acceptCancel);
    await running(world, 1);
    await settled(world, () => world.cancel(2));
    await settled(world, () => world.cancel(1));
    expect(world.log.slice(-2)).toEqual(['canceling [] code 2', 'canceling [] code 3']);
  });

  it('a goal that finishes while the cancel callback thinks is GOAL_TERMINATED, and nothing throws', async () => {
    const decision = gate<CancelResponse>();
    const end = gate();
    const world = serverInFakeWorld({
      cancelCallback: () => decision.promise,
      executeCallback: async (handle) => {
        await end.promise;
        handle.succeed();
      },
    });
    await running(world, 1);
    world.cancel(1);
    end.open();
    await world.settle();
    decision.open(CancelResponse.ACCEPT);
    await world.settle();
    expect(world.log.at(-1)).toBe('canceling [] code 3');
    expect(world.statusOf(1)).toBe(GoalStatus.SUCCEEDED);
    expect(world.warnings).toEqual([]);
  });

  it('two requests that are decided at the same time both list the goal', async () => {
    const decision = gate<CancelResponse>();
    const world = serverInFakeWorld({
      cancelCallback: () => decision.promise,
      executeCallback: () => gate().promise,
    });
    await running(world, 1);
    world.cancel(1);
    world.cancel(undefined);
    decision.open(CancelResponse.ACCEPT);
    await world.settle();
    expect(world.log.slice(-3)).toEqual(['status 1:CANCELING', 'canceling [1] code 0', 'canceling [1] code 0']);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('hm')), 1],
    ['answers junk', () => true as never, 0],
  ])('a cancel callback that %s refuses', async (_how, cancelCallback, warnings) => {
    const world = serverInFakeWorld({ cancelCallback, executeCallback: () => gate().promise });
    await running(world, 1);
    await settled(world, () => world.cancel(1));
    expect(world.log.at(-1)).toBe('canceling [] code 1');
    expect(world.warnings).toHaveLength(warnings);
  });

  it('test_cancel_defered_goal: executed in CANCELING, so that the callback can end it', async () => {
    const seen: GoalStatus[] = [];
    const world = serverInFakeWorld({
      ...defer,
      ...acceptCancel,
      executeCallback: (handle) => {
        seen.push(handle.status);
        handle.canceled();
      },
    });
    await running(world, 1);
    await settled(world, () => world.cancel(1));
    expect(world.statusOf(1)).toBe(GoalStatus.CANCELING);
    world.handleOf(1).execute();
    await world.settle();
    await settled(world, () => world.getResult(1));
    expect(seen).toEqual([GoalStatus.CANCELING]);
    expect(world.log.slice(-2)).toEqual(['status 1:CANCELED', 'result 1 CANCELED []']);
  });

  it('a deferred goal that is canceled can end without ever being executed', async () => {
    const world = serverInFakeWorld({ ...defer, ...acceptCancel });
    await running(world, 1);
    world.getResult(1);
    await settled(world, () => world.cancel(1));
    world.handleOf(1).canceled();
    await world.settle();
    expect(world.log.slice(-2)).toEqual(['status 1:CANCELED', 'result 1 CANCELED []']);
  });

  it('a canceling goal may still succeed or abort', async () => {
    for (const [end, status] of [
      ['succeed', GoalStatus.SUCCEEDED],
      ['abort', GoalStatus.ABORTED],
    ] as const) {
      const world = serverInFakeWorld({ ...acceptCancel, executeCallback: () => gate().promise });
      await running(world, 1);
      await settled(world, () => world.cancel(1));
      world.handleOf(1)[end]();
      expect(world.statusOf(1)).toBe(status);
    }
  });

  it('a goal that ends in the very moment of its cancel skips no state in the status topic', async () => {
    const world = serverInFakeWorld({
      ...acceptCancel,
      executeCallback: (handle) =>
        new Promise((resolve) => {
          handle.signal.addEventListener('abort', () => {
            handle.canceled();
            resolve({ sequence: [2] });
          });
        }),
    });
    await running(world, 1);
    world.cancel(1);
    await world.settle();
    expect(world.log.slice(-3)).toEqual(['status 1:CANCELING', 'canceling [1] code 0', 'status 1:CANCELED']);
  });

  it('an AbortError of the signal makes a canceling goal CANCELED, not an error', async () => {
    const world = serverInFakeWorld({
      ...acceptCancel,
      executeCallback: async (handle) => {
        await new Promise((_resolve, reject) => {
          handle.signal.addEventListener('abort', () => reject(handle.signal.reason as Error));
        });
      },
    });
    await running(world, 1);
    await settled(world, () => world.cancel(1));
    expect(world.statusOf(1)).toBe(GoalStatus.CANCELED);
    expect(world.warnings).toEqual([]);
  });

  it('any other error of a canceling goal aborts it', async () => {
    const world = serverInFakeWorld({
      ...acceptCancel,
      executeCallback: async (handle) => {
        await new Promise((resolve) => handle.signal.addEventListener('abort', resolve));
        throw new Error('jammed');
      },
    });
    await running(world, 1);
    await settled(world, () => world.cancel(1));
    expect(world.statusOf(1)).toBe(GoalStatus.ABORTED);
    expect(world.warnings).toHaveLength(2);
  });

  it('the signal of a goal that nobody looked at before is aborted all the same', async () => {
    const world = serverInFakeWorld({ ...acceptCancel, executeCallback: () => gate().promise });
    await running(world, 1);
    await settled(world, () => world.cancel(1));
    expect(world.handleOf(1).signal.aborted).toBe(true);
  });
});

describe('twins of rclpy test_action_server: expiry', () => {
  it('test_expire_goals_none: what runs does not expire', async () => {
    const world = serverInFakeWorld({ executeCallback: () => gate().promise });
    await settled(world, () => world.send(1));
    await world.elapse(1e9);
    expect([...world.server.goals]).toHaveLength(1);
    expect(world.timers.size).toBe(0);
  });

  it('test_expire_goals_one: from the end of the goal, not from its acceptance; then the status is UNKNOWN at once', async () => {
    const end = gate();
    const world = serverInFakeWorld({
      executeCallback: async (handle) => {
        await end.promise;
        handle.succeed();
      },
      resultTimeoutMs: 100,
    });
    await settled(world, () => world.send(1));
    await world.elapse(5_000);
    end.open();
    await world.settle();
    const samples = world.log.length;
    await world.elapse(99);
    expect((await settled(world, () => world.getResult(1))).outcome?.status).toBe(GoalStatus.SUCCEEDED);
    await world.elapse(1);
    expect(world.getResult(1).outcome).toEqual({ status: GoalStatus.UNKNOWN, result: { sequence: Int32Array.of() } });
    expect(world.log).toHaveLength(samples + 2); // expiry publishes no status by itself
  });

  it('test_expire_goals_multi, with one timer', async () => {
    const world = serverInFakeWorld({ resultTimeoutMs: 100 });
    for (const n of [1, 2, 3]) {
      await settled(world, () => world.send(n));
      await world.elapse(10);
    }
    expect(world.timers.size).toBe(1);
    await world.elapse(75);
    expect([...world.server.goals].map((goal) => goal.goalId)).toEqual([idOf(2), idOf(3)]);
    await world.elapse(100);
    expect([...world.server.goals]).toEqual([]);
    expect(world.timers.size).toBe(0);
  });

  it('an expired goal is missing from the next status', async () => {
    const world = serverInFakeWorld({ resultTimeoutMs: 100 });
    await settled(world, () => world.send(1));
    await world.elapse(100);
    await settled(world, () => world.send(2));
    expect(world.log.at(-1)).toBe('status 2:SUCCEEDED');
  });

  it('Infinity keeps results for ever, 0 for those who wait already', async () => {
    const forever = serverInFakeWorld({ resultTimeoutMs: Infinity });
    await settled(forever, () => forever.send(1));
    await forever.elapse(1e12);
    expect(forever.getResult(1).outcome?.status).toBe(GoalStatus.SUCCEEDED);

    const never = serverInFakeWorld({ resultTimeoutMs: 0 });
    never.send(1);
    await never.microtasks();
    never.getResult(1);
    await never.settle();
    await never.elapse(0);
    never.getResult(1);
    expect(never.log.slice(-2)).toEqual(['result 1 SUCCEEDED [5]', 'result 1 UNKNOWN []']);
  });
});

describe('an execute callback that is an async generator', () => {
  it('yields feedback and returns the result of a goal that succeeded', async () => {
    const world = serverInFakeWorld({
      executeCallback: async function* (handle) {
        for (let i = 0; i < handle.request.order; i++) yield { partial_sequence: [i] };
        return { sequence: [1, 1] };
      },
    });
    await settled(world, () => world.send(1, 2));
    await settled(world, () => world.getResult(1));
    expect(world.log.slice(-4)).toEqual([
      'feedback 1 [0]',
      'feedback 1 [1]',
      'status 1:SUCCEEDED',
      'result 1 SUCCEEDED [1,1]',
    ]);
    expect(world.warnings).toEqual([]);
  });

  it('is stopped, and may tidy up, when somebody else ends the goal', async () => {
    const step = gate();
    let tidied = false;
    const world = serverInFakeWorld({
      executeCallback: async function* () {
        try {
          await step.promise;
          yield { partial_sequence: [1] };
          yield { partial_sequence: [2] };
        } finally {
          tidied = true;
        }
      },
    });
    await settled(world, () => world.send(1));
    world.handleOf(1).abort();
    step.open();
    await settled(world, () => world.getResult(1));
    expect(tidied).toBe(true);
    expect(world.log.slice(-2)).toEqual(['status 1:ABORTED', 'result 1 ABORTED []']);
  });

  it('hears of feedback that does not fit where it yielded it', async () => {
    const heard: unknown[] = [];
    const world = serverInFakeWorld({
      executeCallback: async function* () {
        try {
          yield { wrong: 1 } as never;
        } catch (error) {
          heard.push(error);
        }
        yield { partial_sequence: [1] };
      },
    });
    await settled(world, () => world.send(1));
    expect(heard).toEqual([new TypeError('feedback.partial_sequence')]);
    expect(world.log.slice(-2)).toEqual(['feedback 1 [1]', 'status 1:SUCCEEDED']);
  });

  it('that throws is aborted, and canceled when it throws because of its signal', async () => {
    const world = serverInFakeWorld({
      ...acceptCancel,
      executeCallback: async function* (handle) {
        yield { partial_sequence: [1] };
        if (handle.request.order === 1) throw new Error('broken');
        await new Promise((_resolve, reject) => {
          handle.signal.addEventListener('abort', () => reject(Object.assign(new Error(), { name: 'AbortError' })));
        });
      },
    });
    world.send(1, 1);
    world.send(2, 2);
    await world.settle();
    await settled(world, () => world.cancel(2));
    expect([world.statusOf(1), world.statusOf(2)]).toEqual([GoalStatus.ABORTED, GoalStatus.CANCELED]);
  });
});

describe('closing', () => {
  it('says what has been decided, tells running goals by their signal, and then is silent', async () => {
    const world = serverInFakeWorld({
      executeCallback: (handle) => (handle.request.order === 2 ? handle.succeed() : gate().promise),
    });
    await settled(world, () => world.send(1, 1));
    const running = world.handleOf(1);
    world.send(2, 2);
    await world.settle();
    world.send(3, 3);
    await world.microtasks();
    world.getResult(2);
    running.succeed({ sequence: [8] });
    world.getResult(1);
    world.server.close();
    expect(world.log.slice(-3)).toEqual([
      'result 2 SUCCEEDED []',
      'status 1:SUCCEEDED 2:SUCCEEDED 3:ACCEPTED',
      'result 1 SUCCEEDED [8]',
    ]);
    const lines = world.log.length;
    expect(world.handleOf(3).signal.aborted).toBe(true);
    expect(running.signal.aborted).toBe(false);
    world.send(4);
    running.publishFeedback({ partial_sequence: [1] });
    await world.settle();
    expect(world.log).toHaveLength(lines);
    expect(world.timers.size).toBe(0);
    world.server.close();
  });

  it('a goal that ends after the close changes its state, and nobody hears of it', async () => {
    const world = serverInFakeWorld({ executeCallback: () => gate().promise });
    await settled(world, () => world.send(1));
    world.getResult(1);
    world.server.close();
    const lines = world.log.length;
    world.handleOf(1).succeed({ sequence: [1] });
    await world.settle();
    expect(world.statusOf(1)).toBe(GoalStatus.SUCCEEDED);
    expect(world.log).toHaveLength(lines);
    expect(world.timers.size).toBe(0);
  });

  it('a goal callback that is still thinking when the server closes accepts nothing', async () => {
    const decision = gate<GoalResponse>();
    const world = serverInFakeWorld({ goalCallback: () => decision.promise });
    world.send(1);
    world.server.close();
    decision.open(GoalResponse.ACCEPT);
    await world.settle();
    expect(world.log).toEqual([]);
    expect([...world.server.goals]).toEqual([]);
  });
});

async function settled<T>(world: { settle(): Promise<void> }, act: () => T): Promise<T> {
  const value = act();
  await world.settle();
  return value;
}
