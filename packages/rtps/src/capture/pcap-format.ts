import { type CaptureFormat, type CaptureRecord, MAX_PACKET_BYTES } from './captured-packet.js';

const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;
const FILE_HEADER_BYTES = 24;
const RECORD_HEADER_BYTES = 16;

/** https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-05.html: in both byte orders, with stamps of micro- or nanoseconds. */
export class PcapFormat implements CaptureFormat {
  readonly #littleEndian: boolean;
  readonly #nanosecondsPerUnit: number;
  #linkType: number | undefined;

  private constructor(littleEndian: boolean, nanosecondsPerUnit: number) {
    this.#littleEndian = littleEndian;
    this.#nanosecondsPerUnit = nanosecondsPerUnit;
  }

  /** Undefined: the four octets at 0 are not a pcap file's. */
  static recognize(view: DataView): PcapFormat | undefined {
    for (const littleEndian of [true, false]) {
      const magic = view.getUint32(0, littleEndian);
      if (magic === MICROSECONDS) return new PcapFormat(littleEndian, 1000);
      if (magic === NANOSECONDS) return new PcapFormat(littleEndian, 1);
    }
    return undefined;
  }

  next(view: DataView): CaptureRecord | undefined {
    if (this.#linkType === undefined) {
      if (view.byteLength < FILE_HEADER_BYTES) return undefined;
      this.#linkType = view.getUint32(20, this.#littleEndian) & 0xffff;
      return { length: FILE_HEADER_BYTES };
    }
    if (view.byteLength < RECORD_HEADER_BYTES) return undefined;
    const captured = view.getUint32(8, this.#littleEndian);
    if (captured > MAX_PACKET_BYTES) return { length: 0, problem: `a packet of ${String(captured)} octets` };
    const length = RECORD_HEADER_BYTES + captured;
    if (view.byteLength < length) return undefined;
    const time = {
      sec: view.getUint32(0, this.#littleEndian),
      nanosec: (view.getUint32(4, this.#littleEndian) * this.#nanosecondsPerUnit) % 1e9,
    };
    const bytes = new Uint8Array(view.buffer, view.byteOffset + RECORD_HEADER_BYTES, captured);
    return { length, packet: { time, linkType: this.#linkType, bytes } };
  }
}
