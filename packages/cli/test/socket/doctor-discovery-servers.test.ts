import { ActionClient, ActionServer, createNode, defineAction } from '@rclts/actions';
import { claimDomain, startDiscoveryServer } from '@rclts/interop';
import { spdpMulticastPort } from '@rclts/rtps';
import { main } from '../../src/main.js';

const Fibonacci = defineAction('doctor_interfaces/action/Fibonacci', 'int32 order\n---\nint32[] a\n---\nint32[] b\n');
const TEST_MS = 120_000;
const PATIENCE_MS = 90_000;

interface Report {
  readonly discoveryServers: readonly { entry: string; answers: boolean }[];
  readonly subjects: readonly { kind: string; endpoints: readonly unknown[] }[];
  readonly findings: readonly { reason: string; problem: string; severity: string }[];
}

async function doctor(environment: Record<string, string>): Promise<Report> {
  let out = '';
  await main(
    ['doctor', '--json', '--time', '2', '/fibonacci'],
    {
      environment,
      processId: process.pid,
      definitions: '',
      print: (text) => void (out += text),
      printError: (text) => {
        throw new Error(text);
      },
      readInput: () => Promise.resolve(''),
      readInputInPieces: () => process.stdin,
      interrupted: new AbortController().signal,
    },
    '1.2.3',
  );
  return JSON.parse(out) as Report;
}

it(
  'by a discovery server the doctor sees the whole graph, and it says which servers are silent',
  async () => {
    const domain = await claimDomain();
    const port = spdpMulticastPort(domain.id) + 2;
    const there = `127.0.0.1:${String(port)}`;
    const nowhere = `127.0.0.1:${String(port + 1)}`;
    const server = startDiscoveryServer('kilted', 0, port);
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
      const environment = { ROS_DOMAIN_ID: String(domain.id), ROS_DISCOVERY_SERVER: `${there};${nowhere}` };
      // How soon the server answers, and all that it tells of, is their own affair.
      const isWhole = ({ subjects, findings }: Report): boolean => subjects.length > 0 && findings.length === 1;
      const giveUpAt = performance.now() + PATIENCE_MS;
      let report = await doctor(environment);
      while (!isWhole(report) && performance.now() < giveUpAt) report = await doctor(environment);
      expect(report.discoveryServers).toEqual([
        { entry: there, answers: true },
        { entry: nowhere, answers: false },
      ]);
      expect(report.subjects.map(({ kind }) => kind)).toContain('action');
      expect(report.findings).toEqual([
        expect.objectContaining({ reason: 'silent-discovery-server', severity: 'warning' }),
      ]);
      expect(report.findings[0]?.problem).toContain(nowhere);
    } catch (error) {
      throw new Error(`${String(error)}\n${server.describe()}`, { cause: error });
    } finally {
      await Promise.all(nodes.map((node) => node.close()));
      await server.stop();
      await domain.release();
    }
  },
  TEST_MS,
);
