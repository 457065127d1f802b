import { ActionClient, ActionServer, createNode, defineAction, type Node } from '@rclts/actions';
import { String as StringMessage } from '@rclts/interfaces/std_msgs/msg/String';
import { Bool } from '@rclts/interfaces/std_msgs/msg/Bool';
import { claimDomain, type Domain } from '@rclts/interop';
import { openParticipant, spdpMulticastPort, type QosPolicies } from '@rclts/rtps';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
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
  /** The one that is named first. */
  readonly reason: string | undefined;
  readonly text: string;
  readonly eras: readonly string[];
}

/** How soon peers are heard is the machine's affair, what is found once they are is the doctor's. */
const LISTEN_S = [1.5, 6, 24, 96];

/**
 * Expects this of `rclts doctor`, which listens again, and for longer, until it is so. By default in range LOCALHOST: what other tests do
 * on this machine is not heard there.
 */
async function expectOfDoctor(
  wanted: { readonly [Key in keyof Diagnosis]?: unknown },
  words: readonly string[] = [],
  environment: Record<string, string> = {},
): Promise<void> {
  for (const seconds of LISTEN_S) {
    const diagnosis = await doctor(seconds, words, environment);
    try {
      expect(diagnosis).toMatchObject(wanted);
      return;
    } catch (error) {
      if (seconds === LISTEN_S.at(-1)) throw error;
    }
  }
}

/** `rclts doctor`, as JSON. */
async function doctor(
  seconds: number,
  words: readonly string[],
  environment: Record<string, string>,
): Promise<Diagnosis> {
  let out = '';
  const code = await main(
    ['doctor', '--json', '--time', String(seconds), ...words],
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
  const reasons = findings.map(({ reason }) => reason);
  return {
    code,
    reasons,
    reason: reasons[0],
    text: findings.map(({ problem }) => problem).join('\n'),
    eras: participants.flatMap(({ era }) => era ?? []).sort(),
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
    await expectOfDoctor({ code: 0, reasons: [], text: '' });
    await expectOfDoctor({ code: 0, reasons: [], text: '' }, ['/fibonacci']);
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
    await expectOfDoctor({ code: 0, reasons: [], eras: ['humble', 'iron'] });
  });
});

