import type { Time } from '../types/time.js';
import { type CaptureFormat, type CaptureRecord, MAX_PACKET_BYTES } from './captured-packet.js';

const BlockType = { SECTION_HEADER: 0x0a0d0d0a, INTERFACE: 1, SIMPLE_PACKET: 3, ENHANCED_PACKET: 6 } as const;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;
/** Type and length before the body, the length again after it. */
const OVERHEAD_BYTES = 12;
const BODY_OFFSET = 8;
const OptionCode = { END: 0, TIME_RESOLUTION: 9 } as const;
/** Long comments and name lists are skipped; a block beyond this is no block. */
const MAX_BLOCK_BYTES = 16 * MAX_PACKET_BYTES;

interface Interface {
  readonly linkType: number;
  readonly unitsPerSecond: number;
}

/** https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html: sections, interfaces and packets; all other blocks are skipped. */
export class PcapngFormat implements CaptureFormat {
  #littleEndian = true;
  #interfaces: Interface[] = [];

  /** Undefined: the four octets at 0 are not a pcapng file's. */
  static recognize(view: DataView): PcapngFormat | undefined {
    return view.getUint32(0, true) === BlockType.SECTION_HEADER ? new PcapngFormat() : undefined;
  }

  next(view: DataView): CaptureRecord | undefined {
    if (view.byteLength < OVERHEAD_BYTES) return undefined;
    // The section header reads the same in both byte orders and tells which one holds.
    if (view.getUint32(0, true) === BlockType.SECTION_HEADER) {
      this.#littleEndian = view.getUint32(BODY_OFFSET, true) === BYTE_ORDER_MAGIC;
      this.#interfaces = [];
    }
    const type = view.getUint32(0, this.#littleEndian);
    const length = view.getUint32(4, this.#littleEndian);
    if (length < OVERHEAD_BYTES || length % 4 !== 0 || length > MAX_BLOCK_BYTES)
      return { length: 0, problem: `a block of ${String(length)} octets` };
    if (view.byteLength < length) return undefined;
    const body = new DataView(view.buffer, view.byteOffset + BODY_OFFSET, length - OVERHEAD_BYTES);
    if (type === BlockType.INTERFACE && body.byteLength >= 8) this.#interfaces.push(this.#readInterface(body));
    if (type === BlockType.ENHANCED_PACKET) return { length, ...this.#readEnhanced(body) };
    if (type === BlockType.SIMPLE_PACKET) return { length, ...this.#readSimple(body) };
    return { length };
  }

  #readInterface(body: DataView): Interface {
    let unitsPerSecond = 1e6;
    for (let at = 8; at + 4 <= body.byteLength;) {
      const code = body.getUint16(at, this.#littleEndian);
      const optionLength = body.getUint16(at + 2, this.#littleEndian);
      if (code === OptionCode.END || at + 4 + optionLength > body.byteLength) break;
      if (code === OptionCode.TIME_RESOLUTION && optionLength >= 1) {
        const resolution = body.getUint8(at + 4);
        unitsPerSecond = (resolution & 0x80) === 0 ? 10 ** resolution : 2 ** (resolution & 0x7f);
      }
      at += 4 + ((optionLength + 3) & ~3);
    }
    return { linkType: body.getUint16(0, this.#littleEndian), unitsPerSecond };
  }

  #readEnhanced(body: DataView): Omit<CaptureRecord, 'length'> {
    if (body.byteLength < 20) return { problem: 'a packet block that is too short' };
    const from = this.#interfaces[body.getUint32(0, this.#littleEndian)];
    const captured = body.getUint32(12, this.#littleEndian);
    if (from === undefined || captured > body.byteLength - 20)
      return { problem: 'a packet block that contradicts itself' };
    const high = body.getUint32(4, this.#littleEndian);
    const low = body.getUint32(8, this.#littleEndian);
    const bytes = new Uint8Array(body.buffer, body.byteOffset + 20, captured);
    return { packet: { time: timeOf(high, low, from.unitsPerSecond), linkType: from.linkType, bytes } };
  }

  /** Without a stamp, and always of the first interface. */
  #readSimple(body: DataView): Omit<CaptureRecord, 'length'> {
    const [from] = this.#interfaces;
    if (from === undefined || body.byteLength < 4) return { problem: 'a packet block that contradicts itself' };
    const captured = Math.min(body.getUint32(0, this.#littleEndian), body.byteLength - 4);
    const bytes = new Uint8Array(body.buffer, body.byteOffset + 4, captured);
    return { packet: { time: { sec: 0, nanosec: 0 }, linkType: from.linkType, bytes } };
  }
}

/** In bigint: nanoseconds since 1970 are past what a number holds exactly. */
function timeOf(high: number, low: number, unitsPerSecond: number): Time {
  const units = (BigInt(high) << 32n) | BigInt(low);
  const perSecond = BigInt(Math.max(1, Math.round(unitsPerSecond)));
  return { sec: Number(units / perSecond), nanosec: Number(((units % perSecond) * 1_000_000_000n) / perSecond) };
}
