import type { CapturedPacket, CaptureFormat } from './captured-packet.js';
import { PcapFormat } from './pcap-format.js';
import { PcapngFormat } from './pcapng-format.js';

/** Enough to tell the formats apart. */
const MAGIC_BYTES = 4;

/** Reads a capture file, pcap or pcapng, in pieces as they come: a file, or a capture that is still running. Takes any bytes. */
export class CaptureReader {
  #pending: Uint8Array = new Uint8Array(0);
  #format: CaptureFormat | undefined;
  #problem: string | undefined;

  /** Why nothing more is read, in words; undefined while all is well. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Octets of a packet whose rest has not come: more than none at the end of a file that was cut short. */
  get incompleteBytes(): number {
    return this.#pending.length;
  }

  /** Takes the next piece of the file, which must not be changed afterwards, and gives the packets that are whole now. */
  read(piece: Uint8Array): CapturedPacket[] {
    const packets: CapturedPacket[] = [];
    const bytes = this.#withPending(piece);
    let offset = 0;
    while (this.#problem === undefined) {
      const view = new DataView(bytes.buffer, bytes.byteOffset + offset, bytes.length - offset);
      const record = this.#formatOf(view)?.next(view);
      if (record === undefined) break;
      offset += record.length;
      this.#problem = record.problem;
      if (record.packet !== undefined) packets.push(record.packet);
    }
    this.#pending = bytes.subarray(offset);
    return packets;
  }

  #formatOf(view: DataView): CaptureFormat | undefined {
    if (this.#format !== undefined || view.byteLength < MAGIC_BYTES) return this.#format;
    this.#format = PcapFormat.recognize(view) ?? PcapngFormat.recognize(view);
    if (this.#format === undefined) this.#problem = 'neither a pcap nor a pcapng file';
    return this.#format;
  }

  #withPending(piece: Uint8Array): Uint8Array {
    if (this.#pending.length === 0) return piece;
    const bytes = new Uint8Array(this.#pending.length + piece.length);
    bytes.set(this.#pending);
    bytes.set(piece, this.#pending.length);
    return bytes;
  }
}
