import { check, type Scenario } from '../scenario.js';
import type { SimNetwork } from '../sim-network.js';
import { planEndpoint } from './domain/compatible.js';
import { judgeDomain } from './domain/domain-oracle.js';
import { openReader, openWriter, write } from './domain/endpoints.js';
import { openMember, type Member } from './domain/member.js';
import type { DomainMutant } from './domain/mutants.js';
import { Hearsay } from './hearsay.js';

const LEASE_MS = 6000;
/** Timing.seekMs of rtps. */
const SEEK_MS = 1000;
/** A participant announces itself four times a lease. */
const ANNOUNCE_MS = LEASE_MS / 4;
const STEPS = 30;
const STEP_MS = 250;
/** After the last fault: who was lost is found again, and who is gone forgotten. */
const REST_MS = 2 * LEASE_MS;
/** Above the lease, for whoever is gone: the timer's own grain. */
const GHOST_MS = 1000;
const IDLE_MS = 3000;
/** One cause shows at many participants. */
const MAX_COMPLAINTS = 8;

/**
 * Three to thirty participants with writers and readers of several topics and policies. They come, leave, die, stand still
 * and are cut off; in the end everybody knows who is there, and has what it is owed.
 *
 * @param mutant - a deliberate defect, which the oracle has to notice
 */
export function domain(mutant?: DomainMutant): Scenario {
  return {
    name: mutant === undefined ? 'domain' : `domain:${mutant.name}`,
    promise: 'who is there is seen, who fits is matched, what is owed is delivered once and in order, nobody haunts',
    faults: { loss: 0.05, duplication: 0.05, reordering: 0.1, delayMs: 0.5, jitterMs: 2, reorderMs: 20 },
    async play(network) {
      const session = new Domain(network, mutant);
      for (let count = sizeOf(network); count > 0; count -= 1) session.join();
      for (let step = 0; step < STEPS; step += 1) {
        await session.step();
        network.runFor(network.random.chance(0.3) ? 0 : network.random.float() * STEP_MS);
        session.failOn();
      }
      await session.finish();
    },
  };
}

function sizeOf({ random }: SimNetwork): number {
  const kind = random.float();
  if (kind < 0.85) return 3 + random.integer(3);
  return kind < 0.98 ? 6 + random.integer(5) : 11 + random.integer(20);
}

class Domain {
  readonly #network: SimNetwork;
  readonly #hearsay: Hearsay;
  readonly #mutant: DomainMutant | undefined;
  readonly #members: Member[] = [];
  readonly #complaints: string[] = [];

  constructor(network: SimNetwork, mutant: DomainMutant | undefined) {
    this.#network = network;
    this.#mutant = mutant;
    this.#hearsay = new Hearsay(network, LEASE_MS);
  }

