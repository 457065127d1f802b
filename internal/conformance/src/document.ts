import { cases } from './suite/all.js';
import { rclpyFaults } from './suite/rclpy-faults.js';
import { Outcome, type CaseResult } from './suite/run.js';
import { rows } from './twins/all.js';
import { findTests, type ListedTest } from './twins/listing.js';
import { originals } from './twins/originals.js';
import type { Row } from './twins/row.js';

export interface Results {
  readonly tests: readonly ListedTest[];
  readonly ours: readonly CaseResult[];
  readonly rclpyServer: readonly CaseResult[];
  readonly rclpyClient: readonly CaseResult[];
  /** A line about where and when it ran. */
  readonly machine: string;
}

export const NOTHING: Results = { tests: [], ours: [], rclpyServer: [], rclpyClient: [], machine: '' };

const PASSED = '✓';
const FAILED = '✗';
const NOT_PROVOKED = '–';
const NOT_RUN = 'not run';

/** The document without what depends on a run, to see whether it is up to date. */
export function withoutResults(document: string): string {
  const marks = new RegExp([PASSED, FAILED, NOT_PROVOKED, NOT_RUN].join('|'), 'g');
  return document.replace(/^- run on .*$/m, '- ').replaceAll(marks, '?');
}

export function renderDocument(results: Results): string {
  return `<!-- Written by \`npm run conformance -- --write\`. Do not edit. -->

# Conformance

Two things show whether actions behave as ROS 2 expects: twins of the tests by which ROS tests its own action libraries, and
a suite that asks any action server over the wire.

${renderSums()}
- ${results.machine}

${PASSED} passed, ${FAILED} failed, ${NOT_PROVOKED} not provoked.

## The suite

\`\`\`sh
npm run conformance -- --action /fibonacci --type test_msgs/action/Fibonacci --goal goal.yaml
\`\`\`

asks the action server that is there, of whatever library, in the domain \`ROS_DOMAIN_ID\`, and prints this table. It starts
goals and cancels all that there are: give it a server whose goals move nothing. What it cannot know of the server it is told:
\`--slow-goal FILE\` for a goal that can be canceled, \`--refused-goal FILE\` for one that refuses, and so on (\`--help\`);
cases that nobody gave the means for are \`not provoked\` and counted apart. \`--json\` prints the results for programs.

Asked here: our server by our client, rclpy's server (Kilted) by our client, our server by rclpy's client (Kilted), whose
executor does not tell the order in which things came.

${renderCases(results)}

## The twins of ROS's own tests

What has no counterpart here says why. The last columns are cases of the suite that ask the same with real rclpy on the other
side: its client with our server, our client with its server; a ${FAILED} in the last one is a fault of rclpy's, explained above.
test_security, the rest of system_tests that concerns actions, comes with DDS Security.

${originals.map((suite) => renderSuite(suite.title, suite.source, suite.tests, results)).join('\n')}`;
}

function renderSums(): string {
  const all = Object.values(rows).flatMap((suite) => Object.values(suite));
  const twins = all.filter(({ ours }) => ours !== undefined);
  const differing = twins.filter(({ note }) => note !== undefined);
  return `- ${all.length} tests of rclpy, rcl_action, rclcpp_action and system_tests: ${twins.length} have a twin here, of which
  ${differing.length} differ in a point that the table names, and ${all.length - twins.length} have no counterpart
- ${cases.length} cases of the suite`;
}

function renderCases({ ours, rclpyServer, rclpyClient }: Results): string {
  const lines = cases.map(({ name }) => {
    const marks = [ours, rclpyServer, rclpyClient].map((results) => markOf(name, results));
    return `| ${cell(name)} | ${marks.join(' | ')} | ${cell(rclpyFaults[name]?.cause ?? '')} |`;
  });
  const head = '| case | our server | rclpy’s server | rclpy’s client, our server | rclpy’s fault |';
  return [head, '| --- | --- | --- | --- | --- |', ...lines].join('\n');
}

function markOf(name: string, results: readonly CaseResult[]): string {
  const marks: Readonly<Record<Outcome, string>> = {
    [Outcome.PASSED]: PASSED,
    [Outcome.FAILED]: FAILED,
    [Outcome.NOT_PROVOKED]: NOT_PROVOKED,
  };
  const result = results.find((one) => one.name === name);
  return result === undefined ? NOT_RUN : marks[result.outcome];
}

function renderSuite(title: string, source: string, tests: readonly string[], results: Results): string {
  const lines = tests.map((theirs) => {
    const row = rows[title]?.[theirs] ?? {};
    return `| \`${theirs}\` | ${renderOurs(row)} | ${renderOutcome(row, results.tests)} | ${renderRclpy(row, results)} |`;
  });
  return `### ${title}

${source}

| theirs | ours | | case | rclpy → ours | ours → rclpy |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
`;
}

function renderOurs({ ours = [], note }: Row): string {
  if (ours.length === 0) return `_${cell(note ?? '')}_`;
  return [...ours.map(renderId), ...(note === undefined ? [] : [`_${cell(note)}_`])].join('<br>');
}

function renderId(id: string): string {
  const [file = '', ...titles] = id.split(' › ');
  const name = file.slice(file.lastIndexOf('/') + 1);
  return [`[${name}](../${file})`, ...titles.map(cell)].join(' › ');
}

function renderOutcome({ ours = [] }: Row, tests: readonly ListedTest[]): string {
  if (ours.length === 0) return '';
  const found = ours.map((id) => findTests(id, tests));
  if (found.some((some) => some.length === 0)) return NOT_RUN;
  return found.flat().every(({ status }) => status === 'passed') ? PASSED : FAILED;
}

function renderRclpy({ cases: names = [] }: Row, { rclpyClient, rclpyServer }: Results): string {
  return [
    names.map(cell),
    names.map((name) => markOf(name, rclpyClient)),
    names.map((name) => markOf(name, rclpyServer)),
  ]
    .map((lines) => lines.join('<br>'))
    .join(' | ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
