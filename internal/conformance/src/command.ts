import { join } from 'node:path';
import { getActionServers } from '@rclts/actions';
import { repository } from '@rclts/interop';
import { createNode, Severity, type Node } from '@rclts/node';
import { findActionType } from './action-type.js';
import { Options, usage, UsageError } from './options.js';
import { NodeProbe } from './probe/node-probe.js';
import { runSuite } from './suite/run.js';
import { readSubject } from './subject-options.js';
import { renderResult, renderTally, tally } from './table.js';

export interface Shell {
  readonly environment: Readonly<Record<string, string | undefined>>;
  print(text: string): void;
  printError(text: string): void;
}

const NODE_NAME_MS = 2_000;

/** `npm run conformance`. Resolves with the exit code. */
export async function conformance(words: readonly string[], shell: Shell): Promise<number> {
  try {
    const options = new Options(words);
    if (options.has('help')) {
      shell.print(usage);
      return 0;
    }
    return await ask(options, shell);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    shell.printError(`${error.message}\n\n${usage}`);
    return 2;
  }
}

async function ask(options: Options, shell: Shell): Promise<number> {
  const typeName = options.get('type');
  const type = findActionType(typeName, { file: options.find('definition'), folders: folders(options, shell) });
  const subject = readSubject(options, typeName, type);
  const isJson = options.has('json');
  let probe: NodeProbe;
  try {
    probe = await NodeProbe.open({ action: subject.action, type, patienceMs: subject.patienceMs, openNode });
  } catch (error) {
    shell.printError((error as Error).message);
    return 2;
  }
  try {
    const servers = await namesOfServers(probe, subject.action);
    if (!isJson) shell.print(`${subject.action} (${typeName}) of ${servers.join(', ') || 'an unknown node'}\n`);
    const results = await runSuite(probe, subject, {
      onResult: (result) => {
        if (!isJson) shell.print(renderResult(result));
      },
    });
    const counts = tally(results);
    if (isJson)
      shell.print(JSON.stringify({ action: subject.action, type: typeName, servers, ...counts, cases: results }));
    else shell.print(`\n${renderTally(counts)}`);
    return counts.failed === 0 ? 0 : 1;
  } catch (error) {
    shell.printError((error as Error).message);
    return 2;
  } finally {
    await probe.close();
  }
}

/** The graph learns the name of a node a little later than its endpoints. */
async function namesOfServers(probe: NodeProbe, action: string): Promise<readonly string[]> {
  const names = (): readonly string[] => getActionServers(probe.node, action).map(({ node }) => node);
  for (const deadline = probe.now() + NODE_NAME_MS; names().length === 0 && probe.now() < deadline;)
    await probe.sleep(20);
  return names();
}

/** The operator's, then those of an installed ROS, then what comes with us. */
function folders(options: Options, { environment }: Shell): readonly string[] {
  const prefixes = (environment['AMENT_PREFIX_PATH'] ?? '').split(':').filter((prefix) => prefix !== '');
  const ours = ['packages/interfaces/definitions', 'vectors/idl/definitions'];
  return [...options.all('path'), ...prefixes, ...ours.map((folder) => join(repository, folder))];
}

/** What goes wrong on the way is the outcome of a case; the log is for what nobody expected. */
async function openNode(name: string): Promise<Node> {
  const node = await createNode(name, { args: [], rosout: false });
  node.logger.setLevel(Severity.FATAL);
  return node;
}
