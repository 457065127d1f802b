import { Machine } from './machine.js';

const BRIDGE = 'br0';

/** A switch with machines on it. */
export class Ethernet {
  readonly #machine: Machine;
  readonly #ports: string[] = [];

  private constructor(machine: Machine) {
    this.#machine = machine;
  }

  static async open(): Promise<Ethernet> {
    const machine = await Machine.open();
    try {
      machine.ip(`link add ${BRIDGE} type bridge mcast_snooping 0`);
      machine.ip(`link set ${BRIDGE} addrgenmode none up`);
    } catch (error) {
      await machine.close();
      throw error;
    }
    return new Ethernet(machine);
  }

  /** Puts a cable in: a machine has the interface `name` from now on, with these addresses (`192.0.2.1/24`). */
  plugIn(machine: Machine, name: string, ...addresses: readonly string[]): void {
    const port = `port${String(this.#ports.length)}`;
    machine.connect(name, this.#machine, port);
    this.#ports.push(port);
    this.#machine.ip(`link set ${port} master ${BRIDGE} up`);
    // An address of IPv6 is good at once: nobody else here has it.
    for (const address of addresses)
      machine.ip(`addr add ${address} dev ${name}${address.includes(':') ? ' nodad' : ''}`);
    machine.ip(`link set ${name} up`);
  }

  /** As many wireless networks do: from now on what is for a group reaches nobody, while ARP does. */
  dropMulticast(): void {
    for (const port of this.#ports) this.#machine.ip(`link set ${port} type bridge_slave mcast_flood off`);
  }

  close(): Promise<void> {
    return this.#machine.close();
  }
}
