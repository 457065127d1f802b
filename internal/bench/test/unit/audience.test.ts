import { measureAudience } from '../../src/audience/audience.js';

const TEST_MS = 300_000;

describe('the feedback of a goal', () => {
  it.each([
    ['owner', 1],
    ['all', 50],
  ] as const)(
    "costs a server with 50 clients, under '%s', %i times what it costs with one, ±10 %%",
    async (feedback, factor) => {
      const one = await measureAudience(feedback, 1);
      const many = await measureAudience(feedback, 50);
      for (const what of ['feedbackBytes', 'feedbackDatagrams'] as const) {
        const ratio = many[what] / one[what] / factor;
        expect({ what, ratio, isNear: Math.abs(ratio - 1) <= 0.1 }).toMatchObject({ isNear: true });
      }
    },
    TEST_MS,
  );
});
