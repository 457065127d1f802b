import type { Sample } from '../behavior/sample.js';
import { StatefulReader, type ReaderEnvironment } from '../behavior/stateful-reader.js';
import { StatefulWriter, type WriterEnvironment } from '../behavior/stateful-writer.js';
import { LIMITS } from '../limits.js';
import type { RemoteEndpoint } from '../participant/remote-endpoint.js';
import type { QosPolicies } from '../qos/policies.js';
import type { EntityId } from '../types/entity-id.js';
import { guidToOctets, guidToString, type Guid } from '../types/guid.js';
import { BUILTIN_QOS, type BuiltinTopic } from './builtin-endpoints.js';
import { addLink } from './endpoint-links.js';
import type { RemoteParticipantState } from './remote-participant.js';

/** Our writer and our reader of one built-in topic, matched with those of every participant that has them. */
export class BuiltinPair {
  readonly writer: StatefulWriter;
  readonly reader: StatefulReader;
  readonly #topic: BuiltinTopic;

  constructor(
    topic: BuiltinTopic,
    writerEnvironment: WriterEnvironment,
    readerEnvironment: ReaderEnvironment,
    deliver: (sample: Sample) => void,
  ) {
    this.#topic = topic;
    this.writer = new StatefulWriter(writerEnvironment, {
      entityId: topic.writerId,
      qos: BUILTIN_QOS,
      maxSamples: LIMITS.builtinHistorySamples.value,
      maxBytes: LIMITS.builtinHistoryBytes.value,
      isBuiltin: true,
      onWritable: () => undefined,
    });
    this.reader = new StatefulReader(readerEnvironment, { entityId: topic.readerId, qos: BUILTIN_QOS, deliver });
  }

  addParticipant(participant: RemoteParticipantState): void {
    const { writerId, readerId, writerBit, readerBit } = this.#topic;
    const bits = participant.availableBuiltinEndpoints;
    if ((bits & writerBit) !== 0) {
      const proxy = this.reader.addMatchedWriter(
        this.#endpoint(participant, writerId, 'writer'),
        participant.metatraffic,
      );
      addLink(participant.readerLinks, writerId, { reader: this.reader, proxy });
    }
    if ((bits & readerBit) !== 0) {
      const proxy = this.writer.addMatchedReader(
        this.#endpoint(participant, readerId, 'reader'),
        participant.metatraffic,
      );
      addLink(participant.writerLinks, readerId, { writer: this.writer, proxy });
    }
  }

  /** Asks the participant for a sign of life. */
  probe({ writerLinks }: RemoteParticipantState): void {
    for (const { writer, proxy } of writerLinks.get(this.#topic.readerId) ?? []) writer.probe(proxy);
  }

  close(): void {
    this.writer.close();
    this.reader.close();
  }

  #endpoint(participant: RemoteParticipantState, entityId: EntityId, kind: 'reader' | 'writer'): RemoteEndpoint {
    return new BuiltinEndpoint(participant, entityId, kind, this.#topic.topicName);
  }
}

/** Everybody has half a dozen of these, and hardly anybody asks for their names. */
class BuiltinEndpoint implements RemoteEndpoint {
  readonly guid: Guid;
  readonly kind: 'reader' | 'writer';
  readonly topicName: string;
  readonly typeName = '';
  readonly qos: QosPolicies = BUILTIN_QOS;
  readonly userData: Uint8Array = NO_USER_DATA;
  readonly participant: RemoteParticipantState;

  constructor(participant: RemoteParticipantState, entityId: EntityId, kind: 'reader' | 'writer', topicName: string) {
    this.guid = { prefix: participant.guidPrefix, entityId };
    this.kind = kind;
    this.topicName = topicName;
    this.participant = participant;
  }

  get guidOctets(): Uint8Array {
    return guidToOctets(this.guid);
  }

  get guidText(): string {
    return guidToString(this.guid);
  }
}

const NO_USER_DATA = new Uint8Array(0);
