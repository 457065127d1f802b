// Writes NAME.tshark.json beside each capture: what tshark reads in it, as tests expect it. Usage: node vectors/captures/tshark.mjs
import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';

const fields = ['frame.number', 'frame.time_epoch', 'ip.src', 'udp.srcport', 'ip.dst', 'udp.dstport', 'udp.length'];
const rtps = ['rtps.sm.id', 'rtps.sm.wrEntityId', 'rtps.sm.rdEntityId', 'rtps.sm.seqNumber'];
const folder = new URL('.', import.meta.url);
const version = execFileSync('tshark', ['--version'], { encoding: 'utf8' }).split('\n')[0];
// Ports 7000 to 7009 are AFS's for tshark, which takes some datagrams there for Rx.
for (const file of readdirSync(folder).filter((name) => name.endsWith('.pcapng'))) {
  const columns = [...fields, ...rtps].flatMap((field) => ['-e', field]);
  const capture = new URL(file, folder).pathname;
  const output = execFileSync('tshark', ['--disable-protocol', 'rx', '-r', capture, '-Y', 'rtps', '-T', 'fields', ...columns], { encoding: 'utf8' });
  const datagrams = output
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [frame, time, source, sourcePort, destination, destinationPort, length, ...lists] = line.split('\t');
      const [kinds, writers, readers, sequenceNumbers] = lists.map((list) => (list === '' ? [] : list.split(',')));
      return {
        frame: Number(frame),
        time,
        source: `${source}:${sourcePort}`,
        destination: `${destination}:${destinationPort}`,
        bytes: Number(length) - 8,
        kinds,
        writers,
        readers,
        sequenceNumbers: sequenceNumbers.map(Number),
      };
    });
  const lines = datagrams.map((one) => `  ${JSON.stringify(one)}`).join(',\n');
  writeFileSync(`${capture}.tshark.json`.replace('.pcapng', ''), `{"tshark": ${JSON.stringify(version)}, "datagrams": [\n${lines}\n]}\n`);
}
