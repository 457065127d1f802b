import { createLocator, LocatorKind } from '@rclts/rtps';
import { campaignCommand } from '../../src/campaign-command.js';
import { runCampaign, type CampaignOptions } from '../../src/campaign.js';
import { check, type Scenario } from '../../src/scenario.js';

const options: CampaignOptions = { firstSeed: 1, seeds: 20, replayEvery: 5, traceLines: 10, maxFailures: 3 };

/** One datagram from one host to another; `play` says what must hold of its arrival. */
function scenario(play: (arrived: boolean, seed: number) => void): Scenario {
  return {
    name: 'one-datagram',
    promise: 'it arrives',
    faults: { loss: 0.3 },
    play(network) {
      const [a, b] = [network.createHost(), network.createHost()];
      let arrived = false;
      b.open({ onDatagram: () => (arrived = true), onLocatorsChanged() {}, onWritable() {} });
      a.send(Uint8Array.of(1), createLocator(LocatorKind.UDPv4, b.address, 7411));
      network.runFor(10);
      play(arrived, network.seed);
    },
  };
}

describe('runCampaign', () => {
  it('plays every seed, some of them twice, and sums up', async () => {
    const seeds: number[] = [];
    const result = await runCampaign(
      scenario((_arrived, seed) => seeds.push(seed)),
      options,
    );
    expect(new Set(seeds)).toEqual(new Set(Array.from({ length: 20 }, (_, index) => index + 1)));
    expect(result).toMatchObject({ scenario: 'one-datagram', firstSeed: 1, seeds: 20, replayed: 4, failures: [] });
    expect(result.datagrams).toBe(20);
  });

  it('shows a failing seed with its trace and the command that replays it, and stops after a few', async () => {
    const result = await runCampaign(
      scenario((arrived) => check(arrived, 'nothing arrived')),
      options,
    );
    expect(result.failures).toHaveLength(3);
    expect(result.seeds).toBeLessThan(20);
    const [failure] = result.failures;
    expect(failure?.message).toContain('nothing arrived');
    expect(failure?.trace).toMatch(/lose +10\.0\.0\.1 → 10\.0\.0\.2/);
    expect(failure?.replayCommand).toBe(
      `node internal/sim/dist/play.js --scenario one-datagram --first ${failure?.seed} --seeds 1 --trace 1000`,
    );
  });

  it('notices a scenario that does not replay', async () => {
    let calls = 0;
    const restless: Scenario = {
      ...scenario(() => {}),
      play: (network) => network.note(`call ${(calls += 1)}`),
    };
    const result = await runCampaign(restless, { ...options, replayEvery: 1, maxFailures: 1 });
    expect(result.failures[0]?.message).toMatch(/does not replay/);
  });

  it('says so when a seed fails only once', async () => {
    let calls = 0;
    const flaky = scenario(() => check((calls += 1) > 1, 'the first time'));
    const result = await runCampaign(flaky, { ...options, maxFailures: 1 });
    expect(result.failures[0]?.message).toMatch(/the first time[^]*The second time it passed/);
  });
});

describe('campaignCommand', () => {
  const held = scenario(() => {});
  const broken = { ...scenario(() => check(false, 'never holds')), name: 'broken' };
  const run = async (...argv: string[]): Promise<{ code: number; text: string }> => {
    let text = '';
    const scenarios = new Map([held, broken].map((one) => [one.name, one]));
    const code = await campaignCommand(argv, scenarios, (part) => (text += part));
    return { code, text };
  };

  it('plays a scenario by name', async () => {
    const { code, text } = await run('--scenario', 'one-datagram', '--seeds', '3', '--replay-every', '2');
    expect(text).toContain('one-datagram: it arrives\n3 seeds from 1, 1 played twice, 0 failed');
    expect(code).toBe(0);
    const json = await run('--scenario', 'one-datagram', '--seeds', '1', '--first', '9', '--json');
    expect(JSON.parse(json.text)).toMatchObject({ scenario: 'one-datagram', firstSeed: 9, seeds: 1, failures: [] });
    const { text: more } = await run('--scenario', 'broken', '--seeds', '1', '--also', '70,90');
    expect(more.match(/^seed \d+/gm)).toEqual(['seed 1', 'seed 70', 'seed 90']);
  });

  it('shows what failed', async () => {
    const { code, text } = await run('--scenario', 'broken', '--max-failures', '1');
    expect(code).toBe(1);
    expect(text).toMatch(/send +10\.0\.0\.1[^]*seed 1: Error: never holds[^]*replay: node [^]*1 failed/);
  });

  it('explains its usage when there is no such scenario, or no such number', async () => {
    for (const argv of [[], ['--scenario', 'none'], ['--scenario', 'one-datagram', '--also', 'all']]) {
      const { code, text } = await run(...argv);
      expect([code, text]).toEqual([2, expect.stringContaining('--scenario NAME     one-datagram, broken')]);
    }
  });
});