describe('the doctor names first', () => {
  it.each([
    ['a middleware that is not RTPS', { RMW_IMPLEMENTATION: 'rmw_zenoh_cpp' }, 'not-rtps', 'Zenoh'],
    ['that discovery is off', { ROS_AUTOMATIC_DISCOVERY_RANGE: 'OFF' }, 'discovery-off', 'OFF'],
    ['silence', {}, 'silence', 'nobody on this host was heard'],
  ])('%s', async (_title, environment, reason, words) => {
    await expectOfDoctor({ code: 1, reason, text: expect.stringContaining(words) }, [], environment);
  });

  it('that security is wanted, and says nothing in the clear where it is enforced', async () => {
    await nodeCalled('somebody');
    const enabled = { ROS_SECURITY_ENABLE: 'true' };
    await expectOfDoctor({ code: 0, reasons: ['security-wanted'] }, [], enabled);
    const text = expect.stringContaining('the doctor has not looked around');
    const enforced = { ...enabled, ROS_SECURITY_STRATEGY: 'Enforce' };
    await expectOfDoctor({ code: 1, reasons: ['security-wanted'], text }, ['/chatter'], enforced);
  });

  it('that another program has the port of the group to itself', async () => {
    const greedy = createSocket('udp4');
    greedy.bind({ port: spdpMulticastPort(domain.id), exclusive: true });
    await once(greedy, 'listening');
    closing.push(() => new Promise<void>((resolve) => void greedy.close(resolve)));
    await expectOfDoctor({ code: 1, reason: 'sockets', text: expect.stringContaining('bind EADDRINUSE') }, [], SUBNET);
  });

  it('a discovery server that does not answer', async () => {
    await expectOfDoctor({ code: 1, reasons: ['silence'], text: 'no discovery server has answered: 127.0.0.1:9' }, [], {
      ROS_DISCOVERY_SERVER: '127.0.0.1:9',
      ...SUBNET,
    });
  });

  it('that everybody is in another domain', async () => {
    const elsewhere = await claimDomain();
    closing.push(() => elsewhere.release());
    await nodeCalled('far', { domainId: elsewhere.id, discoveryRange: 'subnet' });
    await expectOfDoctor(
      {
        code: 1,
        reasons: ['other-domain'],
        text: expect.stringMatching(
          new RegExp(`nobody is in domain ${String(domain.id)}, .* domain .*${String(elsewhere.id)} \\(1 at`),
        ),
      },
      [],
      SUBNET,
    );
  });

  it('two domains that share their ports', async () => {
    await silent({ announcedDomainId: 199 });
    await expectOfDoctor({ reason: 'domain-clash', text: expect.stringContaining('announces domain 199') }, [], SUBNET);
  });

  it('a peer that is heard and never answers', async () => {
    await silent();
    await expectOfDoctor(
      {
        code: 1,
        reasons: ['no-answer-to-unicast'],
        text: expect.stringContaining('nothing that it sends to us alone arrives'),
      },
      [],
      SUBNET,
    );
  });

  it('traffic that goes one way', async () => {
    await silent({ sendsHeartbeats: true });
    await expectOfDoctor(
      { reasons: ['one-way-traffic'], text: expect.stringContaining('does not acknowledge what we send to 127.0.0.1') },
      [],
      SUBNET,
    );
  });

  it('a secured peer', async () => {
    await silent({ hasIdentityToken: true });
    await expectOfDoctor({ reasons: ['secure-peer'], text: expect.stringContaining('secured') }, [], SUBNET);
  });

  it('nodes of one name', async () => {
    await nodeCalled('twin');
    await nodeCalled('twin');
    await expectOfDoctor({
      code: 0,
      reasons: ['duplicate-node'],
      text: expect.stringContaining('2 nodes are called /twin'),
    });
  });

  it('a name that nobody has, with the one that was meant', async () => {
    serve(await nodeCalled('server', { namespace: '/robot' }));
    new ActionServer(await nodeCalled('other'), Fibonacci, '/robot/fibonacci', () => ({ a: [] }));
    await expectOfDoctor({ reason: 'name', text: expect.stringContaining('there is the action /robot/fibonacci') }, [
      '/fibonacci',
    ]);
  });

  it('a client without a server', async () => {
    new ActionClient(await nodeCalled('client'), Fibonacci, 'fibonacci');
    await expectOfDoctor(
      {
        code: 1,
        reasons: ['no-counterpart'],
        text: expect.stringContaining('the action /fibonacci has no server, only clients: /client'),
      },
      ['fibonacci'],
    );
  });

  it('types that differ', async () => {
    (await nodeCalled('talker')).createPublisher(StringMessage, 'chatter');
    (await nodeCalled('listener')).createSubscription(Bool, 'chatter', () => undefined);
    await expectOfDoctor(
      {
        reasons: ['type-name'],
        text: expect.stringContaining(
          '/talker writes and /listener reads /chatter, but with different types: std_msgs/msg/String',
        ),
      },
      ['/chatter'],
    );
  });

  it('a policy that asks for more than is offered', async () => {
    (await nodeCalled('talker')).createPublisher(StringMessage, 'chatter', { reliability: 'best_effort' });
    (await nodeCalled('listener')).createSubscription(StringMessage, 'chatter', () => undefined);
    await expectOfDoctor(
      {
        reasons: ['qos'],
        text: expect.stringContaining('RELIABILITY does not match: offered BEST_EFFORT, requested RELIABLE'),
      },
      ['/chatter'],
    );
  });

  it('partitions that differ', async () => {
    await endpoints({ partition: ['left'] }, { partition: ['right'] });
    await expectOfDoctor(
      { reasons: ['partition'], text: expect.stringContaining('in different partitions: left and right') },
      ['/chatter'],
    );
  });

  it('a representation that the reader does not take', async () => {
    await endpoints({ dataRepresentation: [0] }, { dataRepresentation: [2] });
    await expectOfDoctor(
      {
        reasons: ['representation'],
        text: expect.stringContaining('the writer sends XCDR1 and the reader takes XCDR2 only'),
      },
      ['/chatter'],
    );
  });

  it('two servers of one action', async () => {
    serve(await nodeCalled('first'));
    serve(await nodeCalled('second'));
    await expectOfDoctor(
      { code: 0, reasons: ['duplicate-server'], text: expect.stringContaining('2 servers of the action /fibonacci: ') },
      ['/fibonacci'],
    );
  });

  it('definitions that differ under one name', async () => {
    const typed = (digit: string) => new TextEncoder().encode(`typehash=RIHS01_${digit.repeat(64)};`);
    const names = { topicName: 'rt/chatter', typeName: 'std_msgs::msg::dds_::String_' };
    const [one, other] = [await nodeCalled('one'), await nodeCalled('other')];
    one.context.participant.createWriter({ ...names, userData: typed('1') });
    other.context.participant.createReader({ ...names, userData: typed('2') }, { onSample: () => undefined });
    await expectOfDoctor({ reasons: ['type-hash'], text: expect.stringContaining('from different definitions') }, [
      '/chatter',
    ]);
  });
});
