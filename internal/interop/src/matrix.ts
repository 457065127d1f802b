import { cells, cellTitle } from './cell.js';
import { Implementation, peerVersion } from './process/programs.js';
import { Transport } from './process/environment.js';
import { rows } from './scenario/all.js';

export type Outcome = 'passed' | 'failed';

const marks: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗' };

/** docs/INTEROP.md, from the outcome of each test by cell and row. `machine` is a line about where it ran. */
export function renderMatrix(outcomes: ReadonlyMap<string, ReadonlyMap<string, Outcome>>, machine: string): string {
  const heads = cells.map(({ client, server, transport }) =>
    [client === Implementation.RCLTS ? `→ ${server}` : `${client} →`, transport].join('<br>'),
  );
  const lines = rows.map((row) => {
    const marked = cells.map((cell) => {
      const outcome = outcomes.get(cellTitle(cell))?.get(row);
      return outcome === undefined ? 'not run' : marks[outcome];
    });
    return `| ${row} | ${marked.join(' | ')} |`;
  });
  return `<!-- Written by \`npm run interop -- --write\`. Do not edit. -->

# Interoperability with real ROS 2

Each column is a pair of processes in a ROS domain of its own, one of them rclts, the other real rclpy on Fast DDS from PyPI:
\`kilted →\` is an rclpy client of ours as the server, \`→ kilted\` our client of an rclpy server. The Fast DDS peer uses its
default transports (shared memory and UDP) or UDPv4 only.

- Kilted: ${versions(Implementation.KILTED, 'ros-fastdds')}
- Jazzy: ${versions(Implementation.JAZZY, 'ros-fastrtps')}
- ${machine}

| ${['', ...heads].join(' | ')} |
|${' --- |'.repeat(heads.length + 1)}
${lines.join('\n')}

Transports: \`${Transport.DEFAULT}\` leaves Fast DDS as it is, \`${Transport.UDPV4}\` sets \`FASTDDS_BUILTIN_TRANSPORTS=UDPv4\`.
The lost fragment of the 1 MB result is in the server's fragment size: Fast DDS's towards our client, ours towards theirs.
The captures that tshark reads are our own process's: all datagrams of all rows of that column.
`;
}

/** The rows of a file that renderMatrix has written. */
export function readRows(markdown: string): string[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('|  |') && !line.startsWith('| ---'))
    .map((line) => line.split('|')[1]?.trim() ?? '');
}

function versions(distribution: Implementation, fastDds: string): string {
  return `rclpy ${peerVersion(distribution, 'ros-rclpy')}, Fast DDS ${peerVersion(distribution, fastDds)}`;
}
