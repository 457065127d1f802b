import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer, type Server } from 'node:net';

/** A ROS domain that nobody else on this machine uses. */
export interface Domain {
  readonly id: number;
  release(): Promise<void>;
}

/** Domains 1–100: above, the ports reach into the range that the operating system gives away. 0 is everybody's default. */
const DOMAINS = 100;

/**
 * Claims a domain for one test. The claim is a listening TCP socket on a port of that domain which no participant gets to, so it holds between
 * parallel test processes and suites and ends with the process that made it. A domain in which somebody already is (a robot, a stale peer) is left
 * alone. `first` is where it begins to look; by default anywhere.
 */
export async function claimDomain(first: number = 1 + randomInt(DOMAINS)): Promise<Domain> {
  for (let offset = 0; offset < DOMAINS; offset++) {
    const id = 1 + ((first - 1 + offset) % DOMAINS);
    const claim = await listen(lastPort(id));
    if (claim === undefined) continue;
    const release = (): Promise<void> => new Promise((resolve) => claim.close(() => resolve()));
    if (await isUnused(firstParticipantPort(id))) return { id, release };
    await release();
  }
  throw new Error(`all ROS domains from 1 to ${DOMAINS} are in use on this machine`);
}

/** RTPS 2.5 §9.6.2.3: a domain owns 250 ports; the metatraffic of participant 0 is at offset 10. */
const firstParticipantPort = (id: number): number => 7400 + 250 * id + 10;
const lastPort = (id: number): number => 7400 + 250 * id + 249;

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
    // A forgotten claim must not keep the test process alive.
    server.unref();
  });
}

function isUnused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => resolve(false));
    socket.bind({ port, exclusive: true }, () => socket.close(() => resolve(true)));
  });
}
