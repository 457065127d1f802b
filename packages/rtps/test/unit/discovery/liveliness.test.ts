import { Timing } from '../../../src/behavior/timing.js';
import { CoreBench, CorePeer } from '../../support/core-bench.js';

describe('leases', () => {
  it('run out when nothing is heard for so long, and no sooner', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.hear(peer.announcement({ leaseMs: 5_000 }), peer.address);
    bench.advance(4_990);
    expect(bench.participants).toEqual(['02']);
    bench.advance(20);
    expect(bench.participants).toEqual([]);
    const [event] = bench.events('participantLost');
    expect(event?.kind === 'participantLost' && event.reason).toBe('leaseExpired');
    expect(bench.core.statistics.leasesExpired).toBe(1);
  });

  it('are renewed by any message of the participant', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.hear(peer.announcement({ leaseMs: 5_000 }), peer.address);
    for (let i = 0; i < 10; i++) {
      bench.advance(4_000);
      bench.hear(
        peer.message(() => undefined),
        peer.address,
      );
    }
    expect(bench.participants).toEqual(['02']);
    bench.advance(5_100);
    expect(bench.participants).toEqual([]);
  });

  it('do not spin when the timer is a fraction of a millisecond early', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.hear(peer.announcement({ leaseMs: 5_000 }), peer.address);
    bench.advance(4_900);
    bench.now = bench.core.nextDeadline() - 0.4;
    bench.core.handleTimeout(bench.now);
    expect(bench.participants).toEqual([]);
  });

  it('expire nobody while our own event loop stood still, until there was time to hear', () => {
    const bench = new CoreBench();
    const [left, right] = [new CorePeer(2), new CorePeer(3)];
    for (const peer of [left, right]) bench.hear(peer.announcement({ leaseMs: 5_000 }), peer.address);
    bench.core.start(bench.now);
    bench.advance(4_000);
    bench.now += 60_000;
    bench.core.handleTimeout(bench.now);
    bench.core.flush(bench.now);
    expect(bench.participants).toEqual(['02', '03']);
    bench.hear(left.announcement({ leaseMs: 5_000 }), left.address);
    bench.advance(Timing.stallGraceMs + 2_000);
    expect(bench.participants).toEqual(['02']);
    expect(bench.core.statistics.stalls).toBe(1);
  });

  it('are not prolonged once more by each datagram that had queued up meanwhile', () => {
    const bench = new CoreBench();
    const [busy, dead] = [new CorePeer(2), new CorePeer(3)];
    for (const peer of [busy, dead]) bench.hear(peer.announcement({ leaseMs: 5_000 }), peer.address);
    bench.core.start(bench.now);
    bench.advance(1_000);
    bench.now += 10_000;
    for (let i = 0; i < 500; i++) {
      bench.now += 0.1;
      bench.core.handleDatagram(
        bench.now,
        busy.message(() => undefined),
        busy.address,
      );
    }
    bench.core.handleTimeout(bench.now);
    bench.core.flush(bench.now);
    expect(bench.core.statistics.stalls).toBe(1);
    bench.advance(5_000);
    expect(bench.participants).not.toContain('03');
  });

  it('are not shortened by a stall that the program itself ends with a write', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.hear(peer.announcement({ leaseMs: 5_000 }), peer.address);
    bench.now += 8_000;
    // The end of that turn, before the socket had its chance.
    bench.core.flush(bench.now);
    bench.core.handleTimeout(bench.now);
    expect(bench.participants).toEqual(['02']);
  });

  it('may be infinite', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.meet(peer);
    bench.hear(new CorePeer(3).announcement({ leaseMs: Infinity }), '10.0.0.3');
    bench.advance(10_000_000);
    expect(bench.participants).toEqual(['03']);
  });
});
