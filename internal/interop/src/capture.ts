import { spawnSync } from 'node:child_process';
import { findCommand } from './process/programs.js';

export interface CaptureReport {
  readonly packets: number;
  /** A line of tshark's for each packet (ten at most) that it does not recognise as RTPS: none, in a capture of our own transport. */
  readonly notRtps: readonly string[];
  /** A line of tshark's for each packet that it finds malformed or erroneous. */
  readonly malformed: readonly string[];
}

export function hasTshark(): boolean {
  return findCommand('tshark') !== undefined;
}

/** Severity "Error" of tshark's expert information. */
const ERROR = 8_388_608;

/** Has tshark, which shares no line of code with us, read a capture. */
export function inspectCapture(file: string): CaptureReport {
  const fields = ['frame.number', 'frame.protocols', '_ws.expert.severity'].flatMap((field) => ['-e', field]);
  const packets = tshark(file, '-T', 'fields', ...fields).map((line) => {
    const [number = '', protocols = '', severities = ''] = line.split('\t');
    const isMalformed = protocols.includes('malformed') || severities.split(',').some((each) => Number(each) >= ERROR);
    return { number, isMalformed, isRtps: protocols.split(':').includes('rtps') };
  });
  const describe = (numbers: readonly string[]): string[] =>
    numbers.length === 0 ? [] : tshark(file, '-Y', `frame.number in {${numbers.slice(0, 10).join(', ')}}`);
  return {
    packets: packets.length,
    notRtps: describe(packets.filter(({ isRtps }) => !isRtps).map(({ number }) => number)),
    malformed: describe(packets.filter(({ isMalformed }) => isMalformed).map(({ number }) => number)),
  };
}

/** Some domains have ports that tshark knows others by, such as 24, whose 13400 is DoIP's: the content counts first. */
const BY_CONTENT = ['-o', 'udp.try_heuristic_first:TRUE'];

/** The lines that tshark prints of a capture; throws when it cannot read it. */
export function tshark(file: string, ...args: readonly string[]): string[] {
  const { status, stdout, stderr } = spawnSync('tshark', [...BY_CONTENT, '-r', file, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`tshark could not read ${file}: ${stderr}`);
  return stdout.split('\n').filter((line) => line !== '');
}
