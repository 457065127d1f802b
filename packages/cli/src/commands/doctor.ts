import { parseSeconds, type Command, type Option } from '../command-line.js';
import { examine } from '../doctor/examination.js';
import { findingsOf, findingsOfName, subjectsOf } from '../doctor/endpoint-findings.js';
import { inOrder } from '../doctor/finding.js';
import { networkFindings } from '../doctor/network-findings.js';
import { reportJson, reportText } from '../doctor/report.js';

/** Peers answer a newcomer at once; who cannot be answered announces itself every 3 s (Fast DDS). */
const listenSeconds = 4;

const time: Option = {
  name: 'time',
  value: 'SECONDS',
  help: `Listen for so long (default: ${String(listenSeconds)})`,
};

export const doctor: Command = {
  words: 'rclts doctor',
  summary:
    'Explain a silent network: what is used, who is heard, what matches and what does not, why, and what to change. ' +
    'Exit code 0: nothing keeps anybody apart, though there may be warnings; 1: something does; 2: the command line is wrong',
  positionals: [
    {
      name: 'name',
      otherwise: '',
      help: 'An action, service or topic to explain (default: whatever is there)',
    },
  ],
  options: [time, { name: 'json', help: 'Print JSON' }],
  async run(given, shell) {
    const seconds = given.find(time.name);
    const seen = await examine((seconds === undefined ? listenSeconds : parseSeconds(time, seconds)) * 1000, shell);
    const wanted = given.get('name');
    const subjects = subjectsOf(seen);
    // Who has not looked knows no names.
    const ofNames =
      seen.refusal !== undefined ? [] : wanted === '' ? subjects.flatMap(findingsOf) : findingsOfName(wanted, seen);
    const findings = inOrder([...networkFindings(seen), ...ofNames]);
    const shown = subjects.filter(({ name }) => name === wanted || name === `/${wanted}`);
    shell.print((given.has('json') ? reportJson : reportText)({ seen, subjects: shown, findings }));
    return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};
