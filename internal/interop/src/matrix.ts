import { WITH_CLIENTS, WITH_SERVERS, WithClientsRow, WithServersRow } from './action-rows.js';
import { cells, cellTitle, type Cell } from './cell.js';
import { DiscoveryServerRow, WITH_DISCOVERY_SERVERS } from './discovery-server-rows.js';
import { EVERYBODY, EverybodyRow } from './everybody.js';
import { Implementation, peerVersion } from './process/programs.js';
import { Transport } from './process/environment.js';
import { rows, rowsOf } from './scenario/all.js';
import { SHAPES, ShapesRow } from './shapes/shapes-row.js';
import { renderSimulated } from './simulated.js';

export type Outcome = 'passed' | 'failed';

/** Of a row that is no matter of this pair. */
const NOT_APPLICABLE = '–';

const marks: Readonly<Record<Outcome, string>> = { passed: '✓', failed: '✗' };

/** docs/INTEROP.md, from the outcome of each test by cell and row. `machine` is a line about where it ran. */
export function renderMatrix(outcomes: ReadonlyMap<string, ReadonlyMap<string, Outcome>>, machine: string): string {
  const heads = cells.map(({ client, server, transport }) => [headOf(client, server), transport].join('<br>'));
  const lines = rows.map((row) => {
    const marked = cells.map((cell) => {
      if (!rowsOf(cell).includes(row)) return NOT_APPLICABLE;
      const outcome = outcomes.get(cellTitle(cell))?.get(row);
      return outcome === undefined ? 'not run' : marks[outcome];
    });
    return `| ${row} | ${marked.join(' | ')} |`;
  });
  return `<!-- Written by \`npm run interop -- --write\`. Do not edit. -->

# Interoperability with real ROS 2

Each column is a pair of processes in a ROS domain of its own, one of them rclts, the other real rclpy on Fast DDS from PyPI:
\`kilted →\` is an rclpy client of ours as the server, \`→ kilted\` our client of an rclpy server. The Fast DDS peer uses its
default transports (shared memory and UDP) or UDPv4 only. \`cyclone\` is real Cyclone DDS from PyPI under a program that speaks as
rmw_cyclonedds_cpp does: its header before requests and replies, its ids in USER_DATA, its rules for who is available. It has no
rcl above it, hence the rows without a mark. \`rclts → rclts\` is ours at both ends.

- Kilted: ${versions(Implementation.KILTED, 'ros-fastdds')}
- Jazzy: ${versions(Implementation.JAZZY, 'ros-fastrtps')}
- Cyclone DDS ${peerVersion(Implementation.CYCLONE, 'cyclonedds')}
- Not run against a real peer: Humble, Lyrical, and RTI Connext in its three dialects. They are written for after their sources,
  and tested by golden octets and simulated peers.
- ${machine}

| ${['', ...heads].join(' | ')} |
|${' --- |'.repeat(heads.length + 1)}
${lines.join('\n')}

## Everybody at once

One action server of ours, and at the same time an rclpy client on Fast DDS (Jazzy), two on Cyclone DDS in two participants of one
process, and two of ours in two contexts of one process. The captures of our processes are read by our own decoder, and judged by
onlookers that know what each vendor, and a process of several participants, may be sent: repairs and fragments included.

| what | |
| --- | --- |
${rowsWith(outcomes, EVERYBODY, EverybodyRow)}

## Actions in more detail

With rclpy (Kilted) on the other side, whose participants have a lease of 8 s here instead of 20 s.

| ${WITH_SERVERS} | |
| --- | --- |
${rowsWith(outcomes, WITH_SERVERS, WithServersRow)}

| ${WITH_CLIENTS} | |
| --- | --- |
${rowsWith(outcomes, WITH_CLIENTS, WithClientsRow)}

## Shapes

What the OMG has vendors show each other: a publisher and a subscriber of \`ShapeType\`, a keyed type, on \`@rclts/rtps\` alone. Each case
is run in both directions, and has to bring samples, or the one policy that is in the way at both ends. The peers are programs
without ROS on Cyclone DDS ${peerVersion(Implementation.CYCLONE, 'cyclonedds')} and Fast DDS ${peerVersion(Implementation.KILTED, 'ros-fastdds')}.

| case | Cyclone DDS | Fast DDS |
| --- | --- | --- |
${shapes(outcomes)}

Cyclone DDS sends a volatile reader what its transient-local writer has kept, and leaves it to readers to look away: ours does
not, since it cannot tell that from samples that it would miss. Fast DDS's reader has nothing to take when an instance's writer is gone.

## Discovery servers

Two real ones, of Fast DDS ${peerVersion(Implementation.JAZZY, 'ros-fastrtps')} and ${peerVersion(Implementation.KILTED, 'ros-fastdds')}, with rclpy clients of both distributions. The rows are one after the other: what died stays
dead.

| ${WITH_DISCOVERY_SERVERS} | |
| --- | --- |
${rowsWith(outcomes, WITH_DISCOVERY_SERVERS, DiscoveryServerRow)}

## Peers that cannot be installed

Nobody has a Humble, a Lyrical or a Connext to run here. What is theirs on the wire is taken from their sources, which the tests
cite, and shown by golden octets and by simulated peers, which are strict: they accept their own form only. What their sources do not
tell, this does not either.

${renderSimulated()}

## Notes

Transports: \`${Transport.DEFAULT}\` leaves Fast DDS as it is, \`${Transport.UDPV4}\` sets \`FASTDDS_BUILTIN_TRANSPORTS=UDPv4\`.
The lost fragment of the 1 MB result is in the server's fragment size: Fast DDS's towards our client, ours towards theirs.
The captures that tshark reads are our own process's: all datagrams of all rows of that column.
`;
}

/** The rows of the matrix in a file that renderMatrix has written. */
export function readRows(markdown: string): string[] {
  return (
    markdown
      .split('\n## ')[0]
      ?.split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('|  |') && !line.startsWith('| ---'))
      .map((line) => line.split('|')[1]?.trim() ?? '') ?? []
  );
}

/** One line for each test of a suite. */
function rowsWith(
  outcomes: ReadonlyMap<string, ReadonlyMap<string, Outcome>>,
  suite: string,
  titles: Readonly<Record<string, string>>,
): string {
  const lines = Object.values(titles).map((row) => {
    const outcome = outcomes.get(suite)?.get(row);
    return `| ${row} | ${outcome === undefined ? 'not run' : marks[outcome]} |`;
  });
  return lines.join('\n');
}

function shapes(outcomes: ReadonlyMap<string, ReadonlyMap<string, Outcome>>): string {
  const lines = Object.values(ShapesRow).map((row) => {
    const marked = [SHAPES.CYCLONE, SHAPES.FAST].map((suite) => {
      const found = [...(outcomes.get(suite) ?? [])].filter(([title]) => title.startsWith(row));
      if (found.length === 0) return 'not run';
      return marks[found.every(([, outcome]) => outcome === 'passed') ? 'passed' : 'failed'];
    });
    return `| ${row} | ${marked.join(' | ')} |`;
  });
  return lines.join('\n');
}

function headOf(client: Cell['client'], server: Cell['server']): string {
  if (client === server) return `${client} → ${server}`;
  return client === Implementation.RCLTS ? `→ ${server}` : `${client} →`;
}

function versions(distribution: Implementation, fastDds: string): string {
  return `rclpy ${peerVersion(distribution, 'ros-rclpy')}, Fast DDS ${peerVersion(distribution, fastDds)}`;
}
