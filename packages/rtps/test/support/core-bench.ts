import { AssemblyBudget } from '../../src/behavior/assembly-budget.js';
import { BUILTIN_ENDPOINT_SET, BuiltinTopics } from '../../src/discovery/builtin-endpoints.js';
import { encodeEndpointData } from '../../src/discovery/endpoint-data.js';
import { selectLocators } from '../../src/discovery/locator-selection.js';
import { encodeParticipantData, type ParticipantData } from '../../src/discovery/participant-data.js';
import { MessageWriter } from '../../src/message/message-writer.js';
import { encodeInlineQos } from '../../src/parameters/inline-qos.js';
import type { ParticipantEvent } from '../../src/participant/events.js';
import { ParticipantCore } from '../../src/participant/participant-core.js';
import { defaultReaderQos, defaultWriterQos, withQos } from '../../src/qos/defaults.js';
import { HistoryKind, ReliabilityKind, type QosPolicies } from '../../src/qos/policies.js';
import { createEntityId, EntityIds, EntityKind, type EntityId } from '../../src/types/entity-id.js';
import { createGuidPrefix, guidToOctets, type GuidPrefix } from '../../src/types/guid.js';
import { createLocator, LocatorKind, type Locator } from '../../src/types/locator.js';
import { msToDuration } from '../../src/types/time.js';
import { VendorId } from '../../src/types/vendor-id.js';
import { inWords } from './protocol-bench.js';
import { record } from './recording-handler.js';
import { setOf } from './writer-bench.js';

const INFO_DST = 0x0e;
const GROUP = createLocator(LocatorKind.UDPv4, '239.255.0.1', 7400);
const RELIABLE = { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL };
export const TOPIC = { topicName: 't', typeName: 'T', userData: new Uint8Array(0) };

/** A participant core, its clock, and everything that leaves it; what it hears comes from peers made of bytes alone. */
export class CoreBench {
  now = 10_000;
  readonly core: ParticipantCore;
  /** What left since the last flush. */
  sent: { readonly to: Locator; readonly bytes: Uint8Array }[] = [];
  announceTo: readonly Locator[] = [GROUP];
  localAddresses: readonly string[] = ['10.0.0.1', '127.0.0.1'];
  refuses = false;
  #locators: readonly Locator[] = [createLocator(LocatorKind.UDPv4, '10.0.0.1', 7410)];

