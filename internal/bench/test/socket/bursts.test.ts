import { Implementation } from '@rclts/interop';
import { Burst, BURST_GOALS, measureBurst } from '../../src/burst/bursts.js';

const MAX_BYTES = 20_000_000;
const TEST_MS = 400_000;

describe(`${BURST_GOALS} goals of one client, two processes`, () => {
  it.each([
    ['sent without a pause are all accepted, and finish', Burst.SENT_AT_ONCE],
    ['in flight that finish together all give their result', Burst.FINISH_TOGETHER],
  ])(
    '%s, in at most 20 MB on the wire',
    async (_what, burst) => {
      const { sent, accepted, finished, bytes } = await measureBurst(Implementation.RCLTS, Implementation.RCLTS, burst);
      expect({ sent, accepted, finished }).toEqual({ sent: BURST_GOALS, accepted: BURST_GOALS, finished: BURST_GOALS });
      expect(bytes).toBeLessThanOrEqual(MAX_BYTES);
    },
    TEST_MS,
  );
});
