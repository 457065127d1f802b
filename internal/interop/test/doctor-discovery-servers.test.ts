import { ActionClient, ActionServer, createNode, defineAction } from '@rclts/actions';
import { spdpMulticastPort } from '@rclts/rtps';
import { startDiscoveryServer } from '../src/process/discovery-server.js';
import { doctorProgram, runDoctor, type Examination } from '../src/process/doctor.js';
import { claimDomain } from '../src/process/domain.js';
import { peerEnvironment, Transport } from '../src/process/environment.js';
import { Implementation } from '../src/process/programs.js';

const Fibonacci = defineAction('doctor_interfaces/action/Fibonacci', 'int32 order\n---\nint32[] a\n---\nint32[] b\n');
const PATIENCE_MS = 120_000;

it('by a discovery server the doctor sees the whole graph, and it says which servers are silent', async () => {
  const domain = await claimDomain();
  const port = spdpMulticastPort(domain.id) + 2;
  const there = `127.0.0.1:${String(port)}`;
  const nowhere = `127.0.0.1:${String(port + 1)}`;
  const server = startDiscoveryServer(Implementation.KILTED, 0, port);
  const options = { domainId: domain.id, discoveryServers: [there], args: [], logSink: () => undefined };
  const nodes = await Promise.all(['server', 'client'].map((name) => createNode(name, options)));
  try {
    const [serving, asking] = nodes;
    if (serving === undefined || asking === undefined) throw new Error('unreachable');
    new ActionServer(serving, Fibonacci, 'fibonacci', (goalHandle) => {
      goalHandle.succeed();
      return { a: [] };
    });
    await new ActionClient(asking, Fibonacci, 'fibonacci').waitForServer({ timeoutMs: PATIENCE_MS });
    const environment = {
      ...peerEnvironment(domain.id, Transport.UDPV4),
      ROS_DISCOVERY_SERVER: `${there};${nowhere}`,
    };
    const examine = (): Promise<Examination> => runDoctor(doctorProgram('--time', '2', '/fibonacci'), environment);
    // How soon the server answers, and all that it tells of, is their own affair.
    const isWhole = ({ subjects, reasons }: Examination): boolean => subjects.length > 0 && reasons.length === 1;
    const giveUpAt = performance.now() + PATIENCE_MS;
    let seen = await examine();
    while (!isWhole(seen) && performance.now() < giveUpAt) seen = await examine();
    expect(seen.discoveryServers).toEqual([
      { entry: there, answers: true },
      { entry: nowhere, answers: false },
    ]);
    expect(seen.subjects.map(({ kind }) => kind)).toContain('action');
    expect([seen.code, seen.reasons]).toEqual([0, ['silent-discovery-server']]);
    expect(seen.problems).toContain(nowhere);
  } catch (error) {
    throw new Error(`${String(error)}\n${server.describe()}`, { cause: error });
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
    await server.stop();
    await domain.release();
  }
});
