import { openParticipant, type Participant, type Reader, type RemoteEndpoint, type Writer } from '@rclts/rtps';
import { header, infoDst, join } from './wire.js';

/** One endpoint of the hostile participant and the victim's that it is matched with. */
export interface HostileWriter {
  readonly writer: Writer;
  readonly id: number;
  readonly victim: RemoteEndpoint;
}

export interface HostileReader {
  readonly reader: Reader;
  readonly id: number;
  readonly victim: RemoteEndpoint;
}

const PATIENCE_MS = 120_000;

/** The ends of an action server and its node that somebody here has something to say to, or to hear from. */
const READERS = ['send_goal', 'cancel_goal', 'get_result', 'ros_discovery_info'];
const WRITERS = [...READERS, '_action/feedback', '_action/status'];

/**
 * A participant that joins as anybody may, and matches every endpoint of the victim: to each reader a writer, to each
 * writer a reader. What is sent in its name from then on reaches reliable endpoints in the middle of their work.
 */
export class HostilePeer {
  readonly participant: Participant;
  readonly prefix: Uint8Array;
  readonly victimPrefix: Uint8Array;
  readonly writers: readonly HostileWriter[];
  readonly readers: readonly HostileReader[];

  private constructor(
    participant: Participant,
    victimPrefix: Uint8Array,
    writers: readonly HostileWriter[],
    readers: readonly HostileReader[],
  ) {
    this.participant = participant;
    this.prefix = participant.guidOctets.slice(0, 12);
    this.victimPrefix = victimPrefix;
    this.writers = writers;
    this.readers = readers;
  }

  /** How a datagram of its begins that is for the victim alone. */
  get opening(): Uint8Array {
    return join(header(this.prefix), infoDst(this.victimPrefix));
  }

  /** `isVictim` knows it by its endpoints: others may be in the domain. */
  static async join(domainId: number, isVictim: (endpoint: RemoteEndpoint) => boolean): Promise<HostilePeer> {
    const participant = await openParticipant({ domainId });
    try {
      const served = await until(participant, 'the victim', () => [...participant.endpoints].find(isVictim));
      const victim = served.participant;
      const isItsOwn = ({ participant: owner }: RemoteEndpoint): boolean => owner === victim;
      // Its endpoints come one after the other: all that are needed, and then two looks with the same outcome.
      let seen = -1;
      const endpoints = await until(participant, 'its endpoints', () => {
        const all = [...participant.endpoints].filter(isItsOwn);
        const isStable = all.length === seen && hasAll(all, 'reader', READERS) && hasAll(all, 'writer', WRITERS);
        seen = all.length;
        return isStable ? all : undefined;
      });
      const writers = endpoints.filter(({ kind }) => kind === 'reader').map((one) => writerFor(participant, one));
      const readers = endpoints.filter(({ kind }) => kind === 'writer').map((one) => readerFor(participant, one));
      const mine = [...writers.map(({ writer }) => writer), ...readers.map(({ reader }) => reader)];
      await until(participant, 'it to know us', () =>
        mine.every((one) => participant.isKnownTo(victim, one)) ? true : undefined,
      );
      return new HostilePeer(participant, victim.guidOctets.slice(0, 12), writers, readers);
    } catch (error) {
      await participant.close();
      throw error;
    }
  }

  /** The writer that reaches the victim's reader whose topic has `part` in its name. */
  writerTo(part: string): HostileWriter {
    const found = this.writers.find(({ victim }) => victim.topicName.includes(part));
    if (found === undefined) throw new Error(`the victim has no reader of ${part}`);
    return found;
  }

  close(): Promise<void> {
    return this.participant.close();
  }
}

function hasAll(
  endpoints: readonly RemoteEndpoint[],
  wanted: RemoteEndpoint['kind'],
  parts: readonly string[],
): boolean {
  const topics = endpoints.filter(({ kind }) => kind === wanted).map(({ topicName }) => topicName);
  return parts.every((part) => topics.some((topic) => topic.includes(part)));
}

function writerFor(participant: Participant, victim: RemoteEndpoint): HostileWriter {
  const { topicName, typeName, qos, userData } = victim;
  const writer = participant.createWriter({ topicName, typeName, qos, userData, maxSamples: 1_000 });
  return { writer, id: writer.guid.entityId, victim };
}

function readerFor(participant: Participant, victim: RemoteEndpoint): HostileReader {
  const { topicName, typeName, qos, userData } = victim;
  const reader = participant.createReader({ topicName, typeName, qos, userData }, { onSample: () => undefined });
  return { reader, id: reader.guid.entityId, victim };
}

/** What `look` finds, asked every few milliseconds. */
async function until<Found>(participant: Participant, what: string, look: () => Found | undefined): Promise<Found> {
  const deadline = participant.now() + PATIENCE_MS;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (participant.now() > deadline) throw new Error(`the hostile participant waited in vain for ${what}`);
    await new Promise<void>((resolve) => participant.schedule(20, resolve));
  }
}
