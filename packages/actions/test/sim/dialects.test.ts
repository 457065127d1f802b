import { Context, Node, participantIdentity } from '@rclts/node';
import { Participant, VendorId } from '@rclts/rtps';
import { VendorHost } from '@rclts/sim';
import { ActionClient, ActionServer, CancelResponse, GoalStatus } from '../../src/index.js';
import { Fibonacci, World } from '../support/world.js';

/** What makes a participant one that is spoken to in a dialect, and speaks it itself. */
const DIALECTS = { enhanced: VendorId.FAST_DDS, cyclone: VendorId.CYCLONE_DDS, basic: VendorId.CONNEXT } as const;
type Dialect = keyof typeof DIALECTS;

/** A node that the others take for one of that vendor's. */
function vendorNode(world: World, dialect: Dialect, name: string): Node {
  const host = new VendorHost(world.network.createHost(), DIALECTS[dialect], {});
  const participant = new Participant(host, { domainId: 0, ...participantIdentity('/') });
  return new Node(new Context(participant, { connextServiceMapping: 'basic' }), name);
}

describe.each<Dialect>(['enhanced', 'cyclone', 'basic'])('actions in the dialect %s', (dialect) => {
  test.each([0, 0.2])(
    'goals, feedback, results and a cancellation between two of that vendor, at %d loss',
    async (loss) => {
      const world = new World({ loss, seed: 5 });
      const [clientNode, serverNode] = [vendorNode(world, dialect, 'client'), vendorNode(world, dialect, 'server')];
      const options = { cancelCallback: () => CancelResponse.ACCEPT };
      new ActionServer(serverNode, Fibonacci, 'fibonacci', world.fibonacci(serverNode), options);
      const client = new ActionClient(clientNode, Fibonacci, 'fibonacci');
      await world.run(() => client.waitForServer({ timeoutMs: 30_000 }));
      await world.run(async () => {
        for (let goal = 0; goal < 3; goal++) {
          let feedback = 0;
          const handle = await client.sendGoal({ order: 6 }, { feedbackCallback: () => (feedback += 1) });
          expect([...(await handle.getResult()).result.sequence]).toEqual([0, 1, 1, 2, 3, 5, 8]);
          if (loss === 0) expect(feedback).toBe(5);
        }
        const long = await client.sendGoal({ order: 45 });
        await long.cancelGoal();
        expect((await long.getResult()).status).toBe(GoalStatus.CANCELED);
      });
    },
  );
});
