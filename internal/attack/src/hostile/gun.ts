import { createSocket, type Socket } from 'node:dgram';
import { metatrafficUnicastPort, userUnicastPort } from '@rclts/rtps';

/** Where a datagram goes. */
export type Target = 'metatraffic' | 'user';

const LOOPBACK = '127.0.0.1';
/** So many at once are less than a receive buffer of the smallest default holds. */
const VOLLEY = 32;

/** Sends octets as they are to the first participant of a domain on this machine. Counts what comes back. */
export class Gun {
  readonly #socket: Socket;
  readonly #ports: Readonly<Record<Target, number>>;
  datagramsSent = 0;
  bytesSent = 0;
  bytesReceived = 0;
  datagramsReceived = 0;

  private constructor(socket: Socket, domainId: number) {
    this.#socket = socket;
    this.#ports = { metatraffic: metatrafficUnicastPort(domainId, 0), user: userUnicastPort(domainId, 0) };
    socket.on('message', (message) => {
      this.bytesReceived += message.length;
      this.datagramsReceived += 1;
    });
  }

  static open(domainId: number): Promise<Gun> {
    const socket = createSocket('udp4');
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.bind(0, LOOPBACK, () => resolve(new Gun(socket, domainId)));
    });
  }

  /** Its own port: what is announced to be reached there, is counted. */
  get port(): number {
    return this.#socket.address().port;
  }

  fire(datagram: Uint8Array, target: Target = 'user'): Promise<void> {
    this.datagramsSent += 1;
    this.bytesSent += datagram.length;
    return new Promise((resolve, reject) => {
      this.#socket.send(datagram, this.#ports[target], LOOPBACK, (error) => (error ? reject(error) : resolve()));
    });
  }

  async fireAll(datagrams: Iterable<Uint8Array>, target: Target = 'user'): Promise<void> {
    let left = VOLLEY;
    for (const datagram of datagrams) {
      await this.fire(datagram, target);
      if (--left > 0) continue;
      left = VOLLEY;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#socket.close(() => resolve()));
  }
}
