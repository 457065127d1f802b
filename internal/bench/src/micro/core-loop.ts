import { HistoryKind, Participant, ReliabilityKind } from '@rclts/rtps';
import { nanosecondsPerCall } from '../measure.js';
import { MemoryWire } from './memory-wire.js';

export interface CoreLoopFigures {
  /** One sample written, sent with its HEARTBEAT, parsed, delivered and acknowledged. */
  readonly singleNs: number;
  /** The same, a sample, when 100 are written in one turn. */
  readonly packedNs: number;
  /** Datagrams a sample in either case, both directions. */
  readonly singleDatagrams: number;
  readonly packedDatagrams: number;
  readonly payloadBytes: number;
}

const PAYLOAD_BYTES = 64;
const PACKED = 100;
const DISCOVERY_MS = 10_000;
/** Between turns; small enough that periods do not weigh in. */
const STEP_MS = 0.1;

/** Two participants, one reliable topic, no sockets. Throws where a sample is lost. */
export function measureCoreLoop(): CoreLoopFigures {
  const wire = new MemoryWire();
  const [here, there] = wire.hosts.map((host) => new Participant(host, { domainId: 0 })) as [Participant, Participant];
  const qos = { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL };
  const topic = { topicName: 'bench', typeName: 'bench', qos };
  let delivered = 0;
  there.createReader(topic, { onSample: () => void delivered++ });
  const writer = here.createWriter(topic);
  wire.advance(DISCOVERY_MS);
  if (writer.matchedReaders.length !== 1) throw new Error('the two participants have not found each other');

  let written = 0;
  const payload = new Uint8Array(PAYLOAD_BYTES).fill(1);
  const turn = (samples: number): void => {
    for (let i = 0; i < samples; i++) writer.write(payload);
    written += samples;
    wire.settle();
    wire.advance(STEP_MS);
  };
  const [single, packed] = [figuresOf(wire, turn, 1), figuresOf(wire, turn, PACKED)];
  wire.advance(DISCOVERY_MS);
  if (delivered !== written) throw new Error(`${written} samples were written, ${delivered} delivered`);
  void here.close();
  void there.close();
  return {
    singleNs: single.ns,
    packedNs: packed.ns,
    singleDatagrams: single.datagrams,
    packedDatagrams: packed.datagrams,
    payloadBytes: PAYLOAD_BYTES,
  };
}

function figuresOf(
  wire: MemoryWire,
  turn: (samples: number) => void,
  samples: number,
): { ns: number; datagrams: number } {
  let turns = 0;
  const before = wire.datagrams;
  const ns = nanosecondsPerCall(() => {
    turns += 1;
    turn(samples);
  });
  return { ns: ns / samples, datagrams: (wire.datagrams - before) / (turns * samples) };
}
