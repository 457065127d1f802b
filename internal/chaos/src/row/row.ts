import { Implementation } from '@rclts/interop';
import type { Stage } from '../stage.js';

/** Who asks and who serves. */
export interface Pairing {
  readonly client: Implementation;
  readonly server: Implementation;
}

const { RCLTS, KILTED } = Implementation;
export const OURS: Pairing = { client: RCLTS, server: RCLTS };
export const OUR_CLIENT: Pairing = { client: RCLTS, server: KILTED };
export const OUR_SERVER: Pairing = { client: KILTED, server: RCLTS };
/** For comparison: nothing of ours takes part, nothing of it fails the suite. */
export const REFERENCE: Pairing = { client: KILTED, server: KILTED };
export const ALL: readonly Pairing[] = [OURS, OUR_CLIENT, OUR_SERVER, REFERENCE];

export const isReference = ({ client, server }: Pairing): boolean => client !== RCLTS && server !== RCLTS;

const names: Readonly<Record<Implementation, string>> = {
  [RCLTS]: 'rclts',
  [KILTED]: 'rclpy',
  jazzy: 'rclpy (Jazzy)',
  cyclone: 'Cyclone DDS',
};

export const pairingTitle = ({ client, server }: Pairing): string => `${names[client]} → ${names[server]}`;

/** What a row has measured. */
export interface Outcome {
  /** For the table. */
  readonly measured: string;
  /** Lost goals, crashes, wrong counts, and what took ten times its goal: none of it may be. */
  readonly failures: readonly string[];
  /** Goals of time and size that were missed: recorded, no failure. */
  readonly missed: readonly string[];
}

/** One fault between one client and one server. */
export interface Row {
  readonly fault: string;
  readonly pairing: Pairing;
  /** As in the table. */
  readonly goal: string;
  readonly hosts: number;
  run(stage: Stage): Promise<Outcome>;
}

/** How much longer than its goal something may take before it counts as a hang. */
export const HANG = 10;

/** Compares a figure with its goal: what is missed, and what is a hang. */
export function judge(what: string, value: number, goal: number, unit: string): Pick<Outcome, 'failures' | 'missed'> {
  const text = `${what}: ${value.toFixed(1)} ${unit}, not ${String(goal)}`;
  return { missed: value > goal ? [text] : [], failures: value > HANG * goal ? [text] : [] };
}