  constructor(options: { domainId?: number; announceMs?: number } = {}) {
    const guidPrefix = new Uint8Array(12).fill(1);
    this.core = new ParticipantCore(this.now, {
      domainId: options.domainId ?? 0,
      guidPrefix,
      seed: 1,
      sink: {
        send: (datagram, to) => {
          if (!this.refuses) this.sent.push({ to, bytes: datagram.slice() });
          return !this.refuses;
        },
      },
      paths: {
        select: (announced, source) =>
          selectLocators(announced, source, {
            addresses: this.localAddresses,
            ports: [],
            kinds: [LocatorKind.UDPv4],
          }),
        maxDatagramBytes: (isLocal) => (isLocal ? 16_384 : 1_232),
        isLocalHost: (address) => this.localAddresses.includes(address),
      },
      participantData: () => participantDataOf(guidPrefix, this.#locators, options.domainId ?? 0),
      announceMs: options.announceMs ?? 3_000,
      announceTo: () => this.announceTo,
      wallTime: () => ({ sec: 1, nanosec: 0 }),
      assemblyBudget: new AssemblyBudget(),
    });
  }

  get guidPrefix(): GuidPrefix {
    return this.core.guidPrefix;
  }

  get participants(): readonly string[] {
    return this.core.participants.map(({ guidPrefix }) => guidPrefix.text.slice(0, 2));
  }

  hear(datagram: Uint8Array, address: string): void {
    this.core.handleDatagram(this.now, datagram, address);
    this.core.flush(this.now);
  }

  /** Datagrams since the last call, each as `address: submessage, submessage`. */
  told(): readonly string[] {
    const told = this.sent.map(({ to, bytes }) => {
      const isDirected = bytes[20] === INFO_DST;
      const { submessages } = record(bytes, isDirected ? createGuidPrefix(bytes, 24) : this.guidPrefix);
      const words = submessages.map((one) =>
        one.kind === 'DATA' && one.writerId === EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER
          ? one.payload === undefined
            ? 'FAREWELL'
            : 'SPDP'
          : inWords(one),
      );
      return `${to.address}: ${words.join(', ')}`;
    });
    this.sent = [];
    return told;
  }

  /** Lets time pass; every deadline is served when it falls. */
  advance(ms: number): readonly string[] {
    this.advanceSilently(ms);
    return this.told();
  }

  /** As `advance`; what leaves stays in `sent`. */
  advanceSilently(ms: number): void {
    const end = this.now + ms;
    while (this.core.nextDeadline() <= end) {
      this.now = Math.max(this.now, this.core.nextDeadline());
      this.core.handleTimeout(this.now);
      this.core.flush(this.now);
    }
    this.now = end;
  }

  events(kind?: ParticipantEvent['kind']): readonly ParticipantEvent[] {
    const events = this.core.takeEvents();
    return kind === undefined ? events : events.filter((event) => event.kind === kind);
  }

  createReader(qos: Partial<QosPolicies> = RELIABLE): ReturnType<ParticipantCore['createReader']> {
    const created = this.core.createReader(this.now, { ...TOPIC, qos: withQos(defaultReaderQos, qos) });
    this.core.flush(this.now);
    return created;
  }

  createWriter(qos: Partial<QosPolicies> = RELIABLE): ReturnType<ParticipantCore['createWriter']> {
    const description = { ...TOPIC, qos: withQos(defaultWriterQos, qos) };
    const created = this.core.createWriter(this.now, description, { maxSamples: 100, maxBytes: 1e6 });
    this.core.flush(this.now);
    return created;
  }

  /** A peer that is known, matched with our discovery endpoints, and has proven itself. */
  meet(peer: CorePeer): void {
    this.hear(peer.announcement(), peer.address);
    this.hear(peer.acknowledgeDiscovery(this.guidPrefix), peer.address);
    this.told();
  }
}

export function participantDataOf(
  guidPrefix: Uint8Array,
  locators: readonly Locator[],
  domainId: number,
  leaseMs = 20_000,
): ParticipantData {
  return {
    guidPrefix,
    protocolVersion: { major: 2, minor: 5 },
    vendorId: VendorId.UNKNOWN,
    domainId,
    leaseDuration: msToDuration(leaseMs),
    availableBuiltinEndpoints: BUILTIN_ENDPOINT_SET,
    metatrafficUnicastLocators: locators,
    metatrafficMulticastLocators: [],
    defaultUnicastLocators: locators.map(({ kind, address, port }) => createLocator(kind, address, port + 1)),
    defaultMulticastLocators: [],
    entityName: '',
    userData: new Uint8Array(0),
    properties: new Map(),
    expectsInlineQos: false,
  };
}

/** Somebody else, as far as bytes go. */
export class CorePeer {
  readonly prefixOctets: Uint8Array;
  readonly prefix: GuidPrefix;
  readonly address: string;
  readonly writerId: EntityId = createEntityId(1, EntityKind.WRITER_NO_KEY);
  readonly readerId: EntityId = createEntityId(2, EntityKind.READER_NO_KEY);
  #sedpSn = 0;
  #count = 0;

  constructor(number: number, address = `10.0.0.${number & 0xff}`) {
    this.prefixOctets = Uint8Array.from({ length: 12 }, (_, i) => (i === 0 ? number : number >>> (8 * (i % 4))));
    this.prefix = createGuidPrefix(this.prefixOctets);
    this.address = address;
  }

  message(build: (writer: MessageWriter) => void, to?: GuidPrefix): Uint8Array {
    const writer = new MessageWriter(65_507);
    writer.begin(this.prefix);
    if (to !== undefined) writer.infoDst(to);
    build(writer);
    return writer.bytes().slice();
  }

  locators(addresses: readonly string[] = [this.address]): readonly Locator[] {
    return addresses.map((address) => createLocator(LocatorKind.UDPv4, address, 7_410));
  }

