import { closeSync, openSync, writeSync } from 'node:fs';
import { Buffer } from 'node:buffer';
import type { Time } from '../types/time.js';
import type { DatagramAddress, DatagramTap } from './datagram-tap.js';
import { packetEnds, writePacket } from './ip-packet.js';

/** https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html §4: microsecond time stamps. */
const PCAP_MAGIC = 0xa1b2c3d4;
/** Packets begin with an IPv4 or IPv6 header (https://www.tcpdump.org/linktypes.html, LINKTYPE_RAW). */
const LINKTYPE_RAW = 101;
const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
const MAX_PACKET_BYTES = 65_535;
/** Written to the file when this much has gathered, and at `close`. */
const BUFFER_BYTES = 1 << 18;

/**
 * Writes what a host sends and receives as a pcap file that tshark and Wireshark read. It taps our own sockets, so it
 * needs no privileges; IP and UDP headers are made up around each datagram. `close()` (the host's own) completes the file.
 */
export class PcapTap implements DatagramTap {
  readonly #buffer = Buffer.alloc(BUFFER_BYTES);
  #file: number | undefined;
  #used = 0;
  #identification = 0;

  /** Creates the file, or empties it; throws what `fs.openSync` throws. */
  constructor(path: string) {
    this.#file = openSync(path, 'w');
    const header = this.#buffer;
    header.writeUInt32LE(PCAP_MAGIC, 0);
    header.writeUInt16LE(2, 4); // format 2.4
    header.writeUInt16LE(4, 6);
    header.writeUInt32LE(MAX_PACKET_BYTES, 16);
    header.writeUInt32LE(LINKTYPE_RAW, 20);
    this.#used = FILE_HEADER_BYTES;
  }

  onDatagram(
    _direction: 'sent' | 'received',
    datagram: Uint8Array,
    source: DatagramAddress,
    destination: DatagramAddress,
    time: Time,
  ): void {
    const ends = packetEnds(source, destination, datagram.length);
    if (this.#file === undefined || ends.bytes > MAX_PACKET_BYTES) return;
    if (this.#used + RECORD_HEADER_BYTES + ends.bytes > BUFFER_BYTES) this.#flush();

    const out = this.#buffer;
    const at = this.#used;
    out.writeUInt32LE(time.sec, at);
    out.writeUInt32LE(Math.floor(time.nanosec / 1000), at + 4);
    out.writeUInt32LE(ends.bytes, at + 8);
    out.writeUInt32LE(ends.bytes, at + 12);
    this.#identification = (this.#identification + 1) & 0xffff;
    writePacket(out, at + RECORD_HEADER_BYTES, ends, datagram, this.#identification);
    this.#used = at + RECORD_HEADER_BYTES + ends.bytes;
  }

  close(): void {
    if (this.#file === undefined) return;
    this.#flush();
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) closeSync(file);
  }

  /** A disk that is full ends the capture, not the program. */
  #flush(): void {
    if (this.#file === undefined) return;
    try {
      let written = 0;
      while (written < this.#used) written += writeSync(this.#file, this.#buffer, written, this.#used - written);
    } catch {
      closeSync(this.#file);
      this.#file = undefined;
    }
    this.#used = 0;
  }
}
