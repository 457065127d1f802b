import { setImmediate as turn, setTimeout as passing } from 'node:timers/promises';
import { ActionClient, ActionServer, CancelResponse, createNode, GoalResponse, type Node } from '@rclts/actions';
import { Fibonacci } from '../round-trip/fibonacci.js';
import { takeCensus, type Census } from './census.js';
import { goalKinds, SoakOrder, type SoakWorld } from './goal-kinds.js';
import { slope } from './slope.js';

export interface SoakOptions {
  /** Goals before anything is counted: caches, compiled code and histories of a fixed depth fill up. */
  readonly warmUp: number;
  readonly goals: number;
  /** How often the heap is looked at, from the warm-up's end to the last goal; both included. */
  readonly samples: number;
}

export interface HeapSample {
  readonly goals: number;
  /** Used by JavaScript, and by the octets that it refers to, after a garbage collection. */
  readonly bytes: number;
}

export interface SoakFigures {
  readonly goals: number;
  readonly seconds: number;
  readonly heap: readonly HeapSample[];
  /** Of a straight line through the samples. */
  readonly bytesPerGoal: number;
  /** Both when nothing has been going on for longer than anything is remembered: before the goals that count, and after. */
  readonly before: Census;
  readonly after: Census;
  /** After both nodes are closed. */
  readonly closed: Census;
}

const IN_FLIGHT = 24;
/** The server's; short, so that not every sample waits for it. */
const RESULT_TIMEOUT_MS = 1000;
/** Longer than anybody remembers a goal: limits.finishedGoalLingerMs of packages/actions, and a processor that is late. */
const IDLE_MS = 14_000;

/** Some goals are logged, and /rosout remembers so many lines for late joiners: full from the beginning, it does not grow. */
const ROSOUT_DEPTH = 1000;
const FILLING = 'about as long as what an action server has to say of a goal whose execute callback has thrown'.repeat(
  4,
);

const noLog = (): void => undefined;

/** Goals of all kinds between a server and two clients, three nodes on real sockets, all in this process, which needs --expose-gc. */
export async function soak(options: SoakOptions): Promise<SoakFigures> {
  const figures = await runToTheEnd(options);
  await turn();
  // Nothing here refers to the nodes any more.
  return { ...figures, closed: await takeCensus() };
}

async function runToTheEnd({ warmUp, goals, samples }: SoakOptions): Promise<Omit<SoakFigures, 'closed'>> {
  const open = (name: string): Promise<Node> => createNode(name, { args: [], logSink: noLog });
  const nodes = await Promise.all(['soak_server', 'soak_client', 'soak_other'].map(open));
  const [serverNode, clientNode, otherNode] = nodes as [Node, Node, Node];
  for (const { logger } of nodes) for (let i = 0; i < ROSOUT_DEPTH; i++) logger.warn(FILLING);
  serve(serverNode);
  const controller = new AbortController();
  const world: SoakWorld = {
    client: new ActionClient(clientNode, Fibonacci, 'fibonacci'),
    other: new ActionClient(otherNode, Fibonacci, 'fibonacci'),
    sharedSignal: controller.signal,
  };
  await Promise.all([world.client, world.other].map((client) => client.waitForServer({ timeoutMs: 120_000 })));

  await run(world, warmUp);
  await passing(IDLE_MS);
  const before = await takeCensus();
  const heap: HeapSample[] = [await sampleHeap(0)];
  let working = 0;
  for (let part = 1; part < samples; part++) {
    const done = Math.round((goals * part) / (samples - 1));
    const start = performance.now();
    await run(world, done - (heap.at(-1)?.goals ?? 0));
    working += performance.now() - start;
    await passing(IDLE_MS);
    heap.push(await sampleHeap(done));
  }
  const after = await takeCensus();
  await Promise.all(nodes.map((node) => node.close()));
  const bytesPerGoal = slope(heap.map((sample) => [sample.goals, sample.bytes]));
  return { goals, seconds: working / 1000, heap, bytesPerGoal, before, after };
}

function serve(node: Node): void {
  new ActionServer(
    node,
    Fibonacci,
    'fibonacci',
    async (goalHandle) => {
      const { order } = goalHandle.request;
      if (order === SoakOrder.THROWS) throw new Error('asked to throw');
      if (order === SoakOrder.ABORTS) {
        goalHandle.abort();
        return { sequence: [] };
      }
      if (order === SoakOrder.UNTIL_CANCELED) {
        if (!goalHandle.isCancelRequested) {
          await new Promise<void>((resolve) =>
            goalHandle.signal.addEventListener('abort', () => resolve(), { once: true }),
          );
        }
        goalHandle.canceled();
        return { sequence: [] };
      }
      for (let i = 0; i < order; i++) {
        goalHandle.publishFeedback({ sequence: [i] });
        await turn();
      }
      goalHandle.succeed();
      return { sequence: [1, 2, 3] };
    },
    {
      goalCallback: ({ order }) => (order < 0 ? GoalResponse.REJECT : GoalResponse.ACCEPT),
      cancelCallback: () => CancelResponse.ACCEPT,
      resultTimeoutMs: RESULT_TIMEOUT_MS,
    },
  );
}

/** So many goals, some at a time, each kind in its turn. The first that does not go as it should rejects. */
async function run(world: SoakWorld, goals: number): Promise<void> {
  const kinds = Object.entries(goalKinds);
  let started = 0;
  const worker = async (): Promise<void> => {
    while (started < goals) {
      const [name, kind] = kinds[started++ % kinds.length] as (typeof kinds)[number];
      try {
        await kind(world);
      } catch (error) {
        throw new Error(`goal ${started} of ${goals} (${name}): ${String(error)}`, { cause: error });
      }
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}

async function sampleHeap(goals: number): Promise<HeapSample> {
  // Twice: what finalizers let go of is collected by the next.
  for (let i = 0; i < 2; i++) {
    globalThis.gc?.();
    await turn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return { goals, bytes: heapUsed + external };
}
