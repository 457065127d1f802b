import { Transport } from './process/environment.js';
import { Implementation } from './process/programs.js';

/** One column of the matrix: who serves, who asks, and by which transports the Fast DDS peer may talk. */
export interface Cell {
  readonly client: Implementation;
  readonly server: Implementation;
  readonly transport: Transport;
}

const distributions = [Implementation.KILTED, Implementation.JAZZY];

/** {Kilted, Jazzy} × {default, UDPv4 only} × {rclpy client → our server, our client → rclpy server}. */
export const cells: readonly Cell[] = distributions.flatMap((distribution) =>
  Object.values(Transport).flatMap((transport) => [
    { client: distribution, server: Implementation.RCLTS, transport },
    { client: Implementation.RCLTS, server: distribution, transport },
  ]),
);

const names: Readonly<Record<Implementation, string>> = {
  [Implementation.RCLTS]: 'rclts',
  [Implementation.KILTED]: 'Kilted',
  [Implementation.JAZZY]: 'Jazzy',
};

/** As in the head of docs/INTEROP.md and in the names of the tests. */
export function cellTitle({ client, server, transport }: Cell): string {
  return `${names[client]} client → ${names[server]} server, ${transport}`;
}
