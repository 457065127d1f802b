import { Timing } from '../behavior/timing.js';
import { LIMITS } from '../limits.js';
import type { Arrival } from '../participant/arrival.js';
import type { GuidPrefix } from '../types/guid.js';
import type { RemoteParticipantState } from './remote-participant.js';

/**
 * Whether there is room for one more, who comes with `arrival`. Of the participants that have never answered us, the one that was
 * silent for longest makes room: of its address, where that has too many. Each may stay for a moment, or in a flood nobody would
 * ever have the time to answer, and we none for others.
 */
export function roomFor(
  participants: ReadonlyMap<GuidPrefix, RemoteParticipantState>,
  { address, now }: Arrival,
): RemoteParticipantState | 'free' | 'none' {
  let ofAddress = 0;
  let strangersOfAddress = 0;
  let quietest: RemoteParticipantState | undefined;
  let quietestOfAddress: RemoteParticipantState | undefined;
  for (const participant of participants.values()) {
    const isOfAddress = participant.address === address;
    if (isOfAddress) ofAddress += 1;
    if (participant.isProven) continue;
    if (isOfAddress) strangersOfAddress += 1;
    const age = now - participant.since;
    if (age >= Timing.strangerStayMs && isQuieter(participant, quietest)) quietest = participant;
    if (isOfAddress && age >= Timing.strangerStayAtAddressMs && isQuieter(participant, quietestOfAddress))
      quietestOfAddress = participant;
  }
  const isCrowded =
    ofAddress >= LIMITS.participantsPerAddress.value || strangersOfAddress >= LIMITS.strangersPerAddress.value;
  if (!isCrowded && participants.size <= LIMITS.participants.value) return 'free';
  return (isCrowded ? quietestOfAddress : quietest) ?? 'none';
}

function isQuieter(one: RemoteParticipantState, other: RemoteParticipantState | undefined): boolean {
  return other === undefined || one.lastHeard < other.lastHeard;
}
