import { join } from 'node:path';
import { ActionServer, createNode } from '@rclts/actions';
import { Fibonacci } from '../src/peer/behaviours.js';
import { claimDomain } from '../src/process/domain.js';
import { peerEnvironment, Transport } from '../src/process/environment.js';
import { ManagedProcess } from '../src/process/managed-process.js';
import { Implementation, rclpyProgram, repository } from '../src/process/programs.js';

const TEST_MS = 300_000;
const PEER_MS = 180_000;
const script = join(repository, 'internal/interop/python/introspection.py');

interface Event {
  readonly service: string;
  readonly eventType: number;
  readonly clientGid: string;
  readonly sequenceNumber: number;
  readonly sec: number;
  /** As Python prints them. */
  readonly request: readonly string[];
  readonly response: readonly string[];
}

// Jazzy's rclpy has no introspection of actions.
it(
  'rclpy reads the service events of our action server, which name requests as those of its own client do',
  async () => {
    const domain = await claimDomain();
    const environment = peerEnvironment(domain.id, Transport.DEFAULT);
    const logs: string[] = [];
    const node = await createNode('server', {
      environment,
      args: [],
      logSink: ({ message }) => void logs.push(message),
    });
    const server = new ActionServer(node, Fibonacci, 'fibonacci', (goalHandle) => {
      goalHandle.succeed();
      return Promise.resolve({ sequence: [1, 2, 3] });
    });
    server.configureIntrospection('contents', { durability: 'transient_local', depth: 100 });
    const events: Event[] = [];
    const { command, args } = rclpyProgram(Implementation.KILTED, 'run_with_stdin.py', script, '12');
    const peer = new ManagedProcess(command, args, {
      label: 'the rclpy client',
      environment,
      onLine: (line) => line.startsWith('{') && events.push(JSON.parse(line) as Event) > 0,
    });
    try {
      await peer.until('its end', PEER_MS, () => peer.exit !== undefined);
      expect(peer.exit).toEqual({ code: 0, signal: null });
    } catch (error) {
      throw new Error(`${String(error)}\n${JSON.stringify(events)}\n${peer.describe()}`, { cause: error });
    } finally {
      await peer.stop();
      await node.close();
      await domain.release();
    }

    // It would warn of a subscription whose type has another hash.
    expect(logs).toEqual([]);
    for (const service of ['send_goal', 'get_result', 'cancel_goal']) {
      const ofService = events
        .filter((event) => event.service === service)
        .sort((one, other) => one.eventType - other.eventType);
      expect(ofService.map(({ eventType }) => eventType)).toEqual([0, 1, 2, 3]);
      const [sent, received, answered, heard] = ofService;
      expect(new Set(ofService.map(({ clientGid }) => clientGid)).size).toBe(1);
      expect(new Set(ofService.map(({ sequenceNumber }) => sequenceNumber))).toEqual(new Set([1]));
      expect(sent?.request).toHaveLength(1);
      expect(received?.request).toEqual(sent?.request);
      expect(answered?.response).toHaveLength(1);
      expect(heard?.response).toEqual(answered?.response);
      for (const { sec } of ofService) expect(Math.abs(sec - (sent?.sec ?? 0))).toBeLessThan(60);
    }
    const received = events.find(({ service, eventType }) => service === 'send_goal' && eventType === 1);
    expect(received?.request[0]).toContain('order=7');
  },
  TEST_MS,
);
