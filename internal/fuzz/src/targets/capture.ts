import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CaptureReader, dissectMessage, UdpDatagrams } from '@rclts/rtps';
import { check, type Target } from '../loop/target.js';

const MAX_LENGTH = 4_096;
const FILES = ['kilted_action_udp.pcapng', 'jazzy_cyclone_action_udp.pcapng'];
/** The first octet of an input says in how many pieces the file comes. */
const PIECES = 4;

/** A capture file, as `rclts trace` reads it: pcap or pcapng, IP fragments, UDP, and the messages in it. */
export function captureTarget(root: string): Target {
  return {
    name: 'capture',
    title: 'capture files (pcap, pcapng)',
    modules: ['packages/rtps/src/capture/', 'packages/rtps/src/message/message-dissection.ts'],
    weight: 15,
    maxLength: MAX_LENGTH,
    seeds: () =>
      FILES.flatMap((file) => {
        const octets = readFileSync(join(root, 'vectors/captures', file));
        return [256, 1_024, MAX_LENGTH - 1].map((length) => Uint8Array.of(1, ...octets.subarray(0, length)));
      }).concat(Uint8Array.of(0, ...pcap())),
    run(input) {
      const reader = new CaptureReader();
      const datagrams = new UdpDatagrams();
      const size = Math.max(1, Math.ceil(input.length / (1 + ((input[0] ?? 0) % PIECES))));
      for (let at = 1; at < input.length; at += size) {
        for (const packet of reader.read(input.subarray(at, at + size))) {
          const datagram = datagrams.read(packet);
          if (datagram === undefined) continue;
          check(datagram.payload.length < 65_536, 'a datagram is none larger than UDP has');
          dissectMessage(datagram.payload);
        }
      }
      check(reader.incompleteBytes <= input.length, 'no more is left over than came');
    },
  };
}

/** A capture of one packet, Ethernet, IPv4, UDP, in the old format. */
function pcap(): Uint8Array {
  const udp = [0x1c, 0xf3, 0x1c, 0xf2, 0, 28, 0, 0, ...[0x52, 0x54, 0x50, 0x53, 2, 4, 1, 15], ...new Uint8Array(12)];
  const ip = [0x45, 0, 0, 48, 0, 1, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, ...udp];
  const packet = [...new Uint8Array(12), 8, 0, ...ip];
  const header = [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, ...new Uint8Array(8), 0, 0, 1, 0, 1, 0, 0, 0];
  return Uint8Array.from([...header, ...new Uint8Array(8), packet.length, 0, 0, 0, packet.length, 0, 0, 0, ...packet]);
}
