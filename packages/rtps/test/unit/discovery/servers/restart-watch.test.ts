import { Timing } from '../../../../src/behavior/timing.js';
import { RestartWatch } from '../../../../src/discovery/servers/restart-watch.js';

const heartbeat = (count: number, lastSn: number) => ({ count, lastSn });

describe('a discovery server under its old name', () => {
  it('is the same as long as it goes on counting', () => {
    const watch = new RestartWatch();
    for (let count = 1; count < 100; count++)
      expect(watch.onHeartbeat(heartbeat(count, count), count, count * 1000)).toBe(false);
  });

  it('was started anew when its samples stay fewer than it has sent', () => {
    const watch = new RestartWatch();
    expect(watch.onHeartbeat(heartbeat(90, 12), 12, 0)).toBe(false);
    expect(watch.onHeartbeat(heartbeat(1, 1), 12, 1000)).toBe(false);
    expect(watch.onHeartbeat(heartbeat(2, 1), 12, 1000 + Timing.serverRestartMs)).toBe(true);
  });

  it('was started anew when it counts from the beginning again, however many samples it has by now', () => {
    const watch = new RestartWatch();
    watch.onHeartbeat(heartbeat(90, 12), 12, 0);
    expect(watch.onHeartbeat(heartbeat(3, 20), 12, 1000)).toBe(false);
    expect(watch.onHeartbeat(heartbeat(4, 20), 12, 1000 + Timing.serverRestartMs)).toBe(true);
  });

  it('is the same when one of its words was only late', () => {
    const watch = new RestartWatch();
    watch.onHeartbeat(heartbeat(90, 12), 12, 0);
    expect(watch.onHeartbeat(heartbeat(88, 11), 12, 10)).toBe(false);
    expect(watch.onHeartbeat(heartbeat(91, 12), 12, 20)).toBe(false);
    expect(watch.onHeartbeat(heartbeat(89, 11), 12, 20 + Timing.serverRestartMs)).toBe(false);
  });
});
