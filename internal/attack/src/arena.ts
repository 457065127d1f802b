import { claimDomain, type Domain, type Implementation } from '@rclts/interop';
import type { RemoteEndpoint } from '@rclts/rtps';
import { Goals } from './goals.js';
import { Gun } from './hostile/gun.js';
import { HostilePeer } from './hostile/hostile-peer.js';
import { Victim } from './victim/victim.js';
import { Witness } from './witness.js';

/** A victim, an honest client and a socket to shoot from, in a domain that nobody else uses. */
export class Arena {
  readonly implementation: Implementation;
  readonly domain: Domain;
  readonly gun: Gun;
  victim: Victim;
  witness: Witness;

  private constructor(implementation: Implementation, domain: Domain, gun: Gun, victim: Victim, witness: Witness) {
    this.implementation = implementation;
    this.domain = domain;
    this.gun = gun;
    this.victim = victim;
    this.witness = witness;
  }

  static async open(implementation: Implementation): Promise<Arena> {
    const domain = await claimDomain();
    // The victim comes first: its ports are those of the first participant.
    const victim = await Victim.start(implementation, domain.id);
    const [gun, witness] = await Promise.all([Gun.open(domain.id), Witness.open(domain.id)]);
    await witness.waitForServer();
    return new Arena(implementation, domain, gun, victim, witness);
  }

  /** A hostile participant that is matched with every endpoint of the victim. */
  join(): Promise<HostilePeer> {
    const witness = this.witness.node.context.participant;
    // The only other participant, whose endpoints the witness knows.
    const isVictim = (endpoint: RemoteEndpoint): boolean =>
      endpoint.kind === 'reader' &&
      endpoint.topicName.includes('send_goal') &&
      !isSame(endpoint.participant.guidOctets, witness.guidOctets);
    return HostilePeer.join(this.domain.id, isVictim);
  }

  /** Whether an honest client is served: in how many milliseconds, or not at all. */
  ask(): Promise<number | undefined> {
    return this.witness.ask(Goals.lostMs(this.implementation), Goals.hangMs);
  }

  /** After the victim has been lost: a new one, and a client that knows no other. */
  async restart(): Promise<void> {
    await Promise.all([this.victim.end(), this.witness.close()]);
    this.victim = await Victim.start(this.implementation, this.domain.id);
    this.witness = await Witness.open(this.domain.id);
    await this.witness.waitForServer();
  }

  async close(): Promise<void> {
    await Promise.all([this.victim.end(), this.witness.close(), this.gun.close()]);
    await this.domain.release();
  }
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.every((octet, at) => octet === right[at]);
}
