import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { HostTimer } from '../../../src/io/host-timer.js';

const now = (): number => performance.now();
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const turns = async (count: number): Promise<void> => {
  for (let done = 0; done < count; done += 1) await turn();
};

describe('HostTimer', () => {
  const timers: HostTimer[] = [];
  const create = (periodMs = 1e9, onPeriod: () => void = () => {}): HostTimer => {
    const timer = new HostTimer(now, periodMs, onPeriod);
    timers.push(timer);
    return timer;
  };
  afterEach(() => timers.splice(0).forEach((timer) => timer.stop()));

  it('calls back when the time has come, at most a millisecond early', async () => {
    const timer = create();
    for (const delay of [0.2, 1, 2.5, 7]) {
      const start = now();
      await new Promise<void>((resolve) => timer.set(delay, resolve));
      expect(now() - start).toBeGreaterThanOrEqual(delay - 1);
    }
  });

  it('calls back in the next turn for a deadline that has passed', async () => {
    const timer = create();
    const calls: string[] = [];
    timer.set(-5, () => calls.push('called'));
    expect(calls).toEqual([]);
    await turn();
    expect(calls).toEqual(['called']);
  });

  it('waits for what setTimeout would fire at once: Infinity, 2^31 ms and more, no number', async () => {
    const timer = create();
    let calls = 0;
    for (const delay of [Infinity, 2 ** 31, 1e15, Number.NaN]) {
      timer.set(delay, () => (calls += 1));
      await turns(20);
    }
    expect(calls).toBe(0);
  });

  it('has one deadline: another call replaces it, and a cancel of the old one does not touch the new one', async () => {
    const timer = create();
    const calls: string[] = [];
    const callback = (name: string) => () => void calls.push(name);
    const cancelFirst = timer.set(0, callback('first'));
    timer.set(0, callback('second'));
    cancelFirst();
    await turns(2);
    expect(calls).toEqual(['second']);
    timer.set(0, callback('third'))();
    await turns(2);
    expect(calls).toEqual(['second']);
  });

  it('moves to an earlier deadline, and lets a later one wait', async () => {
    const timer = create();
    const calls: number[] = [];
    timer.set(50_000, () => calls.push(1));
    timer.set(0, () => calls.push(2));
    await turns(2);
    expect(calls).toEqual([2]);
    // Armed for now; the deadline moves away before the turn comes.
    timer.set(0, () => calls.push(3));
    timer.set(50_000, () => calls.push(4));
    await turns(5);
    expect(calls).toEqual([2]);
  });

  it('waits while there is more to be read than a turn reads, but not for ever', async () => {
    let unread = 5;
    let turnsAsked = 0;
    const timer = new HostTimer(
      now,
      1e9,
      () => {},
      () => {
        turnsAsked += 1;
        return unread-- > 0;
      },
    );
    timers.push(timer);
    await new Promise<void>((resolve) => timer.set(-5, resolve));
    expect([unread, turnsAsked]).toEqual([-1, 6]);
    unread = Infinity;
    turnsAsked = 0;
    await new Promise<void>((resolve) => timer.set(-5, resolve));
    expect(turnsAsked).toBeLessThan(20);
  });

  it('lets what has arrived be heard first when it is late', async () => {
    const timer = create();
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    try {
      await once(socket, 'listening');
      socket.connect(socket.address().port, '127.0.0.1');
      await once(socket, 'connect');
      const order: string[] = [];
      const heard = once(socket, 'message').then(() => order.push('heard'));
      await turn();
      // Connected: it has left, and is here, when this returns.
      socket.send('a word');
      const due = new Promise<void>((resolve) => timer.set(1, resolve)).then(() => order.push('due'));
      for (const start = now(); now() - start < 30;);
      await Promise.all([heard, due]);
      expect(order).toEqual(['heard', 'due']);
    } finally {
      socket.close();
    }
  });

  it('calls its period again and again, between the deadlines', async () => {
    const calls: string[] = [];
    await new Promise<void>((resolve) => {
      const timer = create(2, () => {
        calls.push('period');
        if (calls.filter((call) => call === 'period').length === 3) resolve();
      });
      timer.set(3, () => calls.push('deadline'));
    });
    expect(calls).toContain('deadline');
  });

  it('is armed again after a callback that throws', () => {
    const queued: (() => void)[] = [];
    const real = globalThis.setImmediate;
    globalThis.setImmediate = ((callback: () => void) => void queued.push(callback)) as unknown as typeof setImmediate;
    try {
      const timer = create();
      timer.set(0, () => {
        timer.set(0, () => {});
        throw new Error('from the callback');
      });
      expect(queued).toHaveLength(1);
      expect(() => queued[0]?.()).toThrow('from the callback');
      expect(queued).toHaveLength(2);
    } finally {
      globalThis.setImmediate = real;
    }
  });

  it('keeps the process alive until it is stopped, and calls nothing afterwards', async () => {
    // Not counted among the process's resources: the test runner has timers of its own, at any time.
    const [started, cleared] = [jest.spyOn(globalThis, 'setTimeout'), jest.spyOn(globalThis, 'clearTimeout')];
    const pending = (): NodeJS.Timeout[] =>
      started.mock.results
        .map(({ value }) => value as NodeJS.Timeout)
        .filter((timeout) => !cleared.mock.calls.some(([one]) => one === timeout));
    try {
      let calls = 0;
      const timer = create(1e6);
      expect(pending().map((timeout) => timeout.hasRef())).toEqual([true]);
      timer.set(0, () => (calls += 1));
      timer.stop();
      timer.set(0, () => (calls += 1));
      await turns(3);
      expect([calls, pending()]).toEqual([0, []]);
    } finally {
      jest.restoreAllMocks();
    }
  });
});
