import { Socket } from 'node:dgram';
import { claimDomain, type Domain } from '@rclts/interop';
import { AssemblyBudget } from '../../src/behavior/assembly-budget.js';
import { openParticipant } from '../../src/io/open-participant.js';
import type { NetworkOptions } from '../../src/io/network-options.js';
import type { Sample } from '../../src/behavior/sample.js';
import { LIMITS } from '../../src/limits.js';
import type { Participant } from '../../src/participant/participant.js';
import { DurabilityKind, ReliabilityKind } from '../../src/qos/policies.js';

const topic = { topicName: 'numbers', typeName: 'Number', qos: { reliability: ReliabilityKind.RELIABLE } };
const encode = (value: number): Uint8Array => Uint8Array.of(0, 1, 0, 0, value & 0xff, (value >> 8) & 0xff, 0, 0);
const decode = ({ payload }: Sample): number => (payload[4] ?? 0) + 256 * (payload[5] ?? 0);

describe('openParticipant', () => {
  let domain: Domain;
  beforeAll(async () => {
    domain = await claimDomain();
  });
  afterAll(() => domain.release());
  const participants: Participant[] = [];
  const open = async (options: NetworkOptions & { maxDatagramBytes?: number } = {}): Promise<Participant> => {
    const participant = await openParticipant({ domainId: domain.id, ...options });
    participants.push(participant);
    return participant;
  };
  afterEach(async () => {
    await Promise.all(participants.splice(0).map((participant) => participant.close()));
  });

  /** Writes 500 samples as soon as the reader is matched, and resolves to what came. */
  async function talk(writing: Participant, reading: Participant): Promise<number[]> {
    const received: number[] = [];
    await new Promise<void>((resolve) => {
      reading.createReader(topic, {
        onSample(sample) {
          received.push(decode(sample));
          if (received.length === 500) resolve();
        },
      });
      const writer = writing.createWriter({
        ...topic,
        qos: { ...topic.qos, durability: DurabilityKind.TRANSIENT_LOCAL, depth: 500 },
        onMatched() {
          for (let number = 0; number < 500; number += 1) writer.write(encode(number));
        },
      });
    });
    return received;
  }

  const inOrder = Array.from({ length: 500 }, (_, number) => number);

  it('finds another participant by multicast and exchanges samples', async () => {
    expect(await talk(await open(), await open())).toEqual(inOrder);
  });

  it('finds another participant by unicast on this host', async () => {
    const localhost = { discoveryRange: 'localhost' } as const;
    expect(await talk(await open(localhost), await open(localhost))).toEqual(inOrder);
  });

  it('is found from range SUBNET through a static peer', async () => {
    const [a, b] = [await open({ discoveryRange: 'localhost' }), await open({ staticPeers: ['127.0.0.1'] })];
    expect(await talk(a, b)).toEqual(inOrder);
  });

  it('matches its own endpoints in range OFF', async () => {
    const alone = await open({ discoveryRange: 'off' });
    expect(await talk(alone, alone)).toEqual(inOrder);
  });

  it('tells the others when it closes', async () => {
    const [a, b] = [await open(), await open()];
    const lost = new Promise<string>((resolve) => b.on('participantLost', (_participant, reason) => resolve(reason)));
    await new Promise<void>((resolve) => b.on('participantDiscovered', () => resolve()));
    await a.close();
    expect(await lost).toBe('disposed');
  });

  it('shares one budget for incomplete samples with every participant of the process, unless it is given another', async () => {
    const [a, b] = [await open(), await open({ discoveryRange: 'localhost' })];
    expect(a.assemblyBudget).toBe(b.assemblyBudget);
    expect(a.assemblyBudget.maxBytes).toBe(LIMITS.reassemblyBytes.value);
    const assemblyBudget = new AssemblyBudget(1_000);
    const own = await openParticipant({ domainId: domain.id, discoveryRange: 'off', assemblyBudget });
    participants.push(own);
    expect(own.assemblyBudget).toBe(assemblyBudget);
  });

  it('counts what becomes of datagrams at its sockets with its other statistics', async () => {
    const [a, b] = [await open(), await open()];
    await talk(a, b);
    const { host, datagramsSent } = a.statistics;
    expect(host?.datagramsReceived).toBeGreaterThan(0);
    expect(host?.datagramsSent).toBeGreaterThanOrEqual(datagramsSent);
  });

  it('refuses what no peer would take before it opens a socket', async () => {
    const bind = jest.spyOn(Socket.prototype, 'bind');
    const userData = new Uint8Array(LIMITS.userDataBytes.value + 1);
    try {
      await expect(openParticipant({ domainId: domain.id, userData })).rejects.toThrow(
        expect.objectContaining({ name: 'RangeError' }),
      );
      expect(bind).not.toHaveBeenCalled();
      await open({ discoveryRange: 'localhost' });
      expect(bind).toHaveBeenCalled();
    } finally {
      bind.mockRestore();
    }
  });

  it('refuses options that are wrong before it opens anything', async () => {
    await expect(openParticipant({ domainId: 1000 })).rejects.toThrow(expect.objectContaining({ name: 'TypeError' }));
  });
});
