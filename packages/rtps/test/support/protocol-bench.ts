import { AssemblyBudget } from '../../src/behavior/assembly-budget.js';
import { StatefulReader, type ReaderEnvironment } from '../../src/behavior/stateful-reader.js';
import { RoundTripGuess } from '../../src/behavior/round-trip-guess.js';
import { StatefulWriter, type WriterEnvironment } from '../../src/behavior/stateful-writer.js';
import type { Sample } from '../../src/behavior/sample.js';
import { LIMITS } from '../../src/limits.js';
import { Deadlines } from '../../src/participant/deadlines.js';
import type { Destination } from '../../src/participant/destination.js';
import { Outbox } from '../../src/participant/outbox.js';
import type { RemoteEndpoint, RemoteParticipant } from '../../src/participant/remote-endpoint.js';
import { createStatistics } from '../../src/participant/statistics.js';
import { defaultReaderQos, defaultWriterQos, withQos } from '../../src/qos/defaults.js';
import { HistoryKind, ReliabilityKind, type QosPolicies } from '../../src/qos/policies.js';
import { createEntityId, EntityKind } from '../../src/types/entity-id.js';
import { createGuidPrefix, guidToOctets, guidToString, type GuidPrefix } from '../../src/types/guid.js';
import { createLocator, LocatorKind, locatorKey } from '../../src/types/locator.js';
import { VendorId } from '../../src/types/vendor-id.js';
import { record, type RecordedSubmessage } from './recording-handler.js';

export const OUR_PREFIX: GuidPrefix = createGuidPrefix(new Uint8Array(12).fill(1));
export const WRITER_ID = createEntityId(1, EntityKind.WRITER_NO_KEY);
export const READER_ID = createEntityId(2, EntityKind.READER_NO_KEY);

const QOS = { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL };

export interface PeerOptions {
  readonly vendorId?: number;
  readonly qos?: Partial<QosPolicies>;
  /** ip:port; default: one of its own. */
  readonly address?: string;
  /** Four octets that the prefixes of one process begin with; default: some of its own. */
  readonly process?: number;
  readonly maxDatagramBytes?: number;
  /** Of another peer, to share its datagrams. */
  readonly destination?: Destination;
}

/**
 * The world of a single StatefulWriter or StatefulReader: a clock, the deadlines, and an outbox whose datagrams are told in
 * words, one per submessage, in order.
 */
export class ProtocolBench {
  now = 1_000;
  isBlocked = false;
  readonly deadlines = new Deadlines();
  readonly statistics = createStatistics();
  readonly delivered: Sample[] = [];
  /** Every datagram of the last flush, in words. */
  datagrams: (readonly string[])[] = [];
  /** All submessages of the last flush. */
  submessages: RecordedSubmessage[] = [];
  readonly assemblyBudget = new AssemblyBudget(LIMITS.reassemblyBytes.value);
  readonly reorderBudget = { bytes: 0, maxBytes: LIMITS.reorderBytes.value as number };
  readonly #dirtyWriters = new Set<StatefulWriter>();
  readonly #dirtyReaders = new Set<StatefulReader>();
  readonly #outbox = new Outbox(OUR_PREFIX, (datagram, destination) => this.#record(datagram.slice(), destination));
  readonly environment: WriterEnvironment & ReaderEnvironment;
  #peers = 0;

  constructor() {
    this.environment = {
      outbox: this.#outbox,
      deadlines: this.deadlines,
      statistics: this.statistics,
      roundTrips: new RoundTripGuess(),
      assemblyBudget: this.assemblyBudget,
      reorderBudget: this.reorderBudget,
      isBlocked: () => this.isBlocked,
      markDirty: (machine: StatefulWriter | StatefulReader) => {
        if (machine instanceof StatefulWriter) this.#dirtyWriters.add(machine);
        else this.#dirtyReaders.add(machine);
      },
    };
  }

  createWriter(
    qos: Partial<QosPolicies> = {},
    options: { maxSamples?: number; maxBytes?: number; isBuiltin?: boolean; onWritable?: () => void } = {},
  ): StatefulWriter {
    return new StatefulWriter(this.environment, {
      entityId: WRITER_ID,
      qos: withQos(defaultWriterQos, { ...QOS, ...qos }),
      maxSamples: 10_000,
      maxBytes: 1 << 26,
      isBuiltin: false,
      onWritable: () => undefined,
      ...options,
    });
  }

  createReader(qos: Partial<QosPolicies> = {}): StatefulReader {
    return new StatefulReader(this.environment, {
      entityId: READER_ID,
      qos: withQos(defaultReaderQos, { ...QOS, ...qos }),
      deliver: (sample) => this.delivered.push(sample),
    });
  }

