import { GoalStatus } from '../../../src/goal-status.js';
import { CancelResponse, GoalResponse } from '../../../src/responses.js';
import { queue } from '../../../src/server/goal-policy.js';
import { clientCalled, gate, serverInFakeWorld } from '../../support/fake-world.js';

const [alice, bob] = [clientCalled('alice'), clientCalled('bob')];
type Options = Parameters<typeof serverInFakeWorld>[0];

async function setUp(options: Options = {}) {
  const lost: number[] = [];
  const world = serverInFakeWorld({
    onClientLost: (handle) => void lost.push(handle.request.order),
    executeCallback: () => gate().promise,
    ...options,
  });
  world.send(1, 1, alice);
  world.send(2, 2, bob);
  world.send(3, 3, alice);
  await world.settle();
  return {
    ...world,
    lost,
    async lose(client: typeof alice) {
      world.server.handleClientLost(client);
      await world.settle();
    },
  };
}
const { EXECUTING, CANCELING, CANCELED } = GoalStatus;

describe('a client that leaves', () => {
  it('is told of once for each of its goals that are active, which go on', async () => {
    const { lost, lose, handleOf, statusOf, warnings } = await setUp();
    handleOf(3).succeed();
    expect(handleOf(2).client).toBe(bob);
    await lose(alice);
    await lose(clientCalled('nobody'));
    expect(lost).toEqual([1]);
    expect([1, 2].map(statusOf)).toEqual([EXECUTING, EXECUTING]);
    expect(warnings).toEqual([]);
  });

  it('is known by its GUID: the object may be another one', async () => {
    const { lost, lose } = await setUp();
    await lose(clientCalled('alice'));
    expect(lost).toEqual([1, 3]);
  });

  it('is why its goals are to stop from when they are CANCELING: who polls sees both at once', async () => {
    const { server, handleOf } = await setUp({ cancelOnClientLost: true });
    server.handleClientLost(alice); // nothing else: no turn of the loop, no status sample
    expect(handleOf(1)).toMatchObject({ isCancelRequested: true, stopReason: 'clientLost' });
  });

  it('cancels its goals where the server says so, and the cancel callback is not asked', async () => {
    const { lost, lose, handleOf, statusOf } = await setUp({
      cancelOnClientLost: true,
      cancelCallback: () => CancelResponse.REJECT,
    });
    const { signal } = handleOf(1);
    await lose(alice);
    expect([1, 2, 3].map(statusOf)).toEqual([CANCELING, EXECUTING, CANCELING]);
    expect(handleOf(1).stopReason).toBe('clientLost');
    expect(signal.reason).toMatchObject({ reason: 'clientLost' });
    expect(lost).toEqual([1, 3]);
  });

  it('makes a callback that listens to its signal CANCELED', async () => {
    const { lose, statusOf, warnings } = await setUp({
      cancelOnClientLost: true,
      executeCallback: (handle) =>
        new Promise((_, reject) =>
          handle.signal.addEventListener('abort', () => reject(handle.signal.reason as Error)),
        ),
    });
    await lose(alice);
    expect([1, 3].map(statusOf)).toEqual([CANCELED, CANCELED]);
    expect(warnings).toEqual([]);
  });

  it('leaves the queue', async () => {
    const { lose, statusOf } = await setUp({ cancelOnClientLost: true, policy: queue(9) });
    await lose(alice);
    expect([1, 2, 3].map(statusOf)).toEqual([CANCELING, GoalStatus.ACCEPTED, CANCELED]);
  });

  it('leaves alone what is CANCELING, and what its own callback has ended', async () => {
    const { lose, cancel, settle, handleOf, statusOf, warnings } = await setUp({
      cancelOnClientLost: true,
      cancelCallback: () => CancelResponse.ACCEPT,
      onClientLost: (handle) => {
        if (handle.request.order === 3) handle.abort();
      },
    });
    cancel(1);
    await settle();
    await lose(alice);
    expect(handleOf(1).stopReason).toBe('cancelRequested');
    expect([1, 3].map(statusOf)).toEqual([CANCELING, GoalStatus.ABORTED]);
    expect(warnings).toEqual([]);
  });

  it('before its goal is decided: the goal is lost from the start', async () => {
    const decision = gate<GoalResponse>();
    const { lost, lose, settle } = await setUp({ goalCallback: () => decision.promise });
    await lose(alice);
    expect(lost).toEqual([]);
    decision.open(GoalResponse.ACCEPT);
    await settle();
    expect(lost).toEqual([1, 3]);
  });

  it.each<[string, NonNullable<Options>['onClientLost']]>([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no'))],
  ])('reports a callback that %s, and goes on', async (_how, onClientLost) => {
    const { lose, statusOf, warnings } = await setUp({ onClientLost, cancelOnClientLost: true });
    await lose(alice);
    expect(warnings).toEqual(['onClientLost: Error: no', 'onClientLost: Error: no']);
    expect([1, 3].map(statusOf)).toEqual([CANCELING, CANCELING]);
  });

  it('says nothing once the server is closed', async () => {
    const { server, lose, lost } = await setUp();
    server.close();
    await lose(alice);
    expect(lost).toEqual([]);
  });
});
