/** What was shown of a peer that nobody can install, and by which test. */
export interface SimulatedRow {
  readonly peer: string;
  readonly what: string;
  /** From the root of the repository. */
  readonly file: string;
  /** The test's title as its source has it. */
  readonly title: string;
}

const ERAS = 'packages/node/test/sim/eras.test.ts';
const ACTION_ERAS = 'packages/actions/test/sim/eras.test.ts';
const FORMS = 'packages/node/test/unit/ros/discovery-info-form.test.ts';
const FILTER = 'packages/actions/test/unit/server/feedback-filter.test.ts';
const DIALECTS = 'packages/node/test/sim/dialects.test.ts';
const ACTION_DIALECTS = 'packages/actions/test/sim/dialects.test.ts';

/**
 * Peers that were written for after their sources: golden octets, and participants of ours in their clothes on the simulated
 * network. docs/INTEROP.md lists them; a test holds each row against the file that it names.
 */
export const simulatedRows: readonly SimulatedRow[] = [
  {
    peer: 'Humble',
    what: 'the graph in its form, GIDs of 24 octets, to the octet, written and read',
    file: FORMS,
    title: 'is written and read to the octet',
  },
  {
    peer: 'Humble and Jazzy at once',
    what: 'each sees the right nodes of ours, and is sent nothing that it cannot read, also when it comes late, at 0 and 20 % loss',
    file: ERAS,
    title: 'each sees the nodes that it hears, and what they have; none is sent a form that it cannot read',
  },
  {
    peer: 'Humble',
    what: 'topics and services both ways, identities of requests under 0x800f only, no type hash',
    file: ERAS,
    title: 'services and topics go both ways with a Humble peer, which knows identities under 0x800f only',
  },
  {
    peer: 'Humble',
    what: 'actions with feedback, results and a cancellation, its client of our server, at 0 and 15 % loss',
    file: ACTION_ERAS,
    title: 'a Humble client of our server',
  },
  {
    peer: 'Humble',
    what: 'the same, our client of its server',
    file: ACTION_ERAS,
    title: 'our client of a Humble server',
  },
  {
    peer: 'Lyrical',
    what: 'actions with feedback, results and a cancellation, its client of our server, at 0 and 15 % loss',
    file: ACTION_ERAS,
    title: 'a Lyrical client of our server',
  },
  {
    peer: 'Lyrical',
    what: 'the feedback filter of rcl_action, one goal to six, to the octet',
    file: FILTER,
    title: 'names its goals, one to six',
  },
  {
    peer: 'Lyrical',
    what: 'feedback of other goals is not sent to a reader with that filter',
    file: ACTION_ERAS,
    title: 'each gets the feedback of its own goals, the rest is not sent to it; who has no filter gets all',
  },
  {
    peer: 'Connext, all forms',
    what: 'services, each client in its form at one server, up to 30 % loss',
    file: DIALECTS,
    title: 'one server answers clients of every dialect at once, each in its own',
  },
  {
    peer: 'Connext, basic form',
    what: 'actions between peers of that form, both ways',
    file: ACTION_DIALECTS,
    title: 'actions in the dialect',
  },
];

export function renderSimulated(): string {
  const lines = simulatedRows.map(
    ({ peer, what, file }) => `| ${peer} | ${what} | [test](../${file}) | not run against a real peer |`,
  );
  return ['| peer | what | shown by | |', '| --- | --- | --- | --- |', ...lines].join('\n');
}
