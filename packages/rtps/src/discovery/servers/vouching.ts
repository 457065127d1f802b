import type { RemoteParticipantState } from '../remote-participant.js';

/**
 * Which servers say of which participants that they are there. Servers hold the leases: a participant stays for as long as one of
 * them vouches for it, and goes when the last one has withdrawn. A server that is lost withdraws nothing: whom nobody else vouches
 * for is an orphan, and has to be asked.
 */
export class Vouching {
  readonly #vouchers = new Map<RemoteParticipantState, Set<RemoteParticipantState>>();

  vouch(server: RemoteParticipantState, participant: RemoteParticipantState): void {
    const vouchers = this.#vouchers.get(participant);
    if (vouchers === undefined) this.#vouchers.set(participant, new Set([server]));
    else vouchers.add(server);
    participant.isVouchedFor = true;
  }

  /** The server takes its word back; true: it was the last one to vouch for the participant, or nobody did. */
  withdraw(server: RemoteParticipantState, participant: RemoteParticipantState): boolean {
    const vouchers = this.#vouchers.get(participant);
    vouchers?.delete(server);
    return (vouchers?.size ?? 0) === 0;
  }

  /** Who vouches for the participant. */
  vouchersOf(participant: RemoteParticipantState): Iterable<RemoteParticipantState> {
    return this.#vouchers.get(participant) ?? [];
  }

  /** The server is gone. Returns the orphans that it leaves. */
  removeServer(server: RemoteParticipantState): readonly RemoteParticipantState[] {
    const orphans: RemoteParticipantState[] = [];
    for (const [participant, vouchers] of this.#vouchers) {
      if (!vouchers.delete(server) || vouchers.size > 0) continue;
      participant.isVouchedFor = false;
      orphans.push(participant);
    }
    return orphans;
  }

  removeParticipant(participant: RemoteParticipantState): void {
    this.#vouchers.delete(participant);
  }
}
