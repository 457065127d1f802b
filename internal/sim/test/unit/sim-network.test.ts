import { createLocator, LocatorKind, type HostReceiver } from '@rclts/rtps';
import { SimNetwork, type SimHost, type SimNetworkOptions } from '../../src/index.js';

/** A host that writes down what it hears. */
class Listener implements HostReceiver {
  readonly heard: { at: number; number: number; address: string; port: number }[] = [];
  writable = 0;
  locatorChanges = 0;
  readonly #network: SimNetwork;

  constructor(network: SimNetwork, host: SimHost) {
    this.#network = network;
    host.open(this);
  }

  get numbers(): number[] {
    return this.heard.map(({ number }) => number);
  }

  onDatagram(datagram: Uint8Array, address: string, port: number): void {
    this.heard.push({ at: this.#network.now, number: datagram[0] ?? -1, address, port });
  }

  onLocatorsChanged(): void {
    this.locatorChanges += 1;
  }

  onWritable(): void {
    this.writable += 1;
  }
}

function pair(options: SimNetworkOptions): {
  network: SimNetwork;
  a: SimHost;
  b: SimHost;
  toA: Listener;
  toB: Listener;
} {
  const network = new SimNetwork(options);
  const [a, b] = [network.createHost(), network.createHost()];
  return { network, a, b, toA: new Listener(network, a), toB: new Listener(network, b) };
}

const user = (host: SimHost): ReturnType<typeof createLocator> => {
  const [locator] = host.locators.defaultUnicast;
  if (locator === undefined) throw new Error('no locator');
  return locator;
};
const group = createLocator(LocatorKind.UDPv4, '239.255.0.1', 7400);

describe('SimNetwork', () => {
  it('carries a datagram to the host that listens, after the delay, from the sender’s address', () => {
    const { network, a, b, toA, toB } = pair({ seed: 1, delayMs: 5 });
    expect(a.send(Uint8Array.of(7), user(b))).toBe(true);
    network.runFor(4);
    expect(toB.heard).toEqual([]);
    network.runFor(10);
    expect(toB.heard).toEqual([{ at: 5, number: 7, address: a.address, port: 7410 }]);
    expect(toA.heard).toEqual([]);
    expect(network.now).toBe(14);
  });

  it('copies at send and for every receiver, so that no buffer is shared', () => {
    const network = new SimNetwork({ seed: 1 });
    const hosts = [network.createHost(), network.createHost(), network.createHost()];
    const kept: Uint8Array[] = [];
    for (const host of hosts) {
      host.open({ onDatagram: (datagram) => kept.push(datagram), onLocatorsChanged() {}, onWritable() {} });
    }
    const buffer = Uint8Array.of(1);
    hosts[0]?.send(buffer, group);
    buffer[0] = 99;
    network.runFor(10);
    expect(kept.map((datagram) => datagram[0])).toEqual([1, 1, 1]);
    kept[0]?.fill(50);
    expect(kept.map((datagram) => datagram[0])).toEqual([50, 1, 1]);
  });

  it('carries multicast to every host of the domain, the sender too, and to no other', () => {
    const network = new SimNetwork({ seed: 1 });
    const here = [network.createHost(), network.createHost()];
    const deaf = network.createHost({ multicast: false });
    const elsewhere = network.createHost({ domainId: 1 });
    const listeners = [...here, deaf, elsewhere].map((host) => new Listener(network, host));
    here[0]?.send(Uint8Array.of(1), here[0].locators.announceTo[0] ?? group);
    network.runFor(10);
    expect(listeners.map(({ numbers }) => numbers)).toEqual([[1], [1], [], []]);
    expect(deaf.locators.announceTo).toEqual([]);
  });

  it('gives processes of one machine ports of their own, and reaches the one that is meant', () => {
    const network = new SimNetwork({ seed: 1 });
    const [a, b] = [network.createHost({ address: '10.9.9.9' }), network.createHost({ address: '10.9.9.9' })];
    const listeners = [a, b].map((host) => new Listener(network, host));
    expect([user(a).port, user(b).port]).toEqual([7411, 7413]);
    a.send(Uint8Array.of(3), user(b));
    network.runFor(10);
    expect(listeners.map(({ numbers }) => numbers)).toEqual([[], [3]]);
    network.kill(a);
    expect(user(network.createHost({ address: '10.9.9.9' })).port).toBe(7411);
  });

  it('loses, duplicates and reorders as often as it is told', () => {
    const { network, a, b, toB } = pair({ seed: 5, loss: 0.3, duplication: 0.1, reordering: 0.2, delayMs: 1 });
    const sent = 20_000;
    for (let at = 0; at < sent; at += 1) network.after(at, () => a.send(Uint8Array.of(at & 0xff), user(b)));
    network.runFor(sent + 100);
    const rate = network.trace.count('lose') / (network.trace.count('lose') + toB.heard.length);
    expect(rate).toBeGreaterThan(0.28);
    expect(rate).toBeLessThan(0.32);
    expect(toB.heard.length).toBeGreaterThan(sent * 0.7 * 1.08);
    expect(toB.heard.length).toBeLessThan(sent * 0.7 * 1.12);
    const backwards = toB.numbers.filter((number, at) => ((number - (toB.numbers[at - 1] ?? 0)) & 0xff) > 128).length;
    expect(backwards / toB.heard.length).toBeGreaterThan(0.05);
  });

  it('keeps the order of a path under jitter alone', () => {
    const { network, a, b, toB } = pair({ seed: 2, delayMs: 1, jitterMs: 50 });
    for (let at = 0; at < 200; at += 1) network.after(at, () => a.send(Uint8Array.of(at), user(b)));
    network.runFor(1000);
    expect(toB.numbers).toEqual(Array.from({ length: 200 }, (_, at) => at));
  });

  it('refuses now and then when told to, and says when it takes datagrams again', () => {
    const { network, a, b, toA, toB } = pair({ seed: 3, refusal: 0.5 });
    const taken = Array.from({ length: 100 }, () => a.send(Uint8Array.of(1), user(b))).filter(Boolean).length;
    network.runFor(10);
    expect(taken).toBeGreaterThan(30);
    expect(taken).toBeLessThan(70);
    expect([toB.heard.length, toA.writable]).toEqual([taken, 100 - taken]);
  });

  it('cuts the network into groups, loses what is under way, and heals', () => {
    const network = new SimNetwork({ seed: 1, delayMs: 10 });
    const [a, b, c, d] = [network.createHost(), network.createHost(), network.createHost(), network.createHost()];
    const heard = [a, b, c, d].map((host) => new Listener(network, host));
    a.send(Uint8Array.of(1), group);
    network.runFor(5);
    network.partition([[a, b], [c]]);
    network.runFor(10);
    expect(heard.map(({ numbers }) => numbers)).toEqual([[1], [1], [], []]);
    network.heal();
    a.send(Uint8Array.of(2), group);
    network.runFor(10);
    expect(heard.map(({ numbers }) => numbers)).toEqual([[1, 2], [1, 2], [2], [2]]);
  });

  it('kills a host: it hears nothing, sends nothing and none of its callbacks runs', () => {
    const { network, a, b, toA, toB } = pair({ seed: 1, delayMs: 10 });
    let calls = 0;
    a.setTimer(5, () => (calls += 1));
    a.defer(() => (calls += 1));
    b.send(Uint8Array.of(1), user(a));
    network.kill(a);
    expect(a.send(Uint8Array.of(2), user(b))).toBe(true);
    network.runFor(100);
    expect([calls, toA.heard.length, toB.heard.length, a.alive]).toEqual([0, 0, 0, false]);
  });

  it('has one timer a host, that another call replaces, a cancel stops and Infinity never starts', () => {
    const { network, a } = pair({ seed: 1 });
    const fired: string[] = [];
    a.setTimer(5, () => fired.push('replaced'));
    a.setTimer(10, () => fired.push(`at ${network.now}`));
    network.runFor(20);
    a.setTimer(1, () => fired.push('cancelled'))();
    a.setTimer(Infinity, () => fired.push('never'));
    a.setTimer(-5, () => fired.push(`past, at ${network.now}`));
    network.runFor(1e9);
    expect(fired).toEqual(['at 10', 'past, at 20']);
  });

  it('defers to an event of its own, in the order of the calls', () => {
    const { network, a } = pair({ seed: 1 });
    const calls: number[] = [];
    a.defer(() => {
      calls.push(1);
      a.defer(() => calls.push(3));
    });
    a.defer(() => calls.push(2));
    expect(calls).toEqual([]);
    network.runFor(0);
    expect(calls).toEqual([1, 2, 3]);
  });

  it('derives every clock from virtual time; hosts do not share a zero', () => {
    const { network, a, b } = pair({ seed: 1 });
    const [startA, wall] = [a.now(), a.wallTime()];
    expect(startA).not.toBe(b.now());
    network.runFor(1500.25);
    expect(a.now() - startA).toBe(1500.25);
    expect(a.wallTime()).toEqual({ sec: wall.sec + 1, nanosec: 500_250_000 });
  });

  it('moves addresses while it runs', () => {
    const { network, a, b, toA, toB } = pair({ seed: 1 });
    const old = user(b);
    b.setAddresses(['10.7.7.7']);
    a.send(Uint8Array.of(1), old);
    a.send(Uint8Array.of(2), user(b));
    network.runFor(10);
    expect([toB.numbers, toB.locatorChanges]).toEqual([[2], 1]);
    b.setAddresses([]);
    b.send(Uint8Array.of(3), user(a));
    network.runFor(10);
    expect([toA.numbers, b.locators.metatrafficUnicast]).toEqual([[], []]);
  });

  it('runs until something holds, or until the time is up', () => {
    const { network, a, b, toB } = pair({ seed: 1, delayMs: 3 });
    a.send(Uint8Array.of(1), user(b));
    expect(network.runUntil(() => toB.heard.length > 0, 100)).toBe(true);
    expect(network.now).toBe(3);
    expect(network.runUntil(() => toB.heard.length > 1, 100)).toBe(false);
    expect(network.now).toBe(103);
  });

  it('notices a clock that stands still', () => {
    const { network, a } = pair({ seed: 1 });
    const again = (): void => a.defer(again);
    again();
    expect(() => network.runFor(1)).toThrow(/stands still.*seed 1/);
  });

  it('lets promises settle, however deep, before the clock moves on', async () => {
    const { network, a } = pair({ seed: 1 });
    const sleep = (ms: number): Promise<void> => new Promise((resolve) => a.setTimer(ms, resolve));
    const deep = async (depth: number): Promise<void> => (depth === 0 ? undefined : deep(depth - 1));
    const seen: number[] = [];
    const total = await network.run(async () => {
      for (let round = 0; round < 3; round += 1) {
        await sleep(10);
        await deep(50);
        seen.push(network.now);
      }
      return 'done';
    });
    expect([total, seen]).toEqual(['done', [10, 20, 30]]);
  });

  it('passes a rejection on, and gives up on a promise that never settles', async () => {
    const { network } = pair({ seed: 4 });
    await expect(network.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(network.run(() => new Promise(() => {}), 500)).rejects.toThrow(/500 ms.*seed 4/);
  });

  it('refuses to run inside of itself', () => {
    const { network, a } = pair({ seed: 1 });
    a.defer(() => network.runFor(1));
    expect(() => network.runFor(1)).toThrow('runs already');
    network.runFor(1);
  });

  it('refuses faults that make no sense', () => {
    expect(() => new SimNetwork({ seed: 1, loss: 1.5 })).toThrow(RangeError);
    expect(() => new SimNetwork({ seed: 1, delayMs: Infinity })).toThrow(RangeError);
    expect(() => new SimNetwork({ seed: 1 }).setFaults({ jitterMs: Number.NaN })).toThrow(RangeError);
  });

  it('replays a seed exactly, and no two seeds alike', async () => {
    const history = async (seed: number, promises: boolean): Promise<string> => {
      const { network, a, b } = pair({ seed, loss: 0.3, duplication: 0.1, reordering: 0.3, jitterMs: 2, refusal: 0.1 });
      // An echo that chooses at random, so that one different draw anywhere changes everything after it.
      for (const [host, other] of [[a, b] as const, [b, a] as const]) {
        const talk = (): void => {
          host.send(host.randomBytes(20), user(other));
          host.setTimer(network.random.float() * 10, talk);
        };
        host.open({ onDatagram: talk, onLocatorsChanged() {}, onWritable: talk });
        talk();
      }
      if (promises) await network.advance(500);
      else network.runFor(500);
      return network.trace.hash;
    };
    const [first, again, synchronous] = [await history(11, true), await history(11, true), await history(11, false)];
    expect(again).toBe(first);
    expect(synchronous).toBe(first);
    expect(await history(12, true)).not.toBe(first);
  });
});
