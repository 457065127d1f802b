import { answers } from '../../src/networks/site.js';
import { siteTest, until } from './site-test.js';

const LINK_ONE = ['10.1.0.1/24', '10.1.0.2/24', '10.1.0.3/24'] as const;
const LINK_TWO = ['10.2.0.1/24', '10.2.0.2/24', '10.2.0.3/24'] as const;

describe('interfaces', () => {
  siteTest('of two of which one is down, the other serves; and the other way round while they run', async (site) => {
    const [one, two] = [await site.ethernet(), await site.ethernet()];
    const [here, there] = [await site.machine(), await site.machine()];
    for (const [index, machine] of [here, there].entries()) {
      one.plugIn(machine, 'lan0', LINK_ONE[index] ?? '');
      two.plugIn(machine, 'lan1', LINK_TWO[index] ?? '');
    }
    here.ip('link set lan0 down');
    const [a, b] = [await site.start('a', here), await site.start('b', there)];
    expect(await site.meet(a, b)).toEqual(answers(a, b));
    expect((await b.peer.call('network', {})).peers).toEqual(['10.2.0.1']);

    here.ip('link set lan0 up');
    here.ip('link set lan1 down');
    expect(await site.meet(a, b)).toEqual(answers(a, b));
    await until('b sends to the other card', async () => (await b.peer.call('network', {})).peers[0] === '10.1.0.1');
  });

  siteTest('that appear while it runs are used, and one that gets another address too', async (site) => {
    const lan = await site.ethernet();
    const [here, there] = [await site.machine(), await site.machine()];
    lan.plugIn(there, 'lan0', LINK_ONE[1]);
    const [a, b] = [await site.start('a', here), await site.start('b', there)];
    expect((await a.peer.call('network', {})).peers).toEqual([]);
    lan.plugIn(here, 'usb0', LINK_ONE[0]);
    expect(await site.meet(a, b)).toEqual(answers(a, b));
    expect((await b.peer.call('network', {})).peers).toEqual(['10.1.0.1']);

    here.ip('addr flush dev usb0');
    here.ip(`addr add ${LINK_ONE[2]} dev usb0`);
    await until('b knows the new address', async () => (await b.peer.call('network', {})).peers[0] === '10.1.0.3');
    expect(await site.meet(a, b)).toEqual(answers(a, b));
  });

  siteTest('that are denied carry nothing: what comes from there is dropped and counted', async (site) => {
    const [one, two] = [await site.ethernet(), await site.ethernet()];
    const [middle, left, right] = [await site.machine(), await site.machine(), await site.machine()];
    one.plugIn(middle, 'lan0', LINK_ONE[0]);
    two.plugIn(middle, 'lan1', LINK_TWO[0]);
    one.plugIn(left, 'lan0', LINK_ONE[1]);
    two.plugIn(right, 'lan0', LINK_TWO[1]);
    const [choosy, strict, open] = await Promise.all([
      site.start('choosy', middle, { options: { deniedInterfaces: ['10.2.0.0/16'] } }),
      site.start('strict', middle, { options: { interfaces: ['lo', '*0'] } }),
      // It joins the group on both: the operating system hands what comes there to all three.
      site.start('open', middle),
    ]);
    const [l, r] = await Promise.all([site.start('left', left), site.start('right', right)]);
    expect(await site.meet(open, r)).toEqual(answers(open, r));
    for (const node of [choosy, strict]) {
      expect(await site.meet(node, l)).toEqual(answers(node, l));
      const filtered = async (): Promise<boolean> => (await node.peer.call('network', {})).filtered > 0;
      await until('what comes from the right is dropped', filtered);
      const { peers } = await node.peer.call('network', {});
      expect(peers).not.toContain('10.2.0.2');
      expect(peers).toContain('10.1.0.2');
    }
    expect((await open.peer.call('network', {})).filtered).toBe(0);
  });
});

describe('addresses', () => {
  siteTest('that are announced instead of the own ones are where it is reached', async (site) => {
    const lan = await site.ethernet();
    const [inside, outside] = [await site.machine(), await site.machine()];
    // As behind a NAT: outside, its own address is nobody's, and its other one is what all it sends to there comes from.
    lan.plugIn(inside, 'lan0', LINK_ONE[0]);
    lan.plugIn(outside, 'lan0', LINK_ONE[1]);
    inside.ip('addr add 203.0.113.7/32 dev lo');
    inside.ip('route add 10.1.0.2 dev lan0 src 203.0.113.7');
    outside.ip('route add blackhole 10.1.0.1');
    outside.ip('route add 203.0.113.7 dev lan0');
    const peers = (host: string): { readonly ROS_STATIC_PEERS: string } => ({ ROS_STATIC_PEERS: host });
    const a = await site.start('a', inside, {
      environment: peers('10.1.0.2'),
      options: { announcedAddresses: ['203.0.113.7'], interfaces: ['lan0'] },
    });
    const b = await site.start('b', outside, { environment: peers('203.0.113.7') });
    expect(await site.meet(a, b)).toEqual(answers(a, b));
    expect((await b.peer.call('network', {})).peers).toEqual(['203.0.113.7']);
  });

  siteTest('of IPv6 are used where there is nothing else, link-local ones on their link', async (site) => {
    const [one, two] = [await site.ethernet(), await site.ethernet()];
    const [here, there, far] = [await site.machine(), await site.machine(), await site.machine()];
    one.plugIn(here, 'lan0', 'fe80::1/64');
    // The same address on another link is somebody else's.
    two.plugIn(here, 'lan1', 'fe80::1/64');
    one.plugIn(there, 'eth7', 'fe80::2/64');
    two.plugIn(far, 'eth8', 'fe80::2/64');
    const [a, b, c] = await Promise.all([site.start('a', here), site.start('b', there), site.start('c', far)]);
    expect(await site.meet(a, b)).toEqual(answers(a, b));
    expect(await site.meet(a, c)).toEqual(answers(a, c));
    const address = 'fe80:0000:0000:0000:0000:0000:0000:0002';
    expect((await a.peer.call('network', {})).peers).toEqual([`${address}%lan0`, `${address}%lan1`]);
  });

  siteTest(
    'that the names of static peers have are looked up, in IPv6 too, and again when nothing is found',
    async (site) => {
      const lan = await site.ethernet();
      const [here, there] = [await site.machine(), await site.machine()];
      lan.plugIn(here, 'lan0', LINK_ONE[0], 'fd00:1::1/64');
      lan.plugIn(there, 'lan0', LINK_ONE[1], 'fd00:1::2/64');
      // Dropped by the switch, IPv6 would be without its neighbour discovery.
      const environment = { ROS_STATIC_PEERS: 'robot.test' };
      const a = await site.start('a', here, { environment, options: { multicast: false } });
      const b = await site.start('b', there, { options: { multicast: false, ipVersion: 'both' } });
      await a.peer.process.untilOutput(/Static peer robot\.test is not found/, 60_000);
      here.setHostNames({ 'robot.test': 'fd00:1::2' });
      expect(await site.meet(a, b)).toEqual(answers(a, b));
      expect((await a.peer.call('network', {})).peers).toEqual(['fd00:0001:0000:0000:0000:0000:0000:0002']);
    },
  );
});
