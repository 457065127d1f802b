import type { Buffer } from 'node:buffer';
import type { DatagramAddress } from './datagram-tap.js';
import { IpFamily, parseIpAddress, type IpAddress } from './ip-addresses.js';

const IPV4_HEADER_BYTES = 20;
const IPV6_HEADER_BYTES = 40;
const UDP_HEADER_BYTES = 8;
const IP_PROTOCOL_UDP = 17;
const HOP_LIMIT = 64;
const NOWHERE: IpAddress = { family: IpFamily.V4, words: [0, 0, 0xffff, 0], zone: '' };

/** What headers the made-up packet around a datagram has. */
export interface PacketEnds {
  readonly source: IpAddress;
  readonly destination: IpAddress;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** Of the whole packet. */
  readonly bytes: number;
}

export function packetEnds(source: DatagramAddress, destination: DatagramAddress, datagramBytes: number): PacketEnds {
  const from = parseIpAddress(source.address) ?? NOWHERE;
  const headerBytes = from.family === IpFamily.V4 ? IPV4_HEADER_BYTES : IPV6_HEADER_BYTES;
  return {
    source: from,
    destination: parseIpAddress(destination.address) ?? NOWHERE,
    sourcePort: source.port,
    destinationPort: destination.port,
    bytes: headerBytes + UDP_HEADER_BYTES + datagramBytes,
  };
}

/** Writes the packet at `at`: IP and UDP headers, then the datagram. */
export function writePacket(
  out: Buffer,
  at: number,
  ends: PacketEnds,
  datagram: Uint8Array,
  identification: number,
): void {
  const isV4 = ends.source.family === IpFamily.V4;
  if (isV4) writeIpv4Header(out, at, ends, identification);
  else writeIpv6Header(out, at, ends);
  const udp = at + ends.bytes - UDP_HEADER_BYTES - datagram.length;
  const udpBytes = UDP_HEADER_BYTES + datagram.length;
  out.writeUInt16BE(ends.sourcePort, udp);
  out.writeUInt16BE(ends.destinationPort, udp + 2);
  out.writeUInt16BE(udpBytes, udp + 4);
  out.writeUInt16BE(0, udp + 6); // RFC 768: no checksum
  out.set(datagram, udp + UDP_HEADER_BYTES);
  if (isV4) return;
  // RFC 8200 §8.1: IPv6 wants one, over both addresses, length and protocol too.
  const pseudo = sumOfWords(out, at + 8, 32) + udpBytes + IP_PROTOCOL_UDP;
  out.writeUInt16BE(checksumOf(pseudo + sumOfWords(out, udp, udpBytes)) || 0xffff, udp + 6);
}

function writeIpv4Header(out: Buffer, at: number, { source, destination, bytes }: PacketEnds, id: number): void {
  out.writeUInt16BE(0x4500, at); // five words of header
  out.writeUInt16BE(bytes, at + 2);
  out.writeUInt16BE(id, at + 4);
  out.writeUInt16BE(0, at + 6);
  out.writeUInt8(HOP_LIMIT, at + 8);
  out.writeUInt8(IP_PROTOCOL_UDP, at + 9);
  out.writeUInt16BE(0, at + 10);
  out.writeInt32BE(source.words[3] | 0, at + 12);
  out.writeInt32BE(destination.words[3] | 0, at + 16);
  out.writeUInt16BE(checksumOf(sumOfWords(out, at, IPV4_HEADER_BYTES)), at + 10);
}

function writeIpv6Header(out: Buffer, at: number, { source, destination, bytes }: PacketEnds): void {
  out.writeUInt32BE(0x6000_0000, at);
  out.writeUInt16BE(bytes - IPV6_HEADER_BYTES, at + 4);
  out.writeUInt8(IP_PROTOCOL_UDP, at + 6);
  out.writeUInt8(HOP_LIMIT, at + 7);
  source.words.forEach((word, index) => out.writeInt32BE(word | 0, at + 8 + 4 * index));
  destination.words.forEach((word, index) => out.writeInt32BE(word | 0, at + 24 + 4 * index));
}

/** RFC 1071; an odd octet at the end counts as if a 0 followed. */
function sumOfWords(bytes: Buffer, offset: number, length: number): number {
  let sum = 0;
  for (let at = offset; at + 1 < offset + length; at += 2) sum += bytes.readUInt16BE(at);
  return length % 2 === 0 ? sum : sum + (bytes.readUInt8(offset + length - 1) << 8);
}

function checksumOf(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000);
  return ~folded & 0xffff;
}
