import {
  decodeEndpointData,
  dissectMessage,
  EntityIds,
  entityIdToString,
  guidOctetsToString,
  type DissectedSubmessage,
} from '@rclts/rtps';

/** What one writer has sent to one place. */
interface Told {
  /** The vendor of who was to have it, by sequence number. */
  readonly replies: Map<number, number>;
  /** Numbers that were said to be of no concern there: first and last of each run. */
  readonly gaps: [first: number, last: number][];
}

/**
 * An onlooker for processes with several participants, or several clients, behind one address and port, who sees every datagram. A
 * process of Cyclone DDS applies a GAP that is for one of its readers to all of them (handle_Gap in its ddsi_receive.c), so what one
 * of them was sent as a reply must never be in a GAP for another.
 */
export class ProcessOracle {
  /** Participants that were sent replies, by place. */
  readonly recipients: Map<string, Set<string>> = new Map();
  /** By GUID prefix. */
  readonly #vendors = new Map<string, number>();
  /** GUID texts of the writers of replies. */
  readonly #replyWriters = new Set<string>();
  /** By place and writer. */
  readonly #told = new Map<string, Told>();

  /** @param place where the datagram goes: address and port */
  observe(datagram: Uint8Array, place: string): void {
    const message = dissectMessage(datagram);
    if (message === undefined) return;
    for (const submessage of message.submessages) {
      const { prefix, vendorId } = submessage.source;
      this.#vendors.set(prefix, vendorId);
      if (submessage.kind === 'DATA' && submessage.writerId === EntityIds.SEDP_BUILTIN_PUBLICATIONS_WRITER)
        this.#learn(submessage.payload);
      else if (submessage.kind === 'DATA' || submessage.kind === 'DATA_FRAG' || submessage.kind === 'GAP')
        this.#note(submessage, place);
    }
  }

  /** How many replies to participants of that vendor were in a GAP to the same place. */
  hidden(vendorId: number): number {
    let count = 0;
    for (const { replies, gaps } of this.#told.values()) {
      for (const [number, vendor] of replies)
        if (vendor === vendorId && gaps.some(([first, last]) => first <= number && number <= last)) count += 1;
    }
    return count;
  }

  #learn(payload: Uint8Array | undefined): void {
    const data = payload && decodeEndpointData(payload, 'writer');
    if (data?.topicName.startsWith('rr/')) this.#replyWriters.add(guidOctetsToString(data.guid));
  }

  #note(submessage: Extract<DissectedSubmessage, { kind: 'DATA' | 'DATA_FRAG' | 'GAP' }>, place: string): void {
    const { prefix, destination } = submessage.source;
    const writer = `${prefix}.${entityIdToString(submessage.writerId)}`;
    if (!this.#replyWriters.has(writer)) return;
    const told: Told = this.#told.get(`${place} ${writer}`) ?? { replies: new Map(), gaps: [] };
    this.#told.set(`${place} ${writer}`, told);
    if (submessage.kind === 'GAP') {
      const { gapStart, gapList } = submessage;
      told.gaps.push([gapStart, gapList.base - 1]);
      for (const member of gapList.members) told.gaps.push([member, member]);
    } else if (destination !== undefined) {
      told.replies.set(submessage.writerSn, this.#vendors.get(destination) ?? 0);
      this.recipients.set(place, (this.recipients.get(place) ?? new Set()).add(destination));
    }
  }
}
