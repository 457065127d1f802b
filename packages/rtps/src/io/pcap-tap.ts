import { closeSync, openSync, writeSync } from 'node:fs';
import { Buffer } from 'node:buffer';
import type { Time } from '../types/time.js';
import type { DatagramAddress, DatagramTap } from './datagram-tap.js';
import { ipv4ToNumber } from './network-interfaces.js';

/** https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html §4: microsecond time stamps. */
const PCAP_MAGIC = 0xa1b2c3d4;
/** Packets begin with an IPv4 or IPv6 header (https://www.tcpdump.org/linktypes.html, LINKTYPE_RAW). */
const LINKTYPE_RAW = 101;
const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;
const IP_HEADER_BYTES = 20;
const UDP_HEADER_BYTES = 8;
const MAX_PACKET_BYTES = 65_535;
const IP_PROTOCOL_UDP = 17;
/** Written to the file when this much has gathered, and at `close`. */
const BUFFER_BYTES = 1 << 18;

/**
 * Writes what a host sends and receives as a pcap file that tshark and Wireshark read. It taps our own sockets, so it
 * needs no privileges; IPv4 and UDP headers are made up around each datagram. `close()` (the host's own) completes the file.
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
    const packetBytes = IP_HEADER_BYTES + UDP_HEADER_BYTES + datagram.length;
    if (this.#file === undefined || packetBytes > MAX_PACKET_BYTES) return;
    if (this.#used + RECORD_HEADER_BYTES + packetBytes > BUFFER_BYTES) this.#flush();

    const out = this.#buffer;
    let at = this.#used;
    out.writeUInt32LE(time.sec, at);
    out.writeUInt32LE(Math.floor(time.nanosec / 1000), at + 4);
    out.writeUInt32LE(packetBytes, at + 8);
    out.writeUInt32LE(packetBytes, at + 12);

    at += RECORD_HEADER_BYTES;
    out.writeUInt16BE(0x4500, at); // IPv4, five words of header
    out.writeUInt16BE(packetBytes, at + 2);
    this.#identification = (this.#identification + 1) & 0xffff;
    out.writeUInt16BE(this.#identification, at + 4);
    out.writeUInt16BE(0, at + 6);
    out.writeUInt8(64, at + 8);
    out.writeUInt8(IP_PROTOCOL_UDP, at + 9);
    out.writeUInt16BE(0, at + 10);
    out.writeInt32BE(ipv4ToNumber(source.address), at + 12);
    out.writeInt32BE(ipv4ToNumber(destination.address), at + 16);
    out.writeUInt16BE(internetChecksum(out, at, IP_HEADER_BYTES), at + 10);

    at += IP_HEADER_BYTES;
    out.writeUInt16BE(source.port, at);
    out.writeUInt16BE(destination.port, at + 2);
    out.writeUInt16BE(UDP_HEADER_BYTES + datagram.length, at + 4);
    out.writeUInt16BE(0, at + 6); // no checksum (RFC 768)
    out.set(datagram, at + UDP_HEADER_BYTES);
    this.#used = at + UDP_HEADER_BYTES + datagram.length;
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

/** RFC 1071. */
function internetChecksum(bytes: Buffer, offset: number, length: number): number {
  let sum = 0;
  for (let at = offset; at < offset + length; at += 2) sum += bytes.readUInt16BE(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