  createPeer(
    kind: 'reader' | 'writer',
    options: PeerOptions = {},
  ): { endpoint: RemoteEndpoint; destination: Destination } {
    this.#peers += 1;
    const octets = new Uint8Array(12).fill(0x10 + this.#peers);
    const prefix = createGuidPrefix(octets.fill(options.process ?? 0x10 + this.#peers, 0, 4));
    const entityId = kind === 'reader' ? READER_ID : WRITER_ID;
    const guid = { prefix, entityId };
    const [address = '', port = ''] = (options.address ?? `10.0.0.${this.#peers}:7411`).split(':');
    const locator = createLocator(LocatorKind.UDPv4, address, Number(port));
    const participant: RemoteParticipant = {
      guidPrefix: prefix,
      guidOctets: guidToOctets(guid),
      vendorId: options.vendorId ?? VendorId.UNKNOWN,
      entityName: '',
      userData: new Uint8Array(0),
      properties: new Map(),
      address,
      leaseDurationMs: 20_000,
      isLocalHost: false,
    };
    const defaults = kind === 'reader' ? defaultReaderQos : defaultWriterQos;
    return {
      endpoint: {
        guid,
        guidOctets: guidToOctets(guid),
        guidText: guidToString(guid),
        kind,
        topicName: 't',
        typeName: 'T',
        qos: withQos(defaults, { ...QOS, ...options.qos }),
        userData: new Uint8Array(0),
        participant,
      },
      destination: options.destination ?? {
        prefix,
        locators: [locator],
        maxDatagramBytes: options.maxDatagramBytes ?? 1_232,
        groupKey: locatorKey(locator),
        allowance: undefined,
        isLoopback: false,
      },
    };
  }

  /** What a participant's flush does; returns what left, in words. */
  flush(): readonly string[] {
    this.datagrams = [];
    this.submessages = [];
    for (const writer of this.#dirtyWriters) {
      if (this.isBlocked) break;
      this.#dirtyWriters.delete(writer);
      writer.pump(this.now);
    }
    for (const reader of this.#dirtyReaders) {
      this.#dirtyReaders.delete(reader);
      reader.acknowledge(this.now);
    }
    this.#outbox.flush();
    return this.datagrams.flat();
  }

  /** Lets time pass, with a flush after each deadline; returns what left, with how long after the beginning. */
  advance(ms: number): readonly string[] {
    const start = this.now;
    const told: string[] = [];
    while (this.deadlines.next() <= start + ms) {
      this.now = Math.max(this.now, this.deadlines.next());
      this.deadlines.fireDue(this.now);
      for (const words of this.flush()) told.push(`+${Math.round(this.now - start)} ${words}`);
    }
    this.now = start + ms;
    return told;
  }

  get deliveredNumbers(): readonly number[] {
    return this.delivered.map(({ sequenceNumber }) => sequenceNumber);
  }

  #record(datagram: Uint8Array, destination: Destination): void {
    const { submessages } = record(datagram, destination.prefix);
    this.submessages.push(...submessages);
    this.datagrams.push(submessages.map(inWords));
  }
}

export function inWords(submessage: RecordedSubmessage): string {
  switch (submessage.kind) {
    case 'DATA':
      return `DATA ${submessage.writerSn}`;
    case 'DATA_FRAG': {
      const { writerSn, fragmentStartingNum: first, fragmentsInSubmessage: count } = submessage;
      return `DATA_FRAG ${writerSn}: ${count === 1 ? first : `${first}-${first + count - 1}`}`;
    }
    case 'HEARTBEAT':
      return `HEARTBEAT${submessage.isFinal ? ' final' : ''} ${submessage.firstSn}..${submessage.lastSn}`;
    case 'HEARTBEAT_FRAG':
      return `HEARTBEAT_FRAG ${submessage.writerSn}: ${submessage.lastFragmentNum}`;
    case 'GAP': {
      const { gapStart, gapList } = submessage;
      return `GAP ${gapStart}..${gapList.base - 1}${gapList.members.length > 0 ? ` [${gapList.members.join(' ')}]` : ''}`;
    }
    case 'ACKNACK': {
      const { base, members } = submessage.readerSnState;
      return `ACKNACK${submessage.isFinal ? ' final' : ''} ${base} [${members.join(' ')}]`;
    }
    case 'NACK_FRAG': {
      const { base, members } = submessage.fragmentNumberState;
      return `NACK_FRAG ${submessage.writerSn}: ${base} [${members.join(' ')}]`;
    }
  }
}
