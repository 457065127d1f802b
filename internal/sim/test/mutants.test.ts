import { MUTANTS } from '../src/scenarios/action-oracle/mutants.js';
import { DOMAIN_MUTANTS } from '../src/scenarios/domain/mutants.js';
import { play } from './support/play.js';

/** Some defects show only where the script comes by. */
const SEEDS = 60;

const mutants = [
  ...MUTANTS.map(({ name, complaint }) => [`action-oracle:${name}`, complaint] as const),
  ...DOMAIN_MUTANTS.map(({ name, complaint }) => [`domain:${name}`, complaint] as const),
];

describe('the oracles notice', () => {
  it.each(mutants)(
    '%s, and say "%s"',
    async (scenario, complaint) => {
      const { failures } = await play(scenario, SEEDS, '--max-failures', '1', '--replay-every', '0', '--trace', '0');
      expect(failures.map(({ message }) => message).join()).toContain(complaint);
    },
    1_200_000,
  );
});
