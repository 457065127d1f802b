import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VendorId } from '@rclts/rtps';
import { Crowd } from '../src/crowd.js';
import { auditDialects, auditProcesses } from '../src/dialect-audit.js';
import { EVERYBODY, EverybodyRow, GOALS_EACH, LOSS } from '../src/everybody.js';

const STARTUP_MS = 120_000;
const RUN_MS = 300_000;

describe(EVERYBODY, () => {
  let directory: string;
  let crowd: Crowd;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rclts-everybody-'));
    crowd = await Crowd.start(directory);
  }, STARTUP_MS);

  afterAll(async () => {
    await crowd?.close();
    await rm(directory, { recursive: true, force: true });
  }, STARTUP_MS);

  async function withReport(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      throw new Error(`${String(error)}\n${crowd.describe()}`, { cause: error });
    }
  }

  it(EverybodyRow.GOALS, () => withReport(() => crowd.run(GOALS_EACH)), RUN_MS);

  it(
    EverybodyRow.GOALS_WITH_LOSS,
    async () => {
      await crowd.lose(LOSS);
      await withReport(() => crowd.run(GOALS_EACH));
      expect(await crowd.lose(0)).toBeGreaterThan(GOALS_EACH);
    },
    RUN_MS,
  );

  it(EverybodyRow.SERVERS, () => withReport(() => crowd.askServers()), RUN_MS);

  it(EverybodyRow.ACTION_SERVERS, () => withReport(() => crowd.runOnServers()), RUN_MS);

  it(
    EverybodyRow.OWN_REPLIES,
    () =>
      withReport(async () => {
        // Cyclone DDS hands a sample to all readers of a process: what is for one the other hears, too, and leaves alone.
        const { own, foreign } = await crowd.unexpectedReplies();
        expect(own).toBe(0);
        expect(foreign).toBeGreaterThan(0);
      }),
    RUN_MS,
  );

  it(
    EverybodyRow.CAPTURES,
    async () => {
      await crowd.close();
      const processes = auditProcesses(crowd.captures.slice(0, 1));
      expect([...processes.recipients.values()].filter(({ size }) => size > 1)).toHaveLength(1);
      expect(processes.hidden(VendorId.CYCLONE_DDS)).toBe(0);
      const { violations, judged } = auditDialects(crowd.captures);
      expect(violations.slice(0, 10)).toEqual([]);
      // Two runs, an acceptance and a result for each goal at least; of the five clients, three speak the inline dialect.
      expect(judged.cyclone).toBeGreaterThanOrEqual(2 * 2 * 2 * GOALS_EACH);
      expect(judged.enhanced).toBeGreaterThanOrEqual(3 * 2 * 2 * GOALS_EACH);
    },
    STARTUP_MS,
  );
});
