import { u16, u32, u8 } from '../message/bytes.js';
import type { Time } from '../types/time.js';
import { type CapturedPacket, LinkType } from './captured-packet.js';
import { FragmentedPackets } from './fragmented-packets.js';

export interface UdpEndpoint {
  /** `192.0.2.1` or `fe80:0:0:0:0:0:0:1`. */
  readonly address: string;
  readonly port: number;
}

/** A datagram with what IP and UDP say of it. */
export interface CapturedDatagram {
  readonly time: Time;
  readonly source: UdpEndpoint;
  readonly destination: UdpEndpoint;
  readonly payload: Uint8Array;
}

const ETHER_IPV4 = 0x0800;
const ETHER_IPV6 = 0x86dd;
const ETHER_VLAN = 0x8100;
const PROTOCOL_UDP = 17;
const IPV6_FRAGMENT = 44;
const IPV6_HEADER_BYTES = 40;
const UDP_HEADER_BYTES = 8;

/** Picks the UDP datagrams out of captured packets, put together again where IP had cut them up. Takes any bytes. */
export class UdpDatagrams {
  readonly #fragmented = new FragmentedPackets();

  /** The datagram that this packet is or completes; undefined for all else. */
  read({ bytes, linkType, time }: CapturedPacket): CapturedDatagram | undefined {
    const offset = networkOffset(bytes, linkType);
    if (offset === undefined || offset + 20 > bytes.length) return undefined;
    const version = u8(bytes, offset) >>> 4;
    if (version === 4) return this.#readIpv4(bytes, offset, time);
    return version === 6 ? this.#readIpv6(bytes, offset, time) : undefined;
  }

  #readIpv4(bytes: Uint8Array, offset: number, time: Time): CapturedDatagram | undefined {
    const headerBytes = (u8(bytes, offset) & 0xf) * 4;
    const end = Math.min(bytes.length, offset + u16(bytes, offset + 2, false));
    if (headerBytes < 20 || u8(bytes, offset + 9) !== PROTOCOL_UDP || offset + headerBytes > end) return undefined;
    const source = ipv4Text(bytes, offset + 12);
    const destination = ipv4Text(bytes, offset + 16);
    const fragment = u16(bytes, offset + 6, false);
    const body = bytes.subarray(offset + headerBytes, end);
    const key = `${source} ${destination} ${String(u16(bytes, offset + 4, false))}`;
    const whole = this.#fragmented.add(key, (fragment & 0x1fff) * 8, (fragment & 0x2000) !== 0, body);
    return whole && readUdp(whole, source, destination, time);
  }

  #readIpv6(bytes: Uint8Array, offset: number, time: Time): CapturedDatagram | undefined {
    if (offset + IPV6_HEADER_BYTES > bytes.length) return undefined;
    const end = Math.min(bytes.length, offset + IPV6_HEADER_BYTES + u16(bytes, offset + 4, false));
    const source = ipv6Text(bytes, offset + 8);
    const destination = ipv6Text(bytes, offset + 24);
    const next = u8(bytes, offset + 6);
    let body = bytes.subarray(offset + IPV6_HEADER_BYTES, end);
    if (next === IPV6_FRAGMENT && body.length >= 8 && u8(body, 0) === PROTOCOL_UDP) {
      const fragment = u16(body, 2, false);
      const key = `${source} ${destination} ${String(u32(body, 4, false))}`;
      const whole = this.#fragmented.add(key, fragment & 0xfff8, (fragment & 1) !== 0, body.subarray(8));
      if (whole === undefined) return undefined;
      body = whole;
    } else if (next !== PROTOCOL_UDP) {
      return undefined;
    }
    return readUdp(body, source, destination, time);
  }
}

function readUdp(body: Uint8Array, source: string, destination: string, time: Time): CapturedDatagram | undefined {
  if (body.length < UDP_HEADER_BYTES) return undefined;
  const length = u16(body, 4, false);
  return {
    time,
    source: { address: source, port: u16(body, 0, false) },
    destination: { address: destination, port: u16(body, 2, false) },
    payload: body.subarray(UDP_HEADER_BYTES, Math.max(UDP_HEADER_BYTES, Math.min(body.length, length))),
  };
}

/** Where the IP header begins; undefined where there is none. */
function networkOffset(bytes: Uint8Array, linkType: number): number | undefined {
  switch (linkType) {
    case LinkType.RAW:
      return 0;
    case LinkType.NULL:
      return 4;
    case LinkType.ETHERNET:
      return afterEtherType(bytes, 12);
    case LinkType.LINUX_SLL:
      return afterEtherType(bytes, 14);
    case LinkType.LINUX_SLL2:
      return bytes.length >= 20 && isIp(u16(bytes, 0, false)) ? 20 : undefined;
    default:
      return undefined;
  }
}

/** Past the EtherType at `offset`, and past a VLAN's tag. */
function afterEtherType(bytes: Uint8Array, offset: number): number | undefined {
  if (offset + 6 > bytes.length) return undefined;
  const isTagged = u16(bytes, offset, false) === ETHER_VLAN;
  const at = isTagged ? offset + 4 : offset;
  return isIp(u16(bytes, at, false)) ? at + 2 : undefined;
}

function isIp(etherType: number): boolean {
  return etherType === ETHER_IPV4 || etherType === ETHER_IPV6;
}

function ipv4Text(bytes: Uint8Array, offset: number): string {
  return bytes.subarray(offset, offset + 4).join('.');
}

function ipv6Text(bytes: Uint8Array, offset: number): string {
  return Array.from({ length: 8 }, (_, index) => u16(bytes, offset + index * 2, false).toString(16)).join(':');
}