  announcement(options: { addresses?: readonly string[]; leaseMs?: number; domainId?: number } = {}): Uint8Array {
    const locators = this.locators(options.addresses);
    const data = participantDataOf(this.prefixOctets, locators, options.domainId ?? 0, options.leaseMs);
    return this.message((writer) =>
      writer.data({
        readerId: EntityIds.SPDP_BUILTIN_PARTICIPANT_READER,
        writerId: EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER,
        writerSn: 1,
        payload: encodeParticipantData(data),
      }),
    );
  }

  farewell(): Uint8Array {
    const keyHash = guidToOctets({ prefix: this.prefix, entityId: EntityIds.PARTICIPANT });
    return this.message((writer) =>
      writer.data({
        readerId: EntityIds.SPDP_BUILTIN_PARTICIPANT_READER,
        writerId: EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER,
        writerSn: 2,
        inlineQos: encodeInlineQos({ keyHash, statusInfo: 3 }),
      }),
    );
  }

  /** Acknowledges the (empty) discovery writers of `to`, and tells where its own begin. */
  acknowledgeDiscovery(to: GuidPrefix): Uint8Array {
    this.#count += 1;
    return this.message((writer) => {
      for (const { readerId, writerId } of Object.values(BuiltinTopics)) {
        writer.ackNack({ readerId, writerId, readerSnState: setOf(1, []), count: this.#count, final: true });
        writer.heartbeat({ readerId, writerId, firstSn: 1, lastSn: 0, count: this.#count, final: true });
      }
    }, to);
  }

  /** SEDP of an endpoint of this peer, or of one that it says to be its own. */
  endpoint(
    to: GuidPrefix,
    kind: 'reader' | 'writer',
    options: {
      qos?: Partial<QosPolicies>;
      entityId?: EntityId;
      prefix?: GuidPrefix;
      topicName?: string;
      typeName?: string;
      unicastLocators?: readonly Locator[];
    } = {},
  ): Uint8Array {
    const topic = kind === 'writer' ? BuiltinTopics.PUBLICATIONS : BuiltinTopics.SUBSCRIPTIONS;
    const entityId = options.entityId ?? (kind === 'writer' ? this.writerId : this.readerId);
    const payload = encodeEndpointData(
      {
        guid: guidToOctets({ prefix: options.prefix ?? this.prefix, entityId }),
        topicName: options.topicName ?? TOPIC.topicName,
        typeName: options.typeName ?? TOPIC.typeName,
        qos: withQos(kind === 'writer' ? defaultWriterQos : defaultReaderQos, options.qos ?? RELIABLE),
        unicastLocators: options.unicastLocators ?? [],
        multicastLocators: [],
        userData: new Uint8Array(0),
        expectsInlineQos: false,
      },
      kind,
    );
    return this.sedp(to, topic, { payload });
  }

  /** Takes an endpoint back. */
  disposal(to: GuidPrefix, kind: 'reader' | 'writer'): Uint8Array {
    const topic = kind === 'writer' ? BuiltinTopics.PUBLICATIONS : BuiltinTopics.SUBSCRIPTIONS;
    const entityId = kind === 'writer' ? this.writerId : this.readerId;
    const keyHash = guidToOctets({ prefix: this.prefix, entityId });
    return this.sedp(to, topic, { inlineQos: encodeInlineQos({ keyHash, statusInfo: 3 }) });
  }

  sedp(
    to: GuidPrefix,
    topic: { readonly readerId: EntityId; readonly writerId: EntityId },
    content: { readonly payload?: Uint8Array; readonly inlineQos?: Uint8Array },
  ): Uint8Array {
    // One writer for both topics would do, but each counts from 1: a GAP makes room for the other's numbers.
    this.#sedpSn += 1;
    this.#count += 1;
    const { readerId, writerId } = topic;
    return this.message((writer) => {
      writer.gap({ readerId, writerId, gapStart: 1, gapList: setOf(this.#sedpSn, []) });
      writer.data({ readerId, writerId, writerSn: this.#sedpSn, ...content });
      const range = { firstSn: 1, lastSn: this.#sedpSn };
      writer.heartbeat({ readerId, writerId, ...range, count: this.#count, final: true });
    }, to);
  }
}
