import { Participant } from '@rclts/rtps';
import type { SimHost } from '../../sim-host.js';
import type { SimNetwork } from '../../sim-network.js';
import type { ScriptedReader, ScriptedWriter } from './endpoints.js';

/** A participant of the domain, on a machine of its own. */
export interface Member {
  readonly name: string;
  readonly host: SimHost;
  readonly participant: Participant;
  readonly key: string;
  readonly writers: Set<ScriptedWriter>;
  readonly readers: Set<ScriptedReader>;
  /** When it left or was killed. */
  endedAt: number | undefined;
  /** Until when it stood still last. */
  stalledUntil: number;
}

export function openMember(
  network: SimNetwork,
  leaseDurationMs: number,
  complain: (text: string) => void,
  mayExpire: (member: Member, key: string) => boolean,
): Member {
  const host = network.createHost();
  const participant = new Participant(host, { domainId: 0, leaseDurationMs });
  const member: Member = {
    name: host.name,
    host,
    participant,
    key: participant.guid.prefix.text,
    writers: new Set(),
    readers: new Set(),
    endedAt: undefined,
    stalledUntil: -Infinity,
  };
  participant.on('error', (error) => complain(`${host.name}: ${String(error)}`));
  participant.on('participantLost', ({ guidPrefix }, reason) => {
    network.note(`loses ${guidPrefix.text}: ${reason}`, host.name);
    if (reason === 'leaseExpired' && !mayExpire(member, guidPrefix.text)) {
      complain(`${host.name} expires ${guidPrefix.text}, of which it heard within the lease`);
    }
  });
  return member;
}
