import { Implementation } from '@rclts/interop';
import { answers } from '../../src/networks/site.js';
import { siteTest } from './site-test.js';

const NOBODY = { id: 65_534 };
const LOCALHOST = { ROS_AUTOMATIC_DISCOVERY_RANGE: 'LOCALHOST' };
const { KILTED, JAZZY, CYCLONE } = Implementation;

describe('rclpy', () => {
  siteTest('in range LOCALHOST meets us in range LOCALHOST, and in range SUBNET, on one host', async (site) => {
    const lan = await site.ethernet();
    const host = await site.machine();
    lan.plugIn(host, 'lan0', '10.1.0.1/24');
    const [kilted, jazzy, local, subnet] = await Promise.all([
      site.start('kilted', host, { implementation: KILTED, environment: LOCALHOST }),
      // As it was called before; Kilted has forgotten it.
      site.start('jazzy', host, { implementation: JAZZY, environment: { ROS_LOCALHOST_ONLY: '1' } }),
      site.start('local', host, { environment: LOCALHOST }),
      site.start('subnet', host),
    ]);
    for (const ours of [local, subnet])
      for (const theirs of [kilted, jazzy]) expect(await site.meet(ours, theirs)).toEqual(answers(ours, theirs));
    expect((await local.peer.call('network', {})).multicastLinks).toBe(0);
  });

  siteTest('of another user meets us by UDP while it has shared memory for its own', async (site) => {
    const lan = await site.ethernet();
    const host = await site.machine();
    lan.plugIn(host, 'lan0', '10.1.0.1/24');
    const environment = { HOME: '/nonexistent', ROS_LOG_DIR: '/mnt' };
    const [theirs, ours] = await Promise.all([
      site.start('theirs', host, { implementation: KILTED, user: NOBODY, environment }),
      site.start('ours', host),
    ]);
    expect(await site.meet(ours, theirs)).toEqual(answers(ours, theirs));
  });

  siteTest(
    'on another machine is found by ROS_STATIC_PEERS where the network drops multicast, from either side',
    async (site) => {
      const lan = await site.ethernet();
      const machines = [await site.machine(), await site.machine(), await site.machine()] as const;
      for (const [index, machine] of machines.entries()) lan.plugIn(machine, 'lan0', `10.1.0.${String(index + 1)}/24`);
      lan.dropMulticast();
      const [first, second, third] = machines;
      first.setHostNames({ 'robot.test': '10.1.0.2' });
      // By name from our side; the third is looked for by itself alone.
      const [ours, kilted, jazzy] = await Promise.all([
        site.start('ours', first, { environment: { ROS_STATIC_PEERS: 'robot.test' } }),
        site.start('kilted', second, { implementation: KILTED }),
        site.start('jazzy', third, { implementation: JAZZY, environment: { ROS_STATIC_PEERS: '10.1.0.1' } }),
      ]);
      expect(await site.meet(ours, kilted)).toEqual(answers(ours, kilted));
      expect(await site.meet(ours, jazzy)).toEqual(answers(ours, jazzy));
      // Nobody has told the two of each other.
      expect(await kilted.peer.call('nodes', {})).not.toContain('/jazzy');
    },
  );

  siteTest('and Cyclone DDS meet us on a link that has IPv6 only', async (site) => {
    const lan = await site.ethernet();
    const machines = [await site.machine(), await site.machine(), await site.machine()] as const;
    for (const [index, machine] of machines.entries()) lan.plugIn(machine, 'lan0', `fd00:1::${String(index + 1)}/64`);
    const cycloneUri = '<CycloneDDS><Domain><General><Transport>udp6</Transport></General></Domain></CycloneDDS>';
    const [ours, kilted, cyclone] = await Promise.all([
      site.start('ours', machines[0]),
      site.start('kilted', machines[1], {
        implementation: KILTED,
        environment: { FASTDDS_BUILTIN_TRANSPORTS: 'UDPv6' },
      }),
      site.start('cyclone', machines[2], {
        implementation: CYCLONE,
        environment: { CYCLONEDDS_URI: cycloneUri },
      }),
    ]);
    expect(await site.meet(ours, cyclone)).toEqual(answers(ours, cyclone));
    expect(await site.meet(ours, kilted)).toEqual(answers(ours, kilted));
  });
});
