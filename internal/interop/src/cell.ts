import { Transport } from './process/environment.js';
import { Implementation } from './process/programs.js';

/** One column of the matrix: who serves, who asks, and by which transports the Fast DDS peer may talk. */
export interface Cell {
  readonly client: Implementation;
  readonly server: Implementation;
  readonly transport: Transport;
}

const distributions = [Implementation.KILTED, Implementation.JAZZY];

const bothWays = (peer: Implementation, transport: Transport): readonly Cell[] => [
  { client: peer, server: Implementation.RCLTS, transport },
  { client: Implementation.RCLTS, server: peer, transport },
];

/**
 * {Kilted, Jazzy} × {default, UDPv4 only} × {rclpy client → our server, our client → rclpy server}; the same two with Cyclone DDS,
 * and our client → our server, which know UDPv4 only.
 */
export const cells: readonly Cell[] = [
  ...distributions.flatMap((each) => Object.values(Transport).flatMap((transport) => bothWays(each, transport))),
  ...bothWays(Implementation.CYCLONE, Transport.UDPV4),
  { client: Implementation.RCLTS, server: Implementation.RCLTS, transport: Transport.UDPV4 },
];

/** Whether somebody in it knows of DDS and of the service dialect, but not of all that ROS puts on top of it. */
export function isWithoutRcl({ client, server }: Cell): boolean {
  return [client, server].includes(Implementation.CYCLONE);
}

const names: Readonly<Record<Implementation, string>> = {
  [Implementation.RCLTS]: 'rclts',
  [Implementation.KILTED]: 'Kilted',
  [Implementation.JAZZY]: 'Jazzy',
  [Implementation.CYCLONE]: 'Cyclone DDS',
};

/** As in the head of docs/INTEROP.md and in the names of the tests. */
export function cellTitle({ client, server, transport }: Cell): string {
  return `${names[client]} client → ${names[server]} server, ${transport}`;
}
