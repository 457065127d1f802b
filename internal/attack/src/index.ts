export type { FamilyOutcome } from './campaign.js';
export { Goals } from './goals.js';
export { faultsOf, renderReport } from './report.js';
export { runAttack, type AttackOptions, type AttackReport } from './run.js';
