/**
 * The servers of a context by service name, oldest first; only the first of a name answers. A request is for one server, but
 * the wire addresses processes, not readers (RTPS 2.5 has nothing finer that every vendor respects): without this, two of a
 * name in one context would both carry it out.
 */
export class ServerRegister {
  readonly #servers = new Map<string, object[]>();

  /** False: there is an older one. */
  add(serviceName: string, server: object): boolean {
    const servers = this.#servers.get(serviceName) ?? [];
    servers.push(server);
    this.#servers.set(serviceName, servers);
    return servers.length === 1;
  }

  remove(serviceName: string, server: object): void {
    const servers = this.#servers.get(serviceName)?.filter((each) => each !== server) ?? [];
    if (servers.length > 0) this.#servers.set(serviceName, servers);
    else this.#servers.delete(serviceName);
  }

  isFirst(serviceName: string, server: object): boolean {
    return this.#servers.get(serviceName)?.[0] === server;
  }
}
