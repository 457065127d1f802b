import {
  DurabilityKind,
  HistoryKind,
  Participant,
  ReliabilityKind,
  type ParticipantOptions,
  type Reader,
  type Sample,
  type Writer,
} from '@rclts/rtps';
import type { Random } from '../random.js';
import { check, type Scenario } from '../scenario.js';
import type { SimHost } from '../sim-host.js';
import type { SimNetwork } from '../sim-network.js';
import { checkClose, checkSilence } from './silence.js';

/** The lease is not what is tried here: at 30 % loss seven announcements in a row are lost now and then. */
const PARTICIPANT: ParticipantOptions = { domainId: 0, leaseDurationMs: 600_000 };
const TOPIC = { topicName: 'rt/numbers', typeName: 'Numbers' };
const MATCH_MS = 60_000;
const DELIVERY_MS = 120_000;

interface Receiver {
  readonly host: SimHost;
  readonly reader: Reader;
  readonly samples: Sample[];
}

/**
 * One reliable writer that keeps all, one to three readers on other machines, and perhaps one more that joins late and
 * wants what it missed. Bursts and pauses, samples of 8 bytes to several fragments, now and then a cut.
 */
export const writerReader: Scenario = {
  name: 'writer-reader',
  promise: 'delivered = written, in order, once, for every reader; silence when idle; nothing after close',
  faults: { loss: 0.3, duplication: 0.1, reordering: 0.2, delayMs: 0.5, jitterMs: 2, reorderMs: 30, refusal: 0.02 },
  async play(network) {
    const { random } = network;
    const transientLocal = random.chance(0.5);
    const participants: Participant[] = [];
    const createParticipant = (host: SimHost): Participant => {
      const participant = new Participant(host, PARTICIPANT);
      participant.on('error', (error) => {
        throw error;
      });
      participants.push(participant);
      return participant;
    };
    const qos = {
      reliability: ReliabilityKind.RELIABLE,
      history: HistoryKind.KEEP_ALL,
      durability: transientLocal ? DurabilityKind.TRANSIENT_LOCAL : DurabilityKind.VOLATILE,
    };
    const createReceiver = (): Receiver => {
      const host = network.createHost();
      const samples: Sample[] = [];
      const onSample = (sample: Sample): void => void samples.push(sample);
      return { host, samples, reader: createParticipant(host).createReader({ ...TOPIC, qos }, { onSample }) };
    };

    const writerHost = network.createHost();
    const writer = createParticipant(writerHost).createWriter({ ...TOPIC, qos });
    const receivers = Array.from({ length: 1 + random.integer(3) }, createReceiver);
    check(
      network.runUntil(() => isMatched(writer, receivers), MATCH_MS),
      `not matched after ${MATCH_MS} ms`,
    );

    const written = writeAll(network, writer, {
      halfWay() {
        if (transientLocal) receivers.push(createReceiver());
        if (random.chance(0.3))
          cutFor(network, [[writerHost], receivers.map(({ host }) => host)], random.float() * 3000);
      },
    });
    const isDelivered = (): boolean => receivers.every(({ samples }) => samples.length >= written.length);
    const delivered = network.runUntil(() => isDelivered() && writer.isAcknowledged, DELIVERY_MS);
    for (const { host, samples } of receivers) checkDelivery(host.name, written, samples);
    check(delivered, `all was delivered, but not acknowledged after ${DELIVERY_MS} ms`);

    await checkSilence(network, participants.length);
    for (const { host, samples } of receivers) checkDelivery(host.name, written, samples);
    await checkClose(network, participants);
  },
};

function isMatched(writer: Writer, receivers: readonly Receiver[]): boolean {
  return (
    writer.matchedReaders.length === receivers.length &&
    receivers.every(({ reader }) => reader.matchedWriters.length === 1)
  );
}

/** 40 to 140 samples in bursts; the network runs between them. */
function writeAll(network: SimNetwork, writer: Writer, events: { halfWay(): void }): readonly Uint8Array[] {
  const { random } = network;
  const total = 40 + random.integer(100);
  const written: Uint8Array[] = [];
  while (written.length < total) {
    const before = written.length;
    const burst = random.chance(0.2) ? 1 + random.integer(20) : 1;
    for (let count = 0; count < burst && written.length < total; count += 1) {
      const payload = createPayload(random);
      written.push(payload);
      writer.write(payload);
    }
    if (before < total / 2 && written.length >= total / 2) events.halfWay();
    network.runFor(random.chance(0.1) ? random.float() * 500 : random.float() * 10);
  }
  return written;
}

/** A plain CDR payload of random bytes: most small, one in eight of several fragments. */
function createPayload(random: Random): Uint8Array {
  const length = random.chance(0.125) ? 1000 + random.integer(8000) : 8 + random.integer(200);
  const payload = random.bytes(length);
  payload.set([0, 1, 0, 0]);
  return payload;
}

function cutFor(network: SimNetwork, groups: readonly (readonly SimHost[])[], ms: number): void {
  network.partition(groups);
  network.after(ms, () => network.heal());
}

function checkDelivery(name: string, written: readonly Uint8Array[], samples: readonly Sample[]): void {
  samples.forEach(({ sequenceNumber, payload }, index) => {
    check(sequenceNumber === index + 1, `${name}: sample ${index + 1} delivered has number ${sequenceNumber}`);
    const expected = written[index];
    check(expected !== undefined, `${name}: more was delivered than was written`);
    check(isPadded(payload, expected), `${name}: sample ${index + 1} has other bytes than were written`);
  });
  check(samples.length === written.length, `${name}: ${samples.length} of ${written.length} samples delivered`);
}

/** Submessages are multiples of four octets long, so a payload arrives with up to three zeros after it. */
function isPadded(payload: Uint8Array, written: Uint8Array): boolean {
  if (payload.length < written.length || payload.length >= written.length + 4) return false;
  for (let at = 0; at < payload.length; at += 1) if (payload[at] !== (written[at] ?? 0)) return false;
  return true;
}
