import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasTshark, inspectCapture } from '../src/capture.js';
import { cellTitle, isWithoutRcl, type Cell } from '../src/cell.js';
import { Pair } from '../src/pair.js';
import { Implementation } from '../src/process/programs.js';
import { CAPTURE, scenariosOf, TUTORIAL } from '../src/scenario/all.js';
import { runTutorial } from '../src/tutorial.js';

const STARTUP_MS = 300_000;
const SCENARIO_MS = 300_000;

/** One column of docs/INTEROP.md: all scenarios with one pair of peers, in one domain. */
export function testCell(cell: Cell): void {
  describe(cellTitle(cell), () => {
    let captures: string;
    let pair: Pair;
    let tutorial: Promise<unknown> | undefined;

    beforeAll(async () => {
      captures = await mkdtemp(join(tmpdir(), 'rclts-interop-'));
      // It takes ten seconds of mostly waiting: beside the others, in a domain of its own.
      if (!isWithoutRcl(cell)) tutorial = runTutorial(cell).catch((error: unknown) => error);
      pair = await Pair.start(cell, captures);
    }, STARTUP_MS);

    afterAll(async () => {
      await pair?.close();
      await tutorial;
      await rm(captures, { recursive: true, force: true });
    }, STARTUP_MS);

    it.each(scenariosOf(cell).map((scenario) => [scenario.title, scenario] as const))(
      '%s',
      async (_title, scenario) => {
        try {
          await scenario.run(pair);
        } catch (error) {
          throw new Error(`${error instanceof Error ? error.message : String(error)}\n${pair.describe()}`, {
            cause: error,
          });
        }
      },
      SCENARIO_MS,
    );

    if (!isWithoutRcl(cell)) {
      it(
        TUTORIAL,
        async () => {
          expect(await tutorial).toBeUndefined();
        },
        SCENARIO_MS,
      );
    }

    // Only our own transport has a tap. Where tshark cannot be installed, a person's run goes on without it, and tools/test.mjs
    // says so loudly; in CI its absence is a failure.
    const isOurs = cell.client === Implementation.RCLTS || cell.server === Implementation.RCLTS;
    if (!isOurs || (!hasTshark() && !process.env['CI'])) return;
    it(
      CAPTURE,
      async () => {
        await pair.close();
        let total = 0;
        for (const capture of pair.captures) {
          const { packets, notRtps, malformed } = inspectCapture(capture);
          total += packets; // a process that was killed may have left nothing
          expect(notRtps).toEqual([]);
          expect(malformed).toEqual([]);
        }
        expect(total).toBeGreaterThan(300);
      },
      SCENARIO_MS,
    );
  });
}
