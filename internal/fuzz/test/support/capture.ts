import { readFileSync } from 'node:fs';
import { CaptureReader, type CapturedDatagram, type DissectedSubmessage, UdpDatagrams } from '@rclts/rtps';
import { MessageWriter } from '../../../../packages/rtps/src/message/message-writer.js';
import { createGuidPrefix, GUID_PREFIX_UNKNOWN } from '../../../../packages/rtps/src/types/guid.js';
import type { RecordedSubmessage } from '../../../../packages/rtps/test/support/recording-handler.js';
import { writeRecorded } from '../../../../packages/rtps/test/support/write-recorded.js';

const MAX_DATAGRAM = 65_507;

/** The datagrams of a capture file. */
export function datagramsOf(path: string): readonly CapturedDatagram[] {
  const reader = new CaptureReader();
  const udp = new UdpDatagrams();
  const datagrams = reader.read(readFileSync(path)).flatMap((packet) => udp.read(packet) ?? []);
  if (reader.problem !== undefined || reader.incompleteBytes > 0) throw new Error(`${path}: ${reader.problem}`);
  return datagrams;
}

/** The same submessages as we write them: one message, or another one where a timestamp or the source changes. */
export function rewritten(submessages: readonly DissectedSubmessage[]): readonly Uint8Array[] {
  const messages: Uint8Array[] = [];
  const writer = new MessageWriter(MAX_DATAGRAM);
  let before: DissectedSubmessage['source'] | undefined;
  for (const submessage of submessages) {
    const { source } = submessage;
    const isNew =
      before === undefined ||
      before.prefix !== source.prefix ||
      (before.timestamp !== undefined && source.timestamp === undefined);
    if (isNew) {
      if (before !== undefined) messages.push(writer.bytes().slice());
      writer.begin(createGuidPrefix(Buffer.from(source.prefix, 'hex')), source.vendorId);
      before = undefined;
    }
    if (before?.destination !== source.destination) {
      const { destination } = source;
      writer.infoDst(
        destination === undefined ? GUID_PREFIX_UNKNOWN : createGuidPrefix(Buffer.from(destination, 'hex')),
      );
    }
    if (source.timestamp !== undefined && JSON.stringify(before?.timestamp) !== JSON.stringify(source.timestamp))
      writer.infoTs(source.timestamp);
    writeRecorded(writer, submessage as unknown as RecordedSubmessage);
    before = source;
  }
  if (before !== undefined) messages.push(writer.bytes().slice());
  return messages;
}

/** What a submessage says; a payload may be followed by up to three octets of padding. */
export function meaningOf({ source, ...fields }: DissectedSubmessage): string {
  const { prefix, vendorId, destination } = source;
  const timestamp = fields.kind === 'DATA' || fields.kind === 'DATA_FRAG' ? source.timestamp : undefined;
  return JSON.stringify({ prefix, vendorId, destination, timestamp, ...fields }, (_key, value: unknown) => {
    if (!(value instanceof Uint8Array)) return value;
    const hex = Buffer.from(value.buffer, value.byteOffset, value.length).toString('hex');
    return hex.padEnd(Math.ceil(hex.length / 8) * 8, '0');
  });
}
