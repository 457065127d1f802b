import { PcapTap } from '@rclts/rtps';
import { CommandError, messageOf, UsageError, type Command } from '../command-line.js';
import type { Shell } from '../shell.js';
import { eventJson, eventLine } from '../trace/event-line.js';
import { concernsGoal, parseGoalId } from '../trace/goal-filter.js';
import { liveDatagrams } from '../trace/live-datagrams.js';
import { capturedDatagrams, fileContents } from '../trace/trace-source.js';
import { Tracer } from '../trace/tracer.js';

const goal = {
  name: 'goal',
  value: 'ID',
  help: 'Only what concerns this goal: its id, or the beginning of it, in hex',
};

export const trace: Command = {
  words: 'rclts trace',
  summary:
    'Show what ROS 2 nodes say on the wire, a line for each RTPS submessage: from a capture, or live. A participant hears ' +
    'discovery, feedback and status, but not what others say to each other; for that, let a capture program listen: ' +
    'tcpdump -i any -U -w - udp | rclts trace -',
  positionals: [
    {
      name: 'capture',
      otherwise: '',
      help: 'A pcap or pcapng file, or - for one that comes in on stdin (default: live, until interrupted)',
    },
  ],
  options: [
    goal,
    { name: 'write', value: 'FILE', help: 'Write the datagrams that are shown to a pcap file' },
    { name: 'json', help: 'A JSON object a line' },
  ],
  async run(given, shell) {
    const capture = given.get('capture');
    const text = given.find(goal.name);
    const goalId = text === undefined ? undefined : parseGoalId(text);
    if (text !== undefined && goalId === undefined)
      throw new UsageError(`argument --goal ID: '${text}' is not the beginning of a goal id`);
    const print = given.has('json') ? eventJson : eventLine;
    const out = openOutput(given.find('write'));
    const tracer = new Tracer();
    try {
      for await (const datagram of datagramsOf(capture, shell)) {
        const events = tracer.take(datagram);
        const shown = goalId === undefined ? events : events.filter((event) => concernsGoal(event, goalId));
        for (const event of shown) shell.print(print(event));
        const { payload, source, destination, time } = datagram;
        if (shown.length > 0) out?.onDatagram('received', payload, source, destination, time);
      }
      return 0;
    } finally {
      out?.close();
    }
  },
};

function datagramsOf(capture: string, shell: Shell): ReturnType<typeof liveDatagrams> {
  if (capture === '') return liveDatagrams(shell.interrupted, shell.processId);
  return capture === '-'
    ? capturedDatagrams(shell.readInputInPieces(), 'stdin')
    : capturedDatagrams(fileContents(capture), capture);
}

function openOutput(path: string | undefined): PcapTap | undefined {
  if (path === undefined) return undefined;
  try {
    return new PcapTap(path);
  } catch (error) {
    throw new CommandError(`cannot write ${path}: ${messageOf(error)}`);
  }
}
