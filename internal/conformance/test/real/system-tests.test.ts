import {
  claimDomain,
  type Domain,
  type Exit,
  ManagedProcess,
  peerEnvironment,
  type Program,
  Transport,
} from '@rclts/interop';
import { builtProgram, rclpyScript } from '../support/programs.js';

type Library = 'ours' | 'rclpy';

const STARTUP_MS = 120_000;
/** system_tests gives the client ten seconds; here it may have to wait for a processor besides. */
const CLIENT_MS = 180_000;

function program(library: Library, role: 'client' | 'server', actionType: string): Program {
  const args = [actionType, '/test_namespace'];
  return library === 'ours'
    ? builtProgram(`system-test/${role}.js`, ...args)
    : rclpyScript(`system_test_${role}.py`, ...args);
}

// The cross product of test_communication, with our library where they have rclcpp.
const pairs = [
  ['ours', 'ours'],
  ['ours', 'rclpy'],
  ['rclpy', 'ours'],
] as const;

describe.each(pairs)('twin of test_communication test_action_client_server: client %s, server %s', (client, server) => {
  describe.each(['Fibonacci', 'NestedMessage'])('%s', (actionType) => {
    let domain: Domain;
    const exits: { client?: Exit; server?: Exit } = {};
    let said = '';

    beforeAll(
      async () => {
        domain = await claimDomain();
        const environment = peerEnvironment(domain.id, Transport.DEFAULT);
        const start = (library: Library, role: 'client' | 'server'): ManagedProcess => {
          const { command, args } = program(library, role, actionType);
          return new ManagedProcess(command, args, { label: `${role} (${library})`, environment });
        };
        const serverProcess = start(server, 'server');
        const clientProcess = start(client, 'client');
        try {
          await serverProcess.untilOutput(/^ready$/m, STARTUP_MS);
          await clientProcess.until('its end', CLIENT_MS, () => clientProcess.exit !== undefined);
          exits.client = await clientProcess.exited;
        } catch {
          // the tests below say so
        } finally {
          // However slowly it ends: by itself.
          exits.server = await serverProcess.stop(STARTUP_MS);
          await clientProcess.stop();
          said = serverProcess.describe() + clientProcess.describe();
        }
      },
      2 * STARTUP_MS + CLIENT_MS,
    );

    afterAll(() => domain.release());

    it('test_client_finishes_in_a_finite_amount_of_time', () => {
      expect({ exit: exits.client, said }).toMatchObject({ exit: expect.anything() as unknown });
    });

    it('test_processes_finished_gracefully', () => {
      const graceful = { code: 0, signal: null };
      expect({ ...exits, said }).toMatchObject({ client: graceful, server: graceful });
    });
  });
});
