import { spawnSync } from 'node:child_process';
import { findCommand } from './process/programs.js';

export interface CaptureReport {
  readonly packets: number;
  /** A line of tshark's for each packet that it does not recognise as RTPS: none, in a capture of our own transport. */
  readonly notRtps: readonly string[];
  /** A line of tshark's for each packet that it finds malformed or erroneous. */
  readonly malformed: readonly string[];
}

export function hasTshark(): boolean {
  return findCommand('tshark') !== undefined;
}

/** Has tshark, which shares no line of code with us, read a capture. */
export function inspectCapture(file: string): CaptureReport {
  return {
    packets: filter(file, 'frame').length,
    notRtps: filter(file, '!rtps'),
    // 8388608 is the severity "Error".
    malformed: filter(file, '_ws.malformed || _ws.expert.severity >= 8388608'),
  };
}

function filter(file: string, expression: string): string[] {
  const { status, stdout, stderr } = spawnSync('tshark', ['-r', file, '-Y', expression], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`tshark could not read ${file}: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
