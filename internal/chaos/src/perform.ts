import { isReference, pairingTitle, type Outcome, type Row } from './row/row.js';
import { Stage } from './stage.js';

export interface Result extends Outcome {
  readonly fault: string;
  readonly pairing: string;
  readonly goal: string;
  readonly isReference: boolean;
  /** ISO date. */
  readonly date: string;
}

export const rowTitle = ({ fault, pairing }: Row): string => `${fault}: ${pairingTitle(pairing)}`;

/** The same dice for every row and run; what processes do in between differs anyway. */
const SEED = 1;

/** Runs one row on a link of its own. What goes wrong is a failure of the row, with what its processes have said. */
export async function perform(row: Row, captureDirectory?: string): Promise<Result> {
  const frame = {
    fault: row.fault,
    pairing: pairingTitle(row.pairing),
    goal: row.goal,
    isReference: isReference(row.pairing),
    date: new Date().toISOString().slice(0, 10),
  };
  const stage = await Stage.open(row.hosts, SEED, captureDirectory);
  try {
    const outcome = await row.run(stage);
    return { ...frame, ...outcome };
  } catch (error) {
    return { ...frame, measured: 'nothing', missed: [], failures: [`${String(error)}\n${stage.describe()}`] };
  } finally {
    await stage.close();
  }
}
