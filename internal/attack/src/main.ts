/** Usage: main.js [--short] [--rclpy] [--seed N] [--only TEXT]…. Prints the section's text; ends with 1 if our own victim did not stand. */
import { parseArgs } from 'node:util';
import { Implementation } from '@rclts/interop';
import { faultsOf, renderReport } from './report.js';
import { runAttack } from './run.js';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean' },
    rclpy: { type: 'boolean' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', multiple: true, default: [] },
  },
});
const options = {
  seed: Number(values.seed),
  isLong: values.short !== true,
  only: values.only,
  onProgress: (line: string): void => console.error(line),
};
const ours = await runAttack({ ...options, implementation: Implementation.RCLTS });
const theirs =
  values.rclpy === true ? await runAttack({ ...options, implementation: Implementation.KILTED }) : undefined;
console.log(renderReport(ours, theirs));
const faults = faultsOf(ours);
for (const fault of faults) console.error(`✗ ${fault}`);
process.exit(faults.length === 0 ? 0 : 1);
