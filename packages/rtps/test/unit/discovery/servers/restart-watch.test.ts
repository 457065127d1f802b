import { Timing } from '../../../../src/behavior/timing.js';
import { RestartWatch } from '../../../../src/discovery/servers/restart-watch.js';
import { EntityIds } from '../../../../src/types/entity-id.js';

const PARTICIPANTS = EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER;
const PUBLICATIONS = EntityIds.SEDP_BUILTIN_PUBLICATIONS_WRITER;
const LATER = Timing.serverRestartMs;

describe('a discovery server under its old name', () => {
  it('is the same as long as it goes on counting, and when it repeats itself', () => {
    const watch = new RestartWatch();
    for (let count = 1; count < 100; count++) {
      expect(watch.onHeartbeat(PARTICIPANTS, count, count * 1000)).toBe('fresh');
      expect(watch.onHeartbeat(PARTICIPANTS, count, count * 1000)).toBe('fresh');
      expect(watch.onAckNack(PARTICIPANTS, count, count * 1000)).toBe('fresh');
      expect(watch.onAckNack(PARTICIPANTS, count, count * 1000)).toBe('fresh');
    }
  });

  it('counts for each of its writers, and acknowledges each of ours', () => {
    const watch = new RestartWatch();
    watch.onHeartbeat(PARTICIPANTS, 90, 0);
    watch.onAckNack(PARTICIPANTS, 2, 0);
    expect(watch.onHeartbeat(PUBLICATIONS, 3, LATER)).toBe('fresh');
    expect(watch.onAckNack(PUBLICATIONS, 0, LATER)).toBe('fresh');
    expect(watch.onAckNack(PUBLICATIONS, 1, LATER)).toBe('fresh');
    expect(watch.onAckNack(PUBLICATIONS, 0, 2 * LATER)).toBe('fresh');
  });

  it('was started anew when it counts from the beginning again', () => {
    const watch = new RestartWatch();
    watch.onHeartbeat(PARTICIPANTS, 90, 0);
    expect(watch.onHeartbeat(PARTICIPANTS, 3, LATER)).toBe('restarted');
  });

  it('was started anew when it no longer has what it has acknowledged, however far it has counted by now', () => {
    const watch = new RestartWatch();
    watch.onHeartbeat(PARTICIPANTS, 9, 0);
    watch.onAckNack(PARTICIPANTS, 2, 0);
    expect(watch.onHeartbeat(PARTICIPANTS, 12, LATER)).toBe('fresh');
    expect(watch.onAckNack(PARTICIPANTS, 0, LATER)).toBe('restarted');
  });

  it('may be the same when what stays behind comes soon, and is another one when it goes on like that', () => {
    const watch = new RestartWatch();
    watch.onHeartbeat(PARTICIPANTS, 90, 0);
    expect(watch.onHeartbeat(PARTICIPANTS, 88, 10)).toBe('stale');
    expect(watch.onHeartbeat(PARTICIPANTS, 91, 20)).toBe('fresh');
    expect(watch.onHeartbeat(PARTICIPANTS, 1, 30)).toBe('stale');
    expect(watch.onHeartbeat(PARTICIPANTS, 2, 20 + LATER)).toBe('restarted');
  });
});
