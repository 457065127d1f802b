import { decodeEndpointData, dissectMessage, type CapturedDatagram } from '@rclts/rtps';
import { AssemblyBudget } from '../../../../packages/rtps/src/behavior/assembly-budget.js';
import { FragmentAssembler } from '../../../../packages/rtps/src/behavior/fragment-assembler.js';

/** What one writer has said, put together. */
export interface CapturedSample {
  /** Of the writer: 24 hex digits and the entity id. */
  readonly prefix: string;
  readonly writerId: number;
  readonly vendorId: number;
  readonly isKeyPayload: boolean;
  readonly payload: Uint8Array;
}

export const BuiltinWriter = { PARTICIPANTS: 0x000100c2, WRITERS: 0x000003c2, READERS: 0x000004c2 } as const;

/** All samples with a payload, fragmented ones once they are whole, in the order of the capture. */
export function samplesOf(datagrams: readonly CapturedDatagram[]): readonly CapturedSample[] {
  const budget = new AssemblyBudget(1 << 28);
  const assemblers = new Map<string, FragmentAssembler>();
  const samples: CapturedSample[] = [];
  for (const { payload: datagram } of datagrams) {
    for (const submessage of dissectMessage(datagram)?.submessages ?? []) {
      const { prefix, vendorId } = submessage.source;
      if (submessage.kind === 'DATA') {
        const { payload, writerId, isKeyPayload } = submessage;
        if (payload !== undefined) samples.push({ prefix, vendorId, writerId, isKeyPayload, payload });
      } else if (submessage.kind === 'DATA_FRAG') {
        const { writerId } = submessage;
        const key = `${prefix} ${writerId} ${submessage.readerId}`;
        const assembler = assemblers.get(key) ?? new FragmentAssembler(budget, true);
        assemblers.set(key, assembler);
        const whole = assembler.add(submessage, undefined, 0);
        if (whole !== undefined) samples.push({ prefix, vendorId, writerId, ...whole });
      }
    }
  }
  return samples;
}

/** The types of all writers that were announced, by GUID as `prefix entityId`. */
export function announcedTypes(samples: readonly CapturedSample[]): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const { writerId, isKeyPayload, payload } of samples) {
    if (writerId !== BuiltinWriter.WRITERS || isKeyPayload) continue;
    const data = decodeEndpointData(payload, 'writer');
    if (data === undefined) continue;
    const view = Buffer.from(data.guid);
    types.set(`${view.subarray(0, 12).toString('hex')} ${view.readUInt32BE(12)}`, data.typeName);
  }
  return types;
}
