import type { CampaignResult } from '../src/campaign.js';
import { play } from './support/play.js';

/** Empty when all seeds held. */
function report({ failures }: CampaignResult): string {
  return failures
    .map((one) => `${one.trace}\n\nseed ${one.seed}: ${one.message}\nreplay: ${one.replayCommand}`)
    .join('\n\n');
}

const SEEDS = 1000;
/** A session of churn lasts minutes of virtual time, and costs accordingly. */
const CHURN_SEEDS = 200;
/** `npm run simulate` plays 10 000 of these, and 100 000 of those. */
const ORACLE_SEEDS = 300;
const DOMAIN_SEEDS = 2000;
/** Seeds of long campaigns that failed once. */
const ONCE_FAILED: Readonly<Record<string, readonly number[]>> = {
  'action-oracle': [842, 1036, 1064, 1411, 2345, 3279, 6622, 9074, 9088, 9345, 21689],
  domain: [3298, 3441, 4246, 5480],
};

describe('simulated at 5 to 30 % loss, with duplication and reordering; each seed replays exactly', () => {
  it.each<[scenario: string, seeds: number, promise: string]>([
    ['writer-reader', SEEDS, 'what a reader delivers is what was written, in order, once; silence when idle'],
    ['action-goal', SEEDS, 'every goal is executed once and ends once, as its server ended it'],
    ['service-churn', CHURN_SEEDS, 'every call of a live client ends, no request is served twice, the graph is true'],
    ['action-oracle', ORACLE_SEEDS, 'every promise settles once, in time, with an outcome that an oracle allows'],
    ['domain', DOMAIN_SEEDS, 'who is there is seen, who fits is matched, what is owed is delivered, nobody haunts'],
  ])(
    '%s for %i seeds: %s',
    async (scenario, seeds) => {
      const also = ONCE_FAILED[scenario] ?? [];
      const result = await play(scenario, seeds, '--also', also.join());
      expect(report(result)).toBe('');
      expect(result).toMatchObject({ seeds: seeds + also.length, failures: [] });
      expect(result.replayed).toBeGreaterThanOrEqual(seeds / 50);
    },
    3_600_000,
  );
});
