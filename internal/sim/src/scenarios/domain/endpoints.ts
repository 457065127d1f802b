import { guidOctetsToString, type Reader, type Sample, type Writer } from '@rclts/rtps';
import type { SimNetwork } from '../../sim-network.js';
import { qosOf, type EndpointPlan } from './compatible.js';
import type { Member } from './member.js';
import type { DomainMutant } from './mutants.js';

/** Now and then a sample of several fragments. */
const LARGE_BYTES = 3000;

/** A writer, and for each of its samples who was matched when it was written. */
export interface ScriptedWriter {
  readonly member: Member;
  readonly plan: EndpointPlan;
  readonly writer: Writer;
  readonly guid: string;
  readonly samples: { readonly at: number; readonly size: number; readonly matched: ReadonlySet<string> }[];
}

/** What a reader has of one writer since they were matched last. */
interface Stream {
  readonly numbers: number[];
}

export interface ScriptedReader {
  readonly member: Member;
  readonly plan: EndpointPlan;
  readonly reader: Reader;
  readonly guid: string;
  /** By the writer's GUID. */
  readonly streams: Map<string, Stream>;
  readonly complaints: string[];
}

export function openWriter(member: Member, plan: EndpointPlan): ScriptedWriter {
  const writer = member.participant.createWriter({ topicName: plan.topic, typeName: plan.type, qos: qosOf(plan) });
  return { member, plan, writer, guid: guidOctetsToString(writer.guidOctets), samples: [] };
}

export function openReader(member: Member, plan: EndpointPlan, mutant?: DomainMutant): ScriptedReader {
  const streams = new Map<string, Stream>();
  const complaints: string[] = [];
  const reader = member.participant.createReader(
    { topicName: plan.topic, typeName: plan.type, qos: qosOf(plan) },
    {
      onMatched: ({ guidText }) => void streams.set(guidText, { numbers: [] }),
      onSample: (sample) => (mutant?.pass === undefined ? take(sample) : mutant.pass(sample, take)),
    },
  );
  const guid = guidOctetsToString(reader.guidOctets);
  const take = ({ writer, sequenceNumber, payload }: Sample): void => {
    const stream = streams.get(writer.guidText);
    const complaint = (text: string): void => {
      complaints.push(`${member.name} ${guid}, #${sequenceNumber} of ${writer.guidText}: ${text}`);
    };
    if (stream === undefined) return complaint('of a writer that is not matched');
    if (sequenceNumber <= (stream.numbers.at(-1) ?? 0)) complaint(`after #${stream.numbers.at(-1)}`);
    if (!isIntact(payload, sequenceNumber)) complaint('its octets are not those that were written');
    stream.numbers.push(sequenceNumber);
  };
  return { member, plan, reader, guid, streams, complaints };
}

export function write(network: SimNetwork, { writer, samples }: ScriptedWriter): void {
  const size = network.random.chance(0.05) ? LARGE_BYTES : 8 + 4 * network.random.integer(20);
  const payload = new Uint8Array(size).fill((samples.length + 1) & 0xff);
  payload.set([0, 1, 0, 0]);
  const matched = new Set(writer.matchedReaders.map(({ guidText }) => guidText));
  samples.push({ at: network.now, size, matched });
  writer.write(payload);
}

function isIntact(payload: Uint8Array, sequenceNumber: number): boolean {
  return payload.length >= 8 && payload.subarray(4).every((octet) => octet === (sequenceNumber & 0xff));
}
