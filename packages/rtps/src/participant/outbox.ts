import { INFO_DST_SIZE, INFO_TS_SIZE, MessageWriter } from '../message/message-writer.js';
import type { GuidPrefix } from '../types/guid.js';
import type { Time } from '../types/time.js';
import type { Destination } from './destination.js';

/** RTPS header, INFO_DST and INFO_TS: what a datagram carries before its first entity submessage. */
const OVERHEAD = 20 + INFO_DST_SIZE + INFO_TS_SIZE;

/** Buffers that are kept for re-use, by size: for paths to other hosts, and for this one. More than these are garbage, not errors. */
const SMALL = { capacity: 2 * 1024, kept: 256 } as const;
const LARGE = { capacity: 16 * 1024, kept: 16 } as const;

/** Writes something small that can wait, into the outbox, because a datagram to its destination leaves now. */
export type Rider = () => void;

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
  readonly #riders: Map<Destination, Set<Rider>> = new Map();
  readonly #small: Packet[] = [];
  readonly #large: Packet[] = [];

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
    const needed = size + INFO_TS_SIZE;
    if (packet !== undefined && packet.writer.length + needed > destination.maxDatagramBytes) {
      this.#send(packet, destination);
      packet = undefined;
    }
    if (packet === undefined) packet = this.#begin(destination, size);
    else if (needed > packet.writer.remaining) this.#grow(packet, needed, destination);
    if (timestamp !== undefined && timestamp !== packet.timestamp) {
      packet.writer.infoTs(timestamp);
      packet.timestamp = timestamp;
    }
    return packet.writer;
  }

  /** `rider` is called, once, when something else leaves for `destination`: what it writes shares the datagram. */
  addRider(destination: Destination, rider: Rider): void {
    const riders = this.#riders.get(destination);
    if (riders === undefined) this.#riders.set(destination, new Set([rider]));
    else riders.add(rider);
  }

  removeRider(destination: Destination, rider: Rider): void {
    const riders = this.#riders.get(destination);
    if (riders?.delete(rider) === true && riders.size === 0) this.#riders.delete(destination);
  }

  /** Sends everything collected. */
  flush(): void {
    if (this.#riders.size > 0) for (const destination of this.#open.keys()) this.#board(destination);
    for (const [destination, packet] of this.#open) this.#send(packet, destination);
  }

  #board(destination: Destination): void {
    const riders = this.#riders.get(destination);
    if (riders === undefined) return;
    this.#riders.delete(destination);
    for (const rider of riders) rider();
  }

  #begin(destination: Destination, size: number): Packet {
    // Most of what is sent is small, on paths of large datagrams too: a flush to a hundred peers on this host needs a hundred of these.
    const packet = this.#take(size + OVERHEAD);
    packet.timestamp = undefined;
    packet.writer.begin(this.#prefix);
    if (destination.prefix !== undefined) packet.writer.infoDst(destination.prefix);
    this.#open.set(destination, packet);
    return packet;
  }

  #send(packet: Packet, destination: Destination): void {
    this.#open.delete(destination);
    this.#emit(packet.writer.bytes(), destination);
    this.#keep(packet);
  }

  /** Moves the message into a larger buffer. */
  #grow(packet: Packet, needed: number, destination: Destination): void {
    const { writer } = packet;
    const capacity = writer.length + needed;
    const larger = this.#take(capacity <= LARGE.capacity ? capacity : destination.maxDatagramBytes);
    larger.writer.continue(writer);
    packet.writer = larger.writer;
    larger.writer = writer;
    this.#keep(larger);
  }

  #keep(packet: Packet): void {
    const { capacity } = packet.writer;
    if (capacity === SMALL.capacity && this.#small.length < SMALL.kept) this.#small.push(packet);
    else if (capacity === LARGE.capacity && this.#large.length < LARGE.kept) this.#large.push(packet);
  }

  #take(capacity: number): Packet {
    if (capacity <= SMALL.capacity) return this.#small.pop() ?? newPacket(SMALL.capacity);
    if (capacity <= LARGE.capacity) return this.#large.pop() ?? newPacket(LARGE.capacity);
    return newPacket(capacity);
  }
}

function newPacket(capacity: number): Packet {
  return { writer: new MessageWriter(capacity), timestamp: undefined };
}
