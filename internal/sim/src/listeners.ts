import type { Locator } from '@rclts/rtps';
import type { SimHost } from './sim-host.js';

/** Who listens to an address and port. Found once, until somebody comes, goes or moves: a large domain asks often. */
export class Listeners {
  readonly #hosts: readonly SimHost[];
  readonly #found = new Map<string, readonly SimHost[]>();

  constructor(hosts: readonly SimHost[]) {
    this.#hosts = hosts;
  }

  of(to: Locator): readonly SimHost[] {
    const key = `${to.kind} ${to.address}:${to.port}`;
    let found = this.#found.get(key);
    if (found === undefined) {
      found = this.#hosts.filter((host) => host.alive && host.listensTo(to));
      this.#found.set(key, found);
    }
    return found;
  }

  forget(): void {
    this.#found.clear();
  }
}
