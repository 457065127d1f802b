import { HistoryKind, openParticipant, ReliabilityKind, type Participant } from '@rclts/rtps';

const TOPIC = 'rq/fibonacci/_action/get_resultRequest';
const TYPE = 'test_msgs::action::dds_::Fibonacci_GetResult_Request_';
const CDR_LE = [0, 1, 0, 0];
/** A sequence number that is none. */
const UNKNOWN = -1;
const GOAL_ID_OCTETS = 16;

/** A client of which only the asking half is there: its requests want answers, and nobody is there to be answered. */
export async function askAsOrphan(domainId: number, count: number, timeoutMs: number): Promise<Participant> {
  const participant = await openParticipant({ domainId });
  const writer = await new Promise<ReturnType<Participant['createWriter']>>((resolve, reject) => {
    const timeout = setTimeout(() => reject(new Error('no server')), timeoutMs);
    const created = participant.createWriter({
      topicName: TOPIC,
      typeName: TYPE,
      qos: { reliability: ReliabilityKind.RELIABLE, history: HistoryKind.KEEP_ALL },
      onMatched: () => {
        clearTimeout(timeout);
        resolve(created);
      },
    });
  });
  // An entity of ours that was never announced: a reader with a number nobody has.
  const guid = Uint8Array.from(participant.guidOctets);
  guid.set([0x7f, 0xff, 0xff, 0x04], 12);
  for (let i = 0; i < count; i++) {
    const payload = Uint8Array.from([...CDR_LE, ...participant.randomBytes(GOAL_ID_OCTETS)]);
    writer.write(payload, { relatedSampleIdentity: { guid, sequenceNumber: UNKNOWN } });
  }
  return participant;
}
