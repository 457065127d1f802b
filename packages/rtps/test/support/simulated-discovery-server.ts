import type { SimHost } from '@rclts/sim';
import { BuiltinTopics, type BuiltinTopic } from '../../src/discovery/builtin-endpoints.js';
import {
  decodeParticipantData,
  encodeParticipantData,
  type ParticipantData,
} from '../../src/discovery/participant-data.js';
import { dissectMessage, type DissectedSubmessage } from '../../src/message/message-dissection.js';
import { MessageWriter } from '../../src/message/message-writer.js';
import { encodeInlineQos } from '../../src/parameters/inline-qos.js';
import { createGuidPrefix, type GuidPrefix } from '../../src/types/guid.js';
import type { Locator } from '../../src/types/locator.js';
import { NumberSet } from '../../src/types/number-set.js';
import { StatusInfo } from '../../src/types/status-info.js';

const RELAYED: readonly BuiltinTopic[] = [
  BuiltinTopics.PARTICIPANTS,
  BuiltinTopics.PUBLICATIONS,
  BuiltinTopics.SUBSCRIPTIONS,
];
const ANNOUNCE_MS = 1_000;
const LEASE = { sec: 3, nanosec: 0 };

interface Entry {
  readonly payload?: Uint8Array | undefined;
  readonly inlineQos?: Uint8Array | undefined;
  /** Who has said it; nobody is told of himself. */
  readonly from: string;
}

interface Client {
  readonly prefix: GuidPrefix;
  readonly locator: Locator;
}

/**
 * A discovery server as far as its clients see: it relays every announcement to everybody else, without a filter, in order, each
 * of its writers under numbers of its own. For a network that loses nothing.
 */
export class SimulatedDiscoveryServer {
  readonly prefix: GuidPrefix;
  readonly #host: SimHost;
  readonly #clients = new Map<string, Client>();
  readonly #logs = new Map<BuiltinTopic, Entry[]>(RELAYED.map((topic) => [topic, []]));
  #count = 0;

  /** @param id - its GUID is made of it, as Fast DDS's. */
  constructor(host: SimHost, id: number, type = 'SERVER') {
    this.#host = host;
    const octets = Uint8Array.of(0x44, 0x53, id, 0x5f, 0x45, 0x50, 0x52, 0x4f, 0x53, 0x49, 0x4d, 0x41);
    this.prefix = createGuidPrefix(octets, 0);
    const own: ParticipantData = {
      guidPrefix: octets,
      protocolVersion: { major: 2, minor: 2 },
      vendorId: 0x010f,
      leaseDuration: LEASE,
      availableBuiltinEndpoints: 0xc3f,
      metatrafficUnicastLocators: host.locators.metatrafficUnicast,
      metatrafficMulticastLocators: [],
      defaultUnicastLocators: host.locators.defaultUnicast,
      defaultMulticastLocators: [],
      entityName: '',
      userData: new Uint8Array(0),
      properties: new Map([['PARTICIPANT_TYPE', type]]),
      expectsInlineQos: false,
    };
    this.#logs.get(BuiltinTopics.PARTICIPANTS)?.push({ payload: encodeParticipantData(own), from: this.prefix.text });
    host.open({
      onDatagram: (datagram) => this.#onDatagram(datagram),
      onLocatorsChanged: () => undefined,
      onWritable: () => undefined,
    });
    this.#announce();
  }

  get clients(): readonly string[] {
    return [...this.#clients.keys()];
  }

  /** Tells everybody that the participant has left; 16 octets. */
  dispose(guid: Uint8Array): void {
    const inlineQos = encodeInlineQos({ keyHash: guid, statusInfo: StatusInfo.DISPOSED | StatusInfo.UNREGISTERED });
    this.#logs.get(BuiltinTopics.PARTICIPANTS)?.push({ inlineQos, from: '' });
    this.#tellEverybody();
  }

  #announce(): void {
    this.#tellEverybody();
    this.#host.setTimer(ANNOUNCE_MS, () => this.#announce());
  }

  #onDatagram(datagram: Uint8Array): void {
    const message = dissectMessage(datagram);
    if (message === undefined) return;
    const sizeBefore = this.#size;
    for (const submessage of message.submessages) this.#hear(message.prefix, submessage);
    if (this.#size > sizeBefore) this.#tellEverybody();
  }

  get #size(): number {
    let size = this.#clients.size;
    for (const log of this.#logs.values()) size += log.length;
    return size;
  }

  #hear(from: string, submessage: DissectedSubmessage): void {
    const client = this.#clients.get(from);
    const topic = RELAYED.find(({ writerId }) => writerId === submessage.writerId);
    if (topic === undefined) return;
    if (submessage.kind === 'HEARTBEAT' && client !== undefined) this.#acknowledge(client, topic, submessage.lastSn);
    if (submessage.kind !== 'DATA') return;
    const { payload } = submessage;
    if (topic === BuiltinTopics.PARTICIPANTS) {
      if (client !== undefined || payload === undefined) return;
      const locator = decodeParticipantData(payload)?.metatrafficUnicastLocators[0];
      if (locator !== undefined)
        this.#clients.set(from, { prefix: createGuidPrefix(Buffer.from(from, 'hex')), locator });
    }
    const inlineQos = submessage.inlineQos?.statusInfo ? encodeInlineQos(submessage.inlineQos) : undefined;
    this.#logs.get(topic)?.push({ payload: payload && new Uint8Array(payload), inlineQos, from });
  }

  #tellEverybody(): void {
    for (const [prefix, client] of this.#clients)
      for (const [{ writerId, readerId }, log] of this.#logs) {
        this.#send(client, (message) => {
          this.#count += 1;
          log.forEach(({ payload, inlineQos, from }, index) => {
            if (from === prefix)
              message.gap({ readerId, writerId, gapStart: index + 1, gapList: new NumberSet().clear(index + 2) });
            else message.data({ readerId, writerId, writerSn: index + 1, payload, inlineQos });
          });
          message.heartbeat({ readerId, writerId, firstSn: 1, lastSn: log.length, count: this.#count, final: false });
        });
      }
  }

  #acknowledge(client: Client, { writerId, readerId }: BuiltinTopic, lastSn: number): void {
    this.#count += 1;
    const readerSnState = new NumberSet().clear(lastSn + 1);
    this.#send(client, (message) =>
      message.ackNack({ readerId, writerId, readerSnState, count: this.#count, final: true }),
    );
  }

  #send(client: Client, write: (message: MessageWriter) => void): void {
    const message = new MessageWriter(60_000);
    message.begin(this.prefix);
    message.infoDst(client.prefix);
    write(message);
    this.#host.send(message.bytes(), client.locator);
  }
}
