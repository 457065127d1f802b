import { INFO_DST_SIZE, INFO_TS_SIZE, MessageWriter } from '../message/message-writer.js';
import type { GuidPrefix } from '../types/guid.js';
import type { Time } from '../types/time.js';
import type { Destination } from './destination.js';

/** RTPS header, INFO_DST and INFO_TS: what a datagram carries before its first entity submessage. */
const OVERHEAD = 20 + INFO_DST_SIZE + INFO_TS_SIZE;

/** Datagrams in the making that are kept for re-use; a flush to more destinations than this makes garbage, not errors. */
const POOL_SIZE = 32;
const POOLED_CAPACITY = 16 * 1024;

interface Packet {
  writer: MessageWriter;
  timestamp: Time | undefined;
}

/**
 * Collects what one flush wants to send and packs it per destination: submessages of all writers and readers for one
 * participant share datagrams. Nothing leaves before `flush`, except a datagram that is full.
 */
export class Outbox {
  readonly #prefix: GuidPrefix;
  readonly #emit: (datagram: Uint8Array, destination: Destination) => void;
  readonly #open: Map<Destination, Packet> = new Map();
  readonly #pool: Packet[] = [];

  constructor(prefix: GuidPrefix, emit: (datagram: Uint8Array, destination: Destination) => void) {
    this.#prefix = prefix;
    this.#emit = emit;
  }

  /** Bytes of submessages that fit into one datagram to `destination`. */
  roomFor(destination: Destination): number {
    return destination.maxDatagramBytes - OVERHEAD;
  }

  /**
   * A message for `destination` with room for `size` more bytes. A submessage larger than any datagram should be gets
   * one of its own: who may not exceed the budget fragments before it comes here. `timestamp` puts an INFO_TS before
   * what is written next, unless the same one already holds.
   */
  open(destination: Destination, size: number, timestamp?: Time): MessageWriter {
    let packet = this.#open.get(destination);
    if (packet !== undefined && packet.writer.length + size + INFO_TS_SIZE > destination.maxDatagramBytes) {
      this.#send(packet, destination);
      packet = undefined;
    }
    if (packet === undefined) packet = this.#begin(destination, size);
    if (timestamp !== undefined && timestamp !== packet.timestamp) {
      packet.writer.infoTs(timestamp);
      packet.timestamp = timestamp;
    }
    return packet.writer;
  }

  /** Sends everything collected. */
  flush(): void {
    for (const [destination, packet] of this.#open) this.#send(packet, destination);
  }

  #begin(destination: Destination, size: number): Packet {
    const capacity = Math.max(POOLED_CAPACITY, destination.maxDatagramBytes, size + OVERHEAD);
    const pooled = capacity <= POOLED_CAPACITY ? this.#pool.pop() : undefined;
    const packet = pooled ?? { writer: new MessageWriter(capacity), timestamp: undefined };
    packet.timestamp = undefined;
    packet.writer.begin(this.#prefix);
    if (destination.prefix !== undefined) packet.writer.infoDst(destination.prefix);
    this.#open.set(destination, packet);
    return packet;
  }

  #send(packet: Packet, destination: Destination): void {
    this.#open.delete(destination);
    this.#emit(packet.writer.bytes(), destination);
    if (packet.writer.capacity <= POOLED_CAPACITY && this.#pool.length < POOL_SIZE) this.#pool.push(packet);
  }
}
