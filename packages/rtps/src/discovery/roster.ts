import type { LossReason } from '../participant/events.js';
import type { ParticipantData } from './participant-data.js';
import type { RemoteParticipantState } from './remote-participant.js';

/** The participants that discovery knows, as far as those need it that hear of them. */
export interface Roster {
  /** By the first 12 octets. */
  find(octets: Uint8Array): RemoteParticipantState | undefined;
  /** Whether the newcomer who comes with this arrival would find room. */
  readonly hasRoom: boolean;
  /** Takes a newcomer in, if there is room. */
  admit(data: ParticipantData, address: string, isRelayed: boolean): RemoteParticipantState | undefined;
  /** Announces us to a newcomer, and tells it of our endpoints. */
  welcome(newcomer: RemoteParticipantState): void;
  /** Announces us to it, again. */
  introduce(participant: RemoteParticipantState): void;
  /** Asks it for a sign of life; nothing follows if there is none. */
  probe(participant: RemoteParticipantState): void;
  /** Matches the participant message endpoints alone. */
  befriend(participant: RemoteParticipantState): void;
  /** Its lease counts from now on. */
  renewLease(participant: RemoteParticipantState): void;
  /** Asks whether it is still there; it goes unless it answers. */
  doubt(participant: RemoteParticipantState): void;
  remove(participant: RemoteParticipantState, reason: LossReason): void;
}
