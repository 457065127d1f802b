import type { Socket } from 'node:dgram';
import { DgramAsPromised, type SocketAsPromised } from 'dgram-as-promised';
import { IpFamily } from './ip-addresses.js';

/** A bound socket, with the address that `socket.address()` would have to ask the operating system for. */
export interface BoundSocket {
  readonly socket: Socket;
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

export interface BindOptions {
  readonly family: IpFamily;
  readonly port: number;
  /** Default: all of this host's. */
  readonly address?: string;
  /** For ports that several programs listen to. */
  readonly reuseAddr?: boolean;
  /** What goes wrong later. */
  onError(error: unknown): void;
}

/**
 * A socket of one family: an IPv6 one takes no IPv4 datagrams, so that both can have the same port. Rejects with what the operating
 * system says, and leaves nothing open then. dgram-as-promised opens, binds and closes; it has no receive queue, so datagrams come
 * from `socket` directly.
 */
export async function bindSocket(options: BindOptions): Promise<BoundSocket> {
  const { family, port, address = family === IpFamily.V4 ? '0.0.0.0' : '::', reuseAddr = false } = options;
  const isV6 = family === IpFamily.V6;
  const promised = DgramAsPromised.createSocket({
    type: isV6 ? 'udp6' : 'udp4',
    reuseAddr,
    lookup: isV6 ? answerLiteralV6 : answerLiteralV4,
    ...(isV6 ? { ipv6Only: true } : {}),
  });
  try {
    const bound = await promised.bind({ port, address, exclusive: true });
    promised.socket.on('error', (error) => options.onError(error));
    return { socket: promised.socket, address: bound.address, port: bound.port, close: () => close(promised) };
  } catch (error) {
    await close(promised);
    throw error;
  }
}

type Answer = (error: null, address: string, family: number) => void;

/** Answers at once, so that `send` does not put a look-up, and a turn, between the call and the operating system. */
function answerLiteralV4(address: string, _options: unknown, callback: Answer): void {
  callback(null, address, 4);
}

function answerLiteralV6(address: string, _options: unknown, callback: Answer): void {
  callback(null, address, 6);
}

/** A socket that never came to be bound, or failed, may refuse to close; there is nothing left to do then. */
async function close(promised: SocketAsPromised): Promise<void> {
  try {
    await promised.close();
  } catch {
    // Closed already.
  }
}