  get #live(): readonly Member[] {
    return this.#members.filter(({ endedAt }) => endedAt === undefined);
  }

  join(): void {
    const { random } = this.#network;
    const member = openMember(
      this.#network,
      LEASE_MS,
      (text) => void this.#complaints.push(text),
      (one, key) => this.#mayExpire(one, key),
    );
    this.#members.push(member);
    this.#network.note('joins', member.name);
    for (let count = random.integer(3); count > 0; count -= 1) this.#openEndpoint(member);
  }

  async step(): Promise<void> {
    const { random } = this.#network;
    const member = random.pick(this.#live);
    const chance = random.float();
    if (chance < 0.5) this.#write();
    else if (chance < 0.63) this.#openEndpoint(member);
    else if (chance < 0.7) this.#closeEndpoint(member);
    else if (chance < 0.78) this.join();
    else if (chance < 0.82) await this.#leave(member);
    else if (chance < 0.86) this.#die(member);
    else if (chance < 0.92) this.#stall(member);
    else if (chance < 0.97) this.#cut();
    else this.#network.heal();
  }

  async finish(): Promise<void> {
    const network = this.#network;
    network.heal();
    const awakeAt = Math.max(network.now, ...this.#live.map(({ stalledUntil }) => stalledUntil));
    network.runFor(awakeAt - network.now + REST_MS);
    this.#complaints.push(...judgeDomain(this.#live, this.#hearsay, this.#mutant));
    this.failOn();
    const before = network.trace.count('send');
    network.runFor(IDLE_MS);
    const sent = network.trace.count('send') - before;
    // Each to all, and, for two minutes after somebody was lost in silence, to the group once a second.
    const members = this.#live.length;
    const allowed = members ** 2 * (IDLE_MS / ANNOUNCE_MS + 1) + members * (IDLE_MS / SEEK_MS);
    check(sent <= allowed, `${sent} datagrams in ${IDLE_MS} ms of silence; announcements alone are ${allowed} at most`);
    await network.run(() => Promise.all(this.#live.map(({ participant }) => participant.close())));
    this.failOn();
  }

  failOn(): void {
    check(this.#complaints.length === 0, this.#complaints.slice(0, MAX_COMPLAINTS).join('\n'));
  }

  #mayExpire(member: Member, key: string): boolean {
    const other = this.#members.find((one) => one.key === key);
    return other !== undefined && this.#hearsay.wasDeaf(member, other, Infinity);
  }

  #openEndpoint(member: Member): void {
    const { random } = this.#network;
    const plan = planEndpoint(random);
    if (random.chance(0.5)) member.writers.add(openWriter(member, plan));
    else member.readers.add(openReader(member, plan, this.#mutant));
  }

  #closeEndpoint({ writers, readers, name, stalledUntil }: Member): void {
    if (stalledUntil > this.#network.now) return;
    const all = [...writers, ...readers];
    if (all.length === 0) return;
    const one = this.#network.random.pick(all);
    this.#network.note(`closes ${one.guid}`, name);
    if ('writer' in one) {
      one.writer.close();
      writers.delete(one);
    } else {
      one.reader.close();
      readers.delete(one);
    }
  }

  #write(): void {
    const { random, now } = this.#network;
    const awake = this.#live.filter(({ stalledUntil }) => stalledUntil <= now);
    const writers = awake.flatMap((member) => [...member.writers]);
    if (writers.length === 0) return;
    for (let count = 1 + random.integer(6); count > 0; count -= 1) write(this.#network, random.pick(writers));
  }

  async #leave(member: Member): Promise<void> {
    if (!this.#mayEnd(member)) return;
    this.#network.note('leaves', member.name);
    await this.#network.run(() => member.participant.close());
    this.#ended(member);
  }

  #die(member: Member): void {
    if (!this.#mayEnd(member)) return;
    if (this.#mutant?.isUndead !== true) this.#network.kill(member.host);
    this.#ended(member);
  }

  #mayEnd({ stalledUntil }: Member): boolean {
    return this.#live.length > 2 && stalledUntil <= this.#network.now;
  }

  #ended(member: Member): void {
    member.endedAt = this.#network.now;
    this.#network.after(LEASE_MS + GHOST_MS, () => this.#checkGone(member));
  }

  /** Whoever stood still meanwhile has a while longer to find out. */
  #checkGone({ key, endedAt, name }: Member): void {
    for (const member of this.#live) {
      if (member.stalledUntil >= (endedAt ?? 0)) continue;
      const isThere = Array.from(member.participant.participants).some(({ guidPrefix }) => guidPrefix.text === key);
      if (isThere) this.#complaints.push(`${member.name} still sees ${name}, a lease after its end`);
    }
  }

  /** Some stand still for longer than the lease. */
  #stall(member: Member): void {
    const { random, now } = this.#network;
    if (member.stalledUntil > now) return;
    const ms = random.chance(0.6) ? random.float() * 1000 : LEASE_MS * (0.5 + random.float());
    member.stalledUntil = now + ms;
    this.#network.stall(member.host, ms);
  }

  #cut(): void {
    const { random } = this.#network;
    const side = this.#live.filter(() => random.chance(0.5)).map(({ host }) => host);
    this.#network.partition([side]);
    this.#network.after(random.float() * 1.8 * LEASE_MS, () => this.#network.heal());
  }
}
