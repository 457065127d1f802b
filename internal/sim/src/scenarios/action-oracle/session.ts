import type { SimNetwork } from '../../sim-network.js';
import type { ClientWorld } from './client-world.js';
import { Journal, type Incarnation } from './journal.js';
import { Ledger } from './ledger.js';
import { Links } from './links.js';
import { openMachine, type Machine } from './machine.js';
import type { Mutant } from './mutants.js';
import { Oracle } from './oracle.js';
import { ScriptedClient } from './scripted-client.js';
import { openServer } from './scripted-server.js';

/** ROS's. */
export const LEASE_MS = 20_000;
const MAX_SERVERS = 2;
const MAX_CLIENTS = 3;
/** How often a process starts where one was, with its address and ports. */
const REUSE = 0.5;

/** The machines of a session, and what can happen to them. */
export class Session {
  readonly network: SimNetwork;
  readonly journal: Journal = new Journal();
  readonly ledger: Ledger;
  readonly oracle: Oracle;
  readonly clients: ScriptedClient[] = [];
  readonly machines: Machine[] = [];
  /** When the cut heals. */
  healAt: number = Infinity;
  readonly #links: Links;
  readonly #world: ClientWorld;
  readonly #mutant: Mutant | undefined;
  #names = 0;
  #numbers = 0;

  constructor(network: SimNetwork, mutant: Mutant | undefined) {
    this.network = network;
    this.#mutant = mutant;
    this.ledger = new Ledger(() => network.now);
    this.#links = new Links(network, LEASE_MS);
    this.oracle = new Oracle(network, this.journal, this.#links, LEASE_MS);
    this.#world = {
      network,
      journal: this.journal,
      oracle: this.oracle,
      ledger: this.ledger,
      wrap: (client) => mutant?.client?.(client) ?? client,
      nextNumber: () => (this.#numbers += 1),
    };
  }

  get live(): readonly Machine[] {
    return this.machines.filter(({ endedAt }) => endedAt === undefined);
  }

  /** A server in a process of its own: on a new machine, or where a process of the past was, with its address and ports. */
  async startServer(): Promise<void> {
    if (this.journal.live.length >= MAX_SERVERS) return;
    const { random } = this.network;
    const unused = this.live.filter((machine) => !this.journal.live.some((server) => server.machine === machine));
    // On a process that has clients, or had a server before.
    const machine = unused.length > 0 && random.chance(0.2) ? random.pick(unused) : await this.#open('server');
    const name = `server#${this.journal.incarnations.length + 1}`;
    this.network.note(`starts on ${machine.name}`, name);
    openServer(this.network, machine, this.journal, name, this.#mutant);
    this.#changed(false);
  }

  async startClient(): Promise<void> {
    if (this.clients.filter(({ closedAt }) => closedAt === undefined).length >= MAX_CLIENTS) return;
    const { random } = this.network;
    const machine = this.live.length > 0 && random.chance(0.2) ? random.pick(this.live) : await this.#open('client');
    const waitMs = random.chance(0.3) ? random.integer(8000) : 0;
    const client = new ScriptedClient(this.#world, machine, `client#${this.clients.length + 1}`, waitMs);
    this.network.note(`starts on ${machine.name}, waits ${waitMs} ms for lost servers`, client.name);
    this.clients.push(client);
    this.#changed(false);
  }

  kill(machine: Machine): void {
    this.ledger.checkDue();
    this.#end(machine);
    this.network.kill(machine.host);
    for (const client of this.#clientsOn(machine)) {
      client.closedAt = this.network.now;
      this.ledger.abandon(client);
    }
    this.#changed(true);
  }

  closeMachine(machine: Machine): void {
    this.ledger.checkDue();
    this.network.note('closes', machine.name);
    const clients = this.#clientsOn(machine);
    this.#end(machine);
    for (const client of clients) client.closedAt = this.network.now;
    void machine.node.context.close();
    this.#changed(true);
  }

  closeServer(server: Incarnation): void {
    this.ledger.checkDue();
    this.network.note('closes', server.name);
    server.endedAt = this.network.now;
    server.server.close();
    this.#changed(true);
  }

  closeClient(client: ScriptedClient): void {
    this.network.note('closes', client.name);
    client.close();
  }

  cut(ms: number): void {
    this.ledger.checkDue();
    const side = this.live.filter(() => this.network.random.chance(0.5)).map(({ host }) => host);
    this.network.partition([side]);
    this.healAt = this.network.now + ms;
    this.#changed(true);
  }

  heal(): void {
    this.ledger.checkDue();
    this.network.heal();
    this.healAt = Infinity;
    this.#changed(false);
  }

  /** Time passes; the cut heals when it is to. */
  async advance(ms: number): Promise<void> {
    const until = this.network.now + ms;
    while (this.healAt <= until) {
      await this.network.advance(this.healAt - this.network.now);
      this.heal();
    }
    await this.network.advance(until - this.network.now);
    this.ledger.checkDue();
    for (const client of this.activeClients) client.checks.checkStatuses();
  }

  get activeClients(): readonly ScriptedClient[] {
    return this.clients.filter(({ closedAt }) => closedAt === undefined);
  }

  async #open(role: string): Promise<Machine> {
    const gone = this.machines.filter(
      ({ endedAt, host }) => endedAt !== undefined && !this.live.some((one) => one.host.address === host.address),
    );
    const { random } = this.network;
    const address = gone.length > 0 && random.chance(REUSE) ? random.pick(gone).host.address : undefined;
    const machine = await openMachine(this.network, `${role}_${(this.#names += 1)}`, LEASE_MS, address);
    this.machines.push(machine);
    return machine;
  }

  #clientsOn(machine: Machine): readonly ScriptedClient[] {
    return this.activeClients.filter((client) => client.machine === machine);
  }

  #end(machine: Machine): void {
    machine.endedAt = this.network.now;
    for (const server of this.journal.live) if (server.machine === machine) server.endedAt = this.network.now;
  }

  #changed(isLoss: boolean): void {
    this.#links.update(this.machines);
    this.oracle.noteEvent(isLoss);
  }
}
