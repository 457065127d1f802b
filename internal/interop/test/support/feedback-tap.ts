import { dissectMessage, type DatagramAddress, type DatagramTap } from '@rclts/rtps';

/** One DATA of an action's feedback topic, as it left our server. */
export interface FeedbackOnTheWire {
  readonly goalId: string;
  /** Of the socket to which it went: one for each participant. */
  readonly destination: string;
  /** Of the datagram. */
  readonly bytes: number;
}

/** The encapsulation of the payload, which begins with the goal's id. */
const ENCAPSULATION_BYTES = 4;
const GOAL_ID_BYTES = 16;

/**
 * Sees the datagrams of our server at its socket. Of all that a server sends, only feedback begins with a goal's id, so that all
 * else is kept under ids that nobody asks for.
 */
export class FeedbackTap implements DatagramTap {
  readonly #sent: FeedbackOnTheWire[] = [];

  sentOf(goalId: string): readonly FeedbackOnTheWire[] {
    return this.#sent.filter((each) => each.goalId === goalId);
  }

  /** Where feedback of a goal went, sorted; each socket once. */
  destinationsOf(goalId: string): readonly string[] {
    return [...new Set(this.sentOf(goalId).map(({ destination }) => destination))].sort();
  }

  onDatagram(
    direction: 'sent' | 'received',
    datagram: Uint8Array,
    _source: DatagramAddress,
    { address, port }: DatagramAddress,
  ): void {
    if (direction === 'received') return;
    for (const submessage of dissectMessage(datagram)?.submessages ?? []) {
      if (submessage.kind !== 'DATA' || !submessage.payload) continue;
      const goalId = submessage.payload.subarray(ENCAPSULATION_BYTES, ENCAPSULATION_BYTES + GOAL_ID_BYTES);
      this.#sent.push({
        goalId: Buffer.from(goalId).toString('hex'),
        destination: `${address}:${port}`,
        bytes: datagram.length,
      });
    }
  }

  close(): void {
    // Keeps nothing open.
  }
}
