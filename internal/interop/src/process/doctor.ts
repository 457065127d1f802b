import { join } from 'node:path';
import { ManagedProcess } from './managed-process.js';
import { ourProgram, repository, type Program } from './programs.js';

/** What `rclts doctor --json` has said. */
export interface Examination {
  readonly code: number | null;
  readonly reasons: readonly string[];
  /** All problems, a line each. */
  readonly problems: string;
  readonly participants: readonly {
    readonly vendor: string;
    readonly era?: string;
    readonly nodes: readonly string[];
  }[];
  readonly discoveryServers: readonly { readonly entry: string; readonly answers: boolean }[];
  /** The actions, services and topics that it was asked about, or all. */
  readonly subjects: readonly { readonly kind: string }[];
}

export function doctorProgram(...words: readonly string[]): Program {
  return ourProgram(join(repository, 'packages/cli/dist/index.js'), 'doctor', '--json', ...words);
}

/** Runs what `doctorProgram` has made, by whatever means, to its end. */
export async function runDoctor({ command, args }: Program, environment: NodeJS.ProcessEnv): Promise<Examination> {
  let out = '';
  const process = new ManagedProcess(command, args, {
    label: 'rclts doctor',
    environment,
    onLine: (line) => {
      out += line;
      return true;
    },
  });
  const { code } = await process.exited;
  if (!out.startsWith('{')) throw new Error(process.describe());
  const { findings, participants, discoveryServers, subjects } = JSON.parse(out) as Pick<
    Examination,
    'participants' | 'discoveryServers' | 'subjects'
  > & {
    findings: { reason: string; problem: string }[];
  };
  return {
    code,
    reasons: findings.map(({ reason }) => reason),
    problems: findings.map(({ problem }) => problem).join('\n'),
    participants,
    discoveryServers,
    subjects,
  };
}
