// Where traced datagrams come from: a capture file, a capture that another program makes, or what a participant hears.
import { open } from 'node:fs/promises';
import { Buffer } from 'node:buffer';
import { CaptureReader, UdpDatagrams, type CapturedDatagram } from '@rclts/rtps';
import { CommandError, messageOf } from '../command-line.js';

/** The datagrams in a capture (pcap or pcapng) as it comes in. Throws CommandError for what is none, after all that could be read. */
export async function* capturedDatagrams(
  pieces: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<CapturedDatagram> {
  const reader = new CaptureReader();
  const datagrams = new UdpDatagrams();
  for await (const piece of pieces) {
    for (const packet of reader.read(piece)) {
      const datagram = datagrams.read(packet);
      if (datagram !== undefined) yield datagram;
    }
    if (reader.problem !== undefined) throw new CommandError(`${name}: ${reader.problem}`);
  }
  if (reader.incompleteBytes > 0) throw new CommandError(`${name}: ends in the middle of a packet`);
}

/** A file in pieces. Throws CommandError when it cannot be read. */
export async function* fileContents(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path).catch((error: unknown) => {
    throw new CommandError(`cannot read ${path}: ${messageOf(error)}`);
  });
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(1 << 18));
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
