import type { Participant, Sample, WriteOptions } from '@rclts/rtps';

// Clients and servers of example_interfaces/srv/AddTwoInts that write every octet by themselves, after the sources of the three
// rmw: what we take them for, they must not have from us.

/** Octets before the message, after the encapsulation header, padded as 64-bit numbers want it: request, reply. */
const HEADER_SIZE = { enhanced: [0, 0], cyclone: [16, 16], basic: [32, 32] } as const;
export type Dialect = keyof typeof HEADER_SIZE;

const QOS = { reliability: 2, history: 1 } as const;
const REQUEST = { topicName: 'rq/addRequest', typeName: 'example_interfaces::srv::dds_::AddTwoInts_Request_' };
const REPLY = { topicName: 'rr/addReply', typeName: 'example_interfaces::srv::dds_::AddTwoInts_Response_' };

const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));
const viewOf = (octets: Uint8Array): DataView => new DataView(octets.buffer, octets.byteOffset, octets.byteLength);

let ids = 0;

export class ScriptedClient {
  readonly #dialect: Dialect;
  readonly #reader;
  readonly #writer;
  readonly #guid: bigint;
  #sent = 0;
  readonly sums = new Map<number, bigint>();
  /** Replies on the topic that were somebody else's, or nothing that it understands. */
  foreign = 0;

  constructor(participant: Participant, dialect: Dialect) {
    this.#dialect = dialect;
    const id = ++ids;
    this.#guid = 0xf000_0000_0000_0000n + BigInt(id);
    const userData = dialect === 'cyclone' ? ascii(`clientid= 1.10.${id.toString(16)};`) : new Uint8Array(0);
    this.#reader = participant.createReader(
      { ...REPLY, qos: QOS, userData },
      { onSample: (sample) => this.#onReply(sample) },
    );
    this.#writer = participant.createWriter({ ...REQUEST, qos: QOS, userData, maxSamples: 1000 });
  }

  get isServerAvailable(): boolean {
    return this.#writer.matchedReaders.length > 0 && this.#reader.matchedWriters.length > 0;
  }

  /** Its number; the sum comes into `sums` under it. */
  ask(a: bigint, b: bigint): number {
    const number = ++this.#sent;
    const headerSize = HEADER_SIZE[this.#dialect][0];
    const payload = new Uint8Array(4 + headerSize + 16);
    payload[1] = 1;
    const view = viewOf(payload);
    if (this.#dialect === 'cyclone') {
      view.setBigUint64(4, this.#guid, true);
      view.setBigInt64(12, BigInt(number), true);
    } else if (this.#dialect === 'basic') {
      payload.set(this.#writer.guidOctets, 4);
      view.setInt32(20, 0, true);
      view.setUint32(24, number, true);
      view.setUint32(28, 1, true);
    }
    view.setBigInt64(4 + headerSize, a, true);
    view.setBigInt64(12 + headerSize, b, true);
    const guid = this.#reader.guidOctets;
    this.#writer.write(
      payload,
      this.#dialect === 'enhanced' ? { relatedSampleIdentity: { guid, sequenceNumber: -1 } } : {},
    );
    return number;
  }

  #onReply({ payload, relatedSampleIdentity }: Sample): void {
    const headerSize = HEADER_SIZE[this.#dialect][1];
    const view = viewOf(payload);
    let number = -1;
    const isWhole = payload.length === 4 + headerSize + 8;
    if (this.#dialect === 'enhanced') {
      const isOwn = relatedSampleIdentity && Buffer.compare(relatedSampleIdentity.guid, this.#reader.guidOctets) === 0;
      if (isOwn) number = relatedSampleIdentity.sequenceNumber;
    } else if (isWhole && relatedSampleIdentity === undefined) {
      const isBasic = this.#dialect === 'basic';
      const isOwn = isBasic
        ? Buffer.compare(payload.subarray(4, 20), this.#writer.guidOctets) === 0
        : view.getBigUint64(4, true) === this.#guid;
      if (isOwn) number = isBasic ? view.getUint32(24, true) : Number(view.getBigInt64(12, true));
    }
    if (number < 1 || !isWhole || this.sums.has(number)) this.foreign += 1;
    else this.sums.set(number, view.getBigInt64(4 + headerSize, true));
  }
}

export class ScriptedServer {
  readonly #dialect: Dialect;
  readonly #writer;
  /** The `a` of each request. */
  readonly asked: bigint[] = [];
  /** Requests that it does not understand. */
  foreign = 0;

  constructor(participant: Participant, dialect: Dialect) {
    this.#dialect = dialect;
    const id = ++ids;
    const userData = dialect === 'cyclone' ? ascii(`serviceid= 1.10.${id.toString(16)};`) : new Uint8Array(0);
    this.#writer = participant.createWriter({ ...REPLY, qos: QOS, userData, maxSamples: 1000 });
    participant.createReader({ ...REQUEST, qos: QOS, userData }, { onSample: (sample) => this.#onRequest(sample) });
  }

  #onRequest({ payload, relatedSampleIdentity, sequenceNumber }: Sample): void {
    const [headerSize, replySize] = HEADER_SIZE[this.#dialect];
    const isEnhanced = this.#dialect === 'enhanced';
    if (payload.length !== 4 + headerSize + 16 || (relatedSampleIdentity !== undefined) !== isEnhanced) {
      this.foreign += 1;
      return;
    }
    const view = viewOf(payload);
    const a = view.getBigInt64(4 + headerSize, true);
    this.asked.push(a);
    const reply = new Uint8Array(4 + replySize + 8);
    reply[1] = 1;
    // The identity comes back; a reply's `remoteEx` of 0 stands where a request's instance name does.
    reply.set(payload.subarray(4, 4 + Math.min(headerSize, 24)), 4);
    viewOf(reply).setBigInt64(4 + replySize, a + view.getBigInt64(12 + headerSize, true), true);
    const options: WriteOptions = relatedSampleIdentity
      ? { relatedSampleIdentity: { guid: relatedSampleIdentity.guid, sequenceNumber } }
      : {};
    this.#writer.write(reply, options);
  }
}
