import { SimNetwork, type SimHost } from '@rclts/sim';
import { Participant, type RemoteParticipant } from '../../src/index.js';

const MACHINE = '10.0.7.7';
/** Well below any lease. */
const SOON_MS = 1_000;

/** One who looks on, and two others that know it and each other; each of the two has ports of its own. */
function scene(addresses: readonly [string, string]) {
  const network = new SimNetwork({ seed: 3, delayMs: 1 });
  const onlooker = new Participant(network.createHost(), { domainId: 0 });
  const lost: string[] = [];
  onlooker.on('participantLost', (_, reason) => lost.push(reason));
  const [first, second] = addresses.map((address) => network.createHost({ address })) as [SimHost, SimHost];
  const join = (host: SimHost): RemoteParticipant => {
    const known = new Set(onlooker.participants);
    new Participant(host, { domainId: 0 });
    const newcomer = (): RemoteParticipant | undefined => [...onlooker.participants].find((one) => !known.has(one));
    network.runUntil(() => newcomer() !== undefined, SOON_MS);
    network.runFor(SOON_MS);
    return newcomer() as RemoteParticipant;
  };
  return { network, onlooker, lost, first, second, join };
}

test('who was killed goes soon when its successor on the same machine is known for it, whatever its port', () => {
  const { network, onlooker, lost, first, second, join } = scene([MACHINE, MACHINE]);
  const one = join(first);
  network.kill(first);
  const newcomer = join(second);
  expect(lost).toEqual([]);
  onlooker.doubtPredecessor(one, newcomer);
  network.runFor(SOON_MS);
  expect(lost).toEqual(['disposed']);
  expect([...onlooker.participants]).toEqual([newcomer]);
});

test('who answers stays', () => {
  const { network, onlooker, lost, first, second, join } = scene([MACHINE, MACHINE]);
  onlooker.doubtPredecessor(join(first), join(second));
  network.runFor(SOON_MS);
  expect(lost).toEqual([]);
  expect(onlooker.statistics.farewellsRefuted).toBe(1);
});

test('of another machine a newcomer says nothing', () => {
  const { network, onlooker, lost, first, second, join } = scene([MACHINE, '10.0.7.8']);
  const one = join(first);
  network.kill(first);
  onlooker.doubtPredecessor(one, join(second));
  network.runFor(SOON_MS);
  expect(lost).toEqual([]);
});

test('nobody is asked after close, nor about who has gone', async () => {
  const { network, onlooker, lost, first, second, join } = scene([MACHINE, MACHINE]);
  const [one, newcomer] = [join(first), join(second)];
  network.kill(second);
  network.runUntil(() => lost.length === 1, 60_000);
  onlooker.doubtPredecessor(one, newcomer);
  await network.run(() => onlooker.close());
  onlooker.doubtPredecessor(one, newcomer);
  network.runFor(SOON_MS);
  expect(lost).toEqual(['leaseExpired']);
});
