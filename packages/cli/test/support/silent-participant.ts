import { createSocket, type Socket } from 'node:dgram';
import { ParameterListWriter } from '@rclts/cdr';
import { SPDP_MULTICAST_ADDRESS, spdpMulticastPort } from '@rclts/rtps';

export interface SilentParticipantOptions {
  readonly domainId: number;
  /** What it announces; default: the one whose ports it uses. */
  readonly announcedDomainId?: number;
  readonly hasIdentityToken?: boolean;
  /** It sends heartbeats to whoever talks to it, but acknowledges nothing. */
  readonly sendsHeartbeats?: boolean;
}

const prefix = Uint8Array.from({ length: 12 }, (_, index) => 0x70 + index);
const header = Uint8Array.of(0x52, 0x54, 0x50, 0x53, 2, 5, 0, 0, ...prefix);

/** A participant that announces itself to the domain's group several times a second and never acknowledges anything. */
export class SilentParticipant {
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;

  private constructor(socket: Socket, options: SilentParticipantOptions) {
    this.#socket = socket;
    const announcement = announcementOf(options, socket.address().port);
    const announce = (): void =>
      socket.send(announcement, spdpMulticastPort(options.domainId), SPDP_MULTICAST_ADDRESS, () => undefined);
    this.#timer = setInterval(announce, 50);
    if (options.sendsHeartbeats === true) {
      socket.on('message', (datagram, { address, port }) => {
        const unicast = datagram.subarray(8, 20);
        socket.send(heartbeatTo(unicast), port, address, () => undefined);
      });
    }
  }

  static async start(options: SilentParticipantOptions): Promise<SilentParticipant> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    socket.setMulticastInterface('127.0.0.1');
    return new SilentParticipant(socket, options);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await new Promise<void>((resolve) => this.#socket.close(resolve));
  }
}

function announcementOf(options: SilentParticipantOptions, port: number): Uint8Array {
  const { domainId, announcedDomainId = domainId, hasIdentityToken } = options;
  const locator = Uint8Array.of(1, 0, 0, 0, port & 0xff, port >>> 8, 0, 0, ...new Uint8Array(12), 127, 0, 0, 1);
  const list = new ParameterListWriter();
  list.bytes(0x0015, Uint8Array.of(2, 5, 0, 0)); // PROTOCOL_VERSION
  list.bytes(0x0016, Uint8Array.of(0, 0, 0, 0)); // VENDOR_ID
  list.bytes(0x0050, Uint8Array.of(...prefix, 0, 0, 1, 0xc1)); // PARTICIPANT_GUID
  list.bytes(0x0032, locator); // METATRAFFIC_UNICAST_LOCATOR
  list.bytes(0x0031, locator); // DEFAULT_UNICAST_LOCATOR
  list.parameter(0x0002, (writer) => {
    writer.int32(20);
    writer.uint32(0);
  }); // PARTICIPANT_LEASE_DURATION
  list.parameter(0x000f, (writer) => writer.uint32(announcedDomainId)); // DOMAIN_ID
  list.parameter(0x0058, (writer) => writer.uint32(0x3f)); // BUILTIN_ENDPOINT_SET
  if (hasIdentityToken === true) list.bytes(0x1001, new Uint8Array(12)); // IDENTITY_TOKEN
  const parameters = list.finish();
  const body = Uint8Array.of(
    0,
    0,
    16,
    0,
    0,
    1,
    0,
    0xc7,
    0,
    1,
    0,
    0xc2,
    0,
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    0,
    3,
    0,
    0,
    ...parameters,
  );
  return Uint8Array.of(...header, 0x15, 0x05, body.length & 0xff, body.length >>> 8, ...body);
}

/** INFO_DST and a HEARTBEAT of the SEDP publications writer. */
function heartbeatTo(destination: Uint8Array): Uint8Array {
  const heartbeat = [0, 0, 3, 0xc7, 0, 0, 3, 0xc2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0];
  return Uint8Array.of(...header, 0x0e, 1, 12, 0, ...destination, 7, 1, heartbeat.length, 0, ...heartbeat);
}
