import { ActionClient, ActionServer, Context, Node } from '@rclts/actions';
import { participantIdentity } from '@rclts/node';
import { dissectMessage, Participant, type ParticipantHost, VendorId } from '@rclts/rtps';
import { SimNetwork, VendorHost } from '@rclts/sim';
import { Fibonacci } from '../round-trip/fibonacci.js';

/** What a server sends because of one goal. */
export interface AudienceFigures {
  readonly feedback: 'all' | 'owner';
  /** Each in a participant of its own. */
  readonly clients: number;
  /** Datagrams with something of the feedback's writer: samples, heartbeats, gaps. */
  readonly feedbackDatagrams: number;
  readonly feedbackBytes: number;
  /** All datagrams: replies, and what every client hears, such as the status. */
  readonly datagrams: number;
  readonly bytes: number;
}

export const FEEDBACKS = 100;
const FEEDBACK_MS = 10;
const SEQUENCE = Array.from({ length: 10 }, (_, index) => index);
/** For discovery to end, before. */
const QUIET_MS = 5_000;
/** For what is said of the last feedback, afterwards: heartbeats, gaps. */
const AFTERMATH_MS = 1_000;
const ENCAPSULATION_BYTES = 4;
const GOAL_ID = '5'.repeat(32);

/** One goal on the simulated network, which loses nothing: what is counted is the same on every machine. */
export async function measureAudience(feedback: 'all' | 'owner', clients: number): Promise<AudienceFigures> {
  const network = new SimNetwork({ seed: 1, delayMs: 1 });
  const sent: Uint8Array[] = [];
  const nodeOf = (name: string, host: ParticipantHost): Node =>
    new Node(new Context(new Participant(host, { domainId: 0, ...participantIdentity('/') })), name);
  const serverHost = network.createHost();
  const onSend = (datagram: Uint8Array): void => void sent.push(datagram);
  const serverNode = nodeOf('server', new VendorHost(serverHost, VendorId.UNKNOWN, { onSend }));
  new ActionServer(
    serverNode,
    Fibonacci,
    'fibonacci',
    async (goal) => {
      for (let i = 0; i < FEEDBACKS; i++) {
        goal.publishFeedback({ sequence: SEQUENCE });
        await new Promise((resolve) => serverNode.schedule(FEEDBACK_MS, () => resolve(undefined)));
      }
      goal.succeed();
    },
    { feedback },
  );
  // That they know nobody but the server changes nothing for the server, and is what makes this quick.
  const onlyServer = { multicast: false, announceTo: serverHost.locators.metatrafficUnicast };
  const all = Array.from({ length: clients }, (_, i) => {
    return new ActionClient(nodeOf(`client_${i}`, network.createHost(onlyServer)), Fibonacci, 'fibonacci');
  });
  const [client] = all;
  if (client === undefined) throw new RangeError('clients: one at least');
  await network.run(() => Promise.all(all.map((each) => each.waitForServer())));
  await network.advance(QUIET_MS);
  sent.length = 0;
  let heard = 0;
  await network.run(async () => {
    const options = { goalId: GOAL_ID, feedbackCallback: () => void heard++ };
    await (await client.sendGoal({ order: 1 }, options)).getResult();
  });
  await network.advance(AFTERMATH_MS);
  const ofGoal = [...sent];
  if (heard !== FEEDBACKS) throw new Error(`${heard} of ${FEEDBACKS} feedback messages were heard`);
  const ofFeedback = withFeedback(ofGoal);
  return {
    feedback,
    clients,
    feedbackDatagrams: ofFeedback.length,
    feedbackBytes: bytesOf(ofFeedback),
    datagrams: ofGoal.length,
    bytes: bytesOf(ofGoal),
  };
}

/** Only feedback begins with the goal's id: that tells its writer. */
function withFeedback(datagrams: readonly Uint8Array[]): readonly Uint8Array[] {
  const dissected = datagrams.map((datagram) => dissectMessage(datagram)?.submessages ?? []);
  const goalIdOf = (payload: Uint8Array): string =>
    Buffer.from(payload.subarray(ENCAPSULATION_BYTES, ENCAPSULATION_BYTES + GOAL_ID.length / 2)).toString('hex');
  const samples = dissected
    .flat()
    .filter((each) => each.kind === 'DATA' && each.payload !== undefined && goalIdOf(each.payload) === GOAL_ID);
  const writers = new Set(samples.map((each) => 'writerId' in each && each.writerId));
  if (writers.size !== 1) throw new Error(`${writers.size} writers of feedback`);
  return datagrams.filter((_, index) =>
    dissected[index]?.some(
      (each) => ['DATA', 'HEARTBEAT', 'GAP'].includes(each.kind) && 'writerId' in each && writers.has(each.writerId),
    ),
  );
}

function bytesOf(datagrams: readonly Uint8Array[]): number {
  return datagrams.reduce((sum, { length }) => sum + length, 0);
}
