import { ActionClient, ActionServer, createNode, defineAction, type Node } from '@rclts/actions';
import { String as StringMessage } from '@rclts/interfaces/std_msgs/msg/String';
import { Bool } from '@rclts/interfaces/std_msgs/msg/Bool';
import { claimDomain, type Domain } from '@rclts/interop';
import { openParticipant, spdpMulticastPort, type QosPolicies } from '@rclts/rtps';
import { createSocket } from 'node:dgram';
import type { Finding } from '../../src/doctor/finding.js';
import { main } from '../../src/main.js';
import { SilentParticipant, type SilentParticipantOptions } from '../support/silent-participant.js';

// One broken set-up for each reason, built on purpose: the doctor names that reason first, and none on a healthy graph.

const Fibonacci = defineAction('doctor_interfaces/action/Fibonacci', 'int32 order\n---\nint32[] a\n---\nint32[] b\n');

let domain: Domain;
const closing: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  domain = await claimDomain();
});

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  await domain.release();
});

interface Diagnosis {
  readonly code: number;
  readonly reasons: readonly string[];
  readonly text: string;
  readonly eras: readonly string[];
}

/** `rclts doctor`, as JSON. By default in range LOCALHOST: what other tests do on this machine is not heard there. */
async function doctor(words: readonly string[] = [], environment: Record<string, string> = {}): Promise<Diagnosis> {
  let out = '';
  const code = await main(
    ['doctor', '--json', '--time', '1.5', ...words],
    {
      environment: { ROS_DOMAIN_ID: String(domain.id), ROS_AUTOMATIC_DISCOVERY_RANGE: 'LOCALHOST', ...environment },
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
  const { findings, participants } = JSON.parse(out) as { findings: Finding[]; participants: { era?: string }[] };
  for (const { advice, severity } of findings) {
    expect(advice).not.toBe('');
    expect(['error', 'warning']).toContain(severity);
  }
  expect(code).toBe(findings.some(({ severity }) => severity === 'error') ? 1 : 0);
  return {
    code,
    reasons: findings.map(({ reason }) => reason),
    text: findings.map(({ problem }) => problem).join('\n'),
    eras: participants.flatMap(({ era }) => era ?? []),
  };
}

async function nodeCalled(name: string, options: Parameters<typeof createNode>[1] = {}): Promise<Node> {
  const node = await createNode(name, {
    domainId: domain.id,
    discoveryRange: 'localhost',
    args: [],
    logSink: () => undefined,
    ...options,
  });
  closing.push(() => node.close());
  return node;
}

function serve(node: Node): void {
  new ActionServer(node, Fibonacci, 'fibonacci', (goalHandle) => {
    goalHandle.succeed();
    return { a: [] };
  });
}

const SUBNET = { ROS_AUTOMATIC_DISCOVERY_RANGE: 'SUBNET' };

async function silent(options: Omit<SilentParticipantOptions, 'domainId'> = {}): Promise<void> {
  const participant = await SilentParticipant.start({ domainId: domain.id, ...options });
  closing.push(() => participant.stop());
}

/** A writer and a reader of one topic, below ROS, that differ in what is given. */
async function endpoints(writer: Partial<QosPolicies>, reader: Partial<QosPolicies>): Promise<void> {
  const names = { topicName: 'rt/chatter', typeName: 'std_msgs::msg::dds_::String_' };
  const [one, other] = [await nodeCalled('one'), await nodeCalled('other')];
  one.context.participant.createWriter({ ...names, qos: writer });
  other.context.participant.createReader({ ...names, qos: reader }, { onSample: () => undefined });
}

describe('a healthy graph', () => {
  it('has nothing wrong with it', async () => {
    serve(await nodeCalled('server'));
    new ActionClient(await nodeCalled('client'), Fibonacci, 'fibonacci');
    expect(await doctor()).toMatchObject({ code: 0, reasons: [], text: '' });
    expect(await doctor(['/fibonacci'])).toMatchObject({ code: 0, reasons: [], text: '' });
  });
});

describe('a peer of Humble', () => {
  it('is known as one, and is nobody’s trouble beside ours', async () => {
    const humble = await openParticipant({
      domainId: domain.id,
      discoveryRange: 'localhost',
      userData: new TextEncoder().encode('enclave=/;'),
    });
    closing.push(() => humble.close());
    const typeName = 'rmw_dds_common::msg::dds_::ParticipantEntitiesInfo_';
    humble.createWriter({ topicName: 'ros_discovery_info', typeName, qos: { durability: 1 } });
    await nodeCalled('ours');
    const { code, reasons, eras } = await doctor();
    expect({ code, reasons }).toEqual({ code: 0, reasons: [] });
    expect([...eras].sort()).toEqual(['humble', 'iron']);
  });
});

describe('the doctor names first', () => {
  it.each([
    ['a middleware that is not RTPS', { RMW_IMPLEMENTATION: 'rmw_zenoh_cpp' }, 'not-rtps', 'Zenoh'],
    ['that discovery is off', { ROS_AUTOMATIC_DISCOVERY_RANGE: 'OFF' }, 'discovery-off', 'OFF'],
    ['silence', {}, 'silence', 'nobody on this host was heard'],
  ])('%s', async (_title, environment, reason, words) => {
    const { code, reasons, text } = await doctor([], environment);
    expect(reasons[0]).toBe(reason);
    expect(text).toContain(words);
    expect(code).toBe(1);
  });

  it('that security is wanted, and says nothing in the clear where it is enforced', async () => {
    await nodeCalled('somebody');
    const enabled = { ROS_SECURITY_ENABLE: 'true' };
    expect(await doctor([], enabled)).toMatchObject({ code: 0, reasons: ['security-wanted'] });
    const enforced = await doctor(['/chatter'], { ...enabled, ROS_SECURITY_STRATEGY: 'Enforce' });
    expect(enforced).toMatchObject({ code: 1, reasons: ['security-wanted'] });
    expect(enforced.text).toContain('the doctor has not looked around');
  });

  it('that another program has the port of the group to itself', async () => {
    const greedy = createSocket('udp4');
    await new Promise<void>((resolve) => greedy.bind(spdpMulticastPort(domain.id), resolve));
    closing.push(() => new Promise<void>((resolve) => void greedy.close(resolve)));
    const { code, reasons, text } = await doctor([], SUBNET);
    expect(reasons[0]).toBe('sockets');
    expect(text).toContain('bind EADDRINUSE');
    expect(code).toBe(1);
  });

  it('a discovery server that does not answer', async () => {
    const { code, reasons, text } = await doctor([], { ROS_DISCOVERY_SERVER: '127.0.0.1:9', ...SUBNET });
    expect(reasons).toEqual(['silence']);
    expect(text).toBe('no discovery server has answered: 127.0.0.1:9');
    expect(code).toBe(1);
  });

  it('that everybody is in another domain', async () => {
    const elsewhere = await claimDomain();
    closing.push(() => elsewhere.release());
    await nodeCalled('far', { domainId: elsewhere.id, discoveryRange: 'subnet' });
    const { code, reasons, text } = await doctor([], SUBNET);
    expect(reasons).toEqual(['other-domain']);
    expect(text).toMatch(
      new RegExp(`nobody is in domain ${String(domain.id)}, .* domain .*${String(elsewhere.id)} \\(1 at`),
    );
    expect(code).toBe(1);
  });

  it('two domains that share their ports', async () => {
    await silent({ announcedDomainId: 199 });
    const { reasons, text } = await doctor([], SUBNET);
    expect(reasons[0]).toBe('domain-clash');
    expect(text).toContain('announces domain 199');
  });

  it('a peer that is heard and never answers', async () => {
    await silent();
    const { code, reasons, text } = await doctor([], SUBNET);
    expect(reasons).toEqual(['no-answer-to-unicast']);
    expect(text).toContain('nothing that it sends to us alone arrives');
    expect(code).toBe(1);
  });

  it('traffic that goes one way', async () => {
    await silent({ sendsHeartbeats: true });
    const { reasons, text } = await doctor([], SUBNET);
    expect(reasons).toEqual(['one-way-traffic']);
    expect(text).toContain('does not acknowledge what we send to 127.0.0.1');
  });

  it('a secured peer', async () => {
    await silent({ hasIdentityToken: true });
    const { reasons, text } = await doctor([], SUBNET);
    expect(reasons).toEqual(['secure-peer']);
    expect(text).toContain('secured');
  });

  it('nodes of one name', async () => {
    await nodeCalled('twin');
    await nodeCalled('twin');
    const { code, reasons, text } = await doctor();
    expect(reasons).toEqual(['duplicate-node']);
    expect(text).toContain('2 nodes are called /twin');
    expect(code).toBe(0);
  });

  it('a name that nobody has, with the one that was meant', async () => {
    serve(await nodeCalled('server', { namespace: '/robot' }));
    new ActionServer(await nodeCalled('other'), Fibonacci, '/robot/fibonacci', () => ({ a: [] }));
    const { reasons, text } = await doctor(['/fibonacci']);
    expect(reasons[0]).toBe('name');
    expect(text).toContain('there is the action /robot/fibonacci');
  });

  it('a client without a server', async () => {
    new ActionClient(await nodeCalled('client'), Fibonacci, 'fibonacci');
    const { code, reasons, text } = await doctor(['fibonacci']);
    expect(reasons).toEqual(['no-counterpart']);
    expect(text).toContain('the action /fibonacci has no server, only clients: /client');
    expect(code).toBe(1);
  });

  it('types that differ', async () => {
    (await nodeCalled('talker')).createPublisher(StringMessage, 'chatter');
    (await nodeCalled('listener')).createSubscription(Bool, 'chatter', () => undefined);
    const { reasons, text } = await doctor(['/chatter']);
    expect(reasons).toEqual(['type-name']);
    expect(text).toContain(
      '/talker writes and /listener reads /chatter, but with different types: std_msgs/msg/String',
    );
  });

  it('a policy that asks for more than is offered', async () => {
    (await nodeCalled('talker')).createPublisher(StringMessage, 'chatter', { reliability: 'best_effort' });
    (await nodeCalled('listener')).createSubscription(StringMessage, 'chatter', () => undefined);
    const { reasons, text } = await doctor(['/chatter']);
    expect(reasons).toEqual(['qos']);
    expect(text).toContain('RELIABILITY does not match: offered BEST_EFFORT, requested RELIABLE');
  });

  it('partitions that differ', async () => {
    await endpoints({ partition: ['left'] }, { partition: ['right'] });
    const { reasons, text } = await doctor(['/chatter']);
    expect(reasons).toEqual(['partition']);
    expect(text).toContain('in different partitions: left and right');
  });

  it('a representation that the reader does not take', async () => {
    await endpoints({ dataRepresentation: [0] }, { dataRepresentation: [2] });
    const { reasons, text } = await doctor(['/chatter']);
    expect(reasons).toEqual(['representation']);
    expect(text).toContain('the writer sends XCDR1 and the reader takes XCDR2 only');
  });

  it('two servers of one action', async () => {
    serve(await nodeCalled('first'));
    serve(await nodeCalled('second'));
    const { code, reasons, text } = await doctor(['/fibonacci']);
    expect(reasons).toEqual(['duplicate-server']);
    expect(text).toContain('2 servers of the action /fibonacci: ');
    expect(code).toBe(0);
  });

  it('definitions that differ under one name', async () => {
    const typed = (digit: string) => new TextEncoder().encode(`typehash=RIHS01_${digit.repeat(64)};`);
    const names = { topicName: 'rt/chatter', typeName: 'std_msgs::msg::dds_::String_' };
    const [one, other] = [await nodeCalled('one'), await nodeCalled('other')];
    one.context.participant.createWriter({ ...names, userData: typed('1') });
    other.context.participant.createReader({ ...names, userData: typed('2') }, { onSample: () => undefined });
    const { reasons, text } = await doctor(['/chatter']);
    expect(reasons).toEqual(['type-hash']);
    expect(text).toContain('from different definitions');
  });
});
