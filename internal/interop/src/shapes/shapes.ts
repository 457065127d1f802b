import {
  DataRepresentation,
  DURATION_INFINITE,
  DurabilityKind,
  HistoryKind,
  msToDuration,
  isReportable,
  openParticipant,
  ReliabilityKind,
  type Participant,
  type QosPolicies,
  type Reader,
  type Writer,
} from '@rclts/rtps';
import { byColor, colorOf, decodeShape, encodeShape } from './shape-type.js';
import type { ShapesEnd, ShapesEntity, ShapesMethods, ShapesQos } from './shapes-protocol.js';

interface OpenWriter {
  readonly face: Writer;
  readonly representation: ShapesQos['representation'];
}

interface OpenReader {
  readonly face: Reader;
  readonly told: string[];
}

/** A shapes publisher and subscriber on `@rclts/rtps`, in this process. */
export class Shapes implements ShapesEnd {
  readonly #participants: Map<number, Participant> = new Map();
  readonly #writers: Map<string, OpenWriter> = new Map();
  readonly #readers: Map<string, OpenReader> = new Map();
  /** By endpoint, the policy that kept somebody apart last. */
  readonly #policies: Map<Writer | Reader, number> = new Map();

  readonly #methods: {
    [Method in keyof ShapesMethods]: (
      parameters: Parameters<ShapesMethods[Method]>[0],
    ) => ReturnType<ShapesMethods[Method]> | Promise<ReturnType<ShapesMethods[Method]>>;
  } = {
    create: (entity) => this.#create(entity),
    write: ({ name, color, x, y }) => {
      const { face, representation } = this.#writer(name);
      face.write(encodeShape({ color, x, y, size: 30 }, representation));
    },
    dispose: ({ name, color }) => {
      this.#writer(name).face.dispose(encodeShape({ color, x: 0, y: 0, size: 0 }, 'XCDR1'));
    },
    unregister: ({ name, color }) => {
      this.#writer(name).face.unregister(encodeShape({ color, x: 0, y: 0, size: 0 }, 'XCDR1'));
    },
    told: ({ name }) => [...(this.#readers.get(name)?.told ?? [])],
    status: ({ name }) => {
      const writer = this.#writers.get(name)?.face;
      const reader = this.#readers.get(name)?.face;
      const matched = writer?.matchedReaders ?? reader?.matchedWriters ?? [];
      const face = writer ?? reader;
      return { matched: matched.length, policy: (face && this.#policies.get(face)) ?? 0 };
    },
    close: ({ name }) => {
      (this.#writers.get(name) ?? this.#readers.get(name))?.face.close();
      this.#writers.delete(name);
      this.#readers.delete(name);
    },
  };

  async call<Method extends keyof ShapesMethods>(
    method: Method,
    parameters: Parameters<ShapesMethods[Method]>[0],
  ): Promise<ReturnType<ShapesMethods[Method]>> {
    return this.#methods[method](parameters);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#participants.values()].map((participant) => participant.close()));
  }

  async #create(entity: ShapesEntity): Promise<void> {
    const participant = await this.#participant(entity.domainId);
    const topic = { topicName: entity.topic, typeName: 'ShapeType', key: byColor, qos: qosOf(entity) };
    if (entity.kind === 'writer') {
      const { representation } = entity;
      this.#writers.set(entity.name, { face: participant.createWriter(topic), representation });
      return;
    }
    const told: string[] = [];
    const face = participant.createReader(topic, {
      onSample: ({ payload }) => {
        const { color, x } = decodeShape(payload);
        told.push(`${color} ${x}`);
      },
      onInstance: ({ key, state }) => told.push(`${colorOf(key)} ${state}`),
    });
    this.#readers.set(entity.name, { face, told });
  }

  #writer(name: string): OpenWriter {
    const writer = this.#writers.get(name);
    if (writer === undefined) throw new RangeError(`no writer ${name}`);
    return writer;
  }

  async #participant(domainId: number): Promise<Participant> {
    const known = this.#participants.get(domainId);
    if (known !== undefined) return known;
    const participant = await openParticipant({ domainId });
    participant.on('incompatibleQos', (local, _remote, policies) => {
      const policy = policies.filter(isReportable).at(-1);
      if (policy !== undefined) this.#policies.set(local, policy);
    });
    this.#participants.set(domainId, participant);
    return participant;
  }
}

function qosOf({
  isReliable,
  isTransientLocal,
  depth,
  deadlineMs,
  representation,
  partition,
}: ShapesQos): Partial<QosPolicies> {
  const { RELIABLE, BEST_EFFORT } = ReliabilityKind;
  return {
    reliability: isReliable ? RELIABLE : BEST_EFFORT,
    durability: isTransientLocal ? DurabilityKind.TRANSIENT_LOCAL : DurabilityKind.VOLATILE,
    history: depth === 0 ? HistoryKind.KEEP_ALL : HistoryKind.KEEP_LAST,
    depth: Math.max(1, depth),
    deadline: deadlineMs === 0 ? DURATION_INFINITE : msToDuration(deadlineMs),
    partition: partition === '' ? [] : [partition],
    dataRepresentation: [DataRepresentation[representation]],
  };
}
