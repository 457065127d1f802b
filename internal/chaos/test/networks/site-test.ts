import { whatIsMissing } from '../../src/link/requirements.js';
import { Site } from '../../src/networks/site.js';

const TEST_MS = 600_000;
const PATIENCE_MS = 120_000;

beforeAll(() => {
  const missing = whatIsMissing();
  if (missing !== undefined) throw new Error(`The network tests cannot run here. They need ${missing}`);
});

/** A test on a site of its own; when it fails, what the nodes have said is part of the failure. */
export function siteTest(name: string, body: (site: Site) => Promise<void>): void {
  test(
    name,
    async () => {
      const site = new Site();
      try {
        await body(site);
      } catch (error) {
        throw new Error(`${String(error)}\n${site.describe()}`, { cause: error });
      } finally {
        await site.close();
      }
    },
    TEST_MS,
  );
}

/** Until it holds; a machine may be slow. */
export async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`not within two minutes: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
