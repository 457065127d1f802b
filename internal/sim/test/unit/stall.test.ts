import { createLocator, LocatorKind } from '@rclts/rtps';
import { SimNetwork } from '../../src/sim-network.js';

describe('a host that stands still', () => {
  it('hears and does nothing until then: late timers first, then what waits in its socket, in order', () => {
    const network = new SimNetwork({ seed: 1, delayMs: 1 });
    const [a, b] = [network.createHost(), network.createHost()];
    const happened: [string, number][] = [];
    const receiver = { onLocatorsChanged: () => undefined, onWritable: () => undefined };
    b.open({ ...receiver, onDatagram: ([octet]) => happened.push([`datagram ${octet}`, Math.floor(network.now)]) });
    const arrivals: number[] = [];
    network.observeDeliveries(() => arrivals.push(network.now));
    const cancel = b.setTimer(20, () => happened.push(['cancelled', 0]));
    cancel();
    b.setTimer(20, () => happened.push(['timer', network.now]));
    network.after(10, () => network.stall(b, 90));
    for (const [at, octet] of [
      [5, 1],
      [30, 2],
      [40, 3],
      [120, 4],
    ] as const) {
      network.after(at, () => a.send(Uint8Array.of(octet), createLocator(LocatorKind.UDPv4, b.address, 7411)));
    }
    network.runFor(200);
    expect(happened).toEqual([
      ['datagram 1', 6],
      ['timer', 100],
      ['datagram 2', 100],
      ['datagram 3', 100],
      ['datagram 4', 121],
    ]);
    expect(arrivals).toEqual([6, 31, 41, 121]); // the machine has them when they come
  });

  it('is dead when it is killed meanwhile', () => {
    const network = new SimNetwork({ seed: 1 });
    const host = network.createHost();
    let fired = 0;
    host.setTimer(20, () => (fired += 1));
    network.stall(host, 50);
    network.after(30, () => network.kill(host));
    network.runFor(100);
    expect(fired).toBe(0);
  });
});
