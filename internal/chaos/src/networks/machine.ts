import { spawnSync } from 'node:child_process';
import { ManagedProcess, type Program } from '@rclts/interop';

const PATIENCE_MS = 120_000;
/** A number of its own for each interface that is ever made by this process. */
let interfaces = 0;

/** Names that a machine knows, by address: its own /etc/hosts. */
export type HostNames = Readonly<Record<string, string>>;

/**
 * A machine as the network sees it: a network namespace, and a mount namespace for its own /etc/hosts, shared memory and scratch
 * directory (/mnt). They have no names; what holds them is a process that ends with this one, and the programs on the machine, so
 * that nothing is left behind.
 */
export class Machine {
  readonly #holder: ManagedProcess;

  private constructor(holder: ManagedProcess) {
    this.#holder = holder;
  }

  static async open(): Promise<Machine> {
    const script = 'mount -t tmpfs tmpfs /mnt && mount -t tmpfs tmpfs /dev/shm && echo up && exec sleep infinity';
    const args = ['--pdeathsig', 'KILL', 'unshare', '--net', '--mount', 'sh', '-c', script];
    const holder = new ManagedProcess('setpriv', args, { label: 'a machine', environment: process.env });
    try {
      await holder.untilOutput(/^up$/m, PATIENCE_MS);
      const machine = new Machine(holder);
      machine.ip('link set lo up');
      return machine;
    } catch (error) {
      await holder.crash();
      throw new Error(`${String(error)}\n${holder.describe()}`, { cause: error });
    }
  }

  /** Runs `ip` there; throws with what it says when it fails. */
  ip(words: string): void {
    this.run('ip', ...words.split(' '));
  }

  run(...command: readonly string[]): void {
    const [first = '', ...args] = this.#enter(command);
    const { status, stderr, error } = spawnSync(first, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command.join(' ')}: ${error?.message ?? stderr.trim()}`);
  }

  /** From now on. */
  setHostNames(names: HostNames): void {
    const lines = Object.entries(names).map(([name, address]) => `${address} ${name}`);
    const text = ['127.0.0.1 localhost', ...lines].join('\\n');
    this.run('sh', '-c', `printf '${text}\\n' > /mnt/hosts && mount --bind /mnt/hosts /etc/hosts`);
  }

  /** The command line that runs a program there. The kernel ends it with us. */
  programOn({ command, args }: Program): Program {
    const [first = '', ...rest] = this.#enter(['setpriv', '--pdeathsig', 'KILL', command, ...args]);
    return { command: first, args: rest };
  }

  /** A cable between two machines. Both ends are down, without an address but IPv6's link-local one where `ip` adds it. */
  connect(name: string, other: Machine, otherName: string): void {
    // The ends are made under names that neither machine has yet.
    const [here, there] = [`w${String(++interfaces)}`, `w${String(++interfaces)}`];
    this.ip(`link add ${here} type veth peer name ${there} netns ${String(other.#pid)}`);
    this.ip(`link set ${here} name ${name} addrgenmode none`);
    other.ip(`link set ${there} name ${otherName} addrgenmode none`);
  }

  async close(): Promise<void> {
    await this.#holder.crash();
  }

  get #pid(): number {
    const { pid } = this.#holder;
    if (pid === undefined) throw new Error('the machine is gone');
    return pid;
  }

  #enter(command: readonly string[]): readonly string[] {
    const at = `/proc/${String(this.#pid)}/ns`;
    return ['nsenter', `--net=${at}/net`, `--mount=${at}/mnt`, `--wd=${process.cwd()}`, ...command];
  }
}
