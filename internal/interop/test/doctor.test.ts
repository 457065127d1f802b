import { openParticipant } from '@rclts/rtps';
import { doctorProgram, runDoctor, type Examination } from '../src/process/doctor.js';
import { claimDomain, type Domain } from '../src/process/domain.js';
import { peerEnvironment, Transport } from '../src/process/environment.js';
import { cycloneProgram, Implementation, rclpyProgram } from '../src/process/programs.js';
import { RemotePeer } from '../src/remote-peer.js';

const START_MS = 300_000;
const RUN_MS = 180_000;
/** More than by default: a peer may be slow to answer. */
const LISTEN_SECONDS = '8';
const ACTION = '/fibonacci';

/** `rclts doctor` among real peers: the tests go from a healthy graph to ever worse ones. */
describe('rclts doctor, among real peers', () => {
  let domain: Domain;
  let client: RemotePeer;
  const closing: (() => Promise<unknown>)[] = [];

  const start = async (label: string, program: Parameters<typeof RemotePeer.start>[1]): Promise<RemotePeer> => {
    const peer = await RemotePeer.start(label, program, peerEnvironment(domain.id, Transport.UDPV4));
    closing.push(() => peer.crash());
    return peer;
  };

  const examine = (...words: string[]): Promise<Examination> =>
    runDoctor(doctorProgram('--time', LISTEN_SECONDS, ...words), peerEnvironment(domain.id, Transport.UDPV4));

  beforeAll(async () => {
    domain = await claimDomain();
    closing.push(() => domain.release());
    const server = await start('the server', rclpyProgram(Implementation.JAZZY, 'peer.py', 'server'));
    await server.call('createActionServer', { action: ACTION });
    await server.call('createService', { service: '/switch' });
    await server.call('createPublisher', { topic: '/chatter' });
    client = await start('the client', rclpyProgram(Implementation.KILTED, 'peer.py', 'client'));
    await client.call('createActionClient', { action: ACTION });
    await client.call('createSubscription', { topic: '/chatter' });
    expect(await client.call('waitForServer', { action: ACTION, timeoutMs: 60_000 })).toBe(true);
  }, START_MS);

  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  }, START_MS);

  it(
    'finds nothing wrong with a healthy graph of Jazzy and Kilted, and knows who they are',
    async () => {
      for (const words of [[], [ACTION]]) {
        const { code, reasons, problems, participants } = await examine(...words);
        expect({ code, reasons, problems }).toEqual({ code: 0, reasons: [], problems: '' });
        const nodes = participants.map(({ vendor, era, nodes: names }) => `${names.join()}: ${vendor}, ${String(era)}`);
        expect(nodes.sort()).toEqual([
          expect.stringContaining('client: Fast DDS, iron'),
          expect.stringContaining('server: Fast DDS, iron'),
        ]);
      }
    },
    RUN_MS,
  );

  it(
    'names the dialect when a Cyclone client has found a Fast DDS server that cannot answer it',
    async () => {
      // Cyclone DDS 0.10 may crash beside Kilted's Fast DDS.
      await client.stop();
      const cyclone = await start('the Cyclone client', cycloneProgram('cyclone_peer.py', 'cyclone'));
      await cyclone.call('createActionClient', { action: ACTION });
      const { code, reasons, problems } = await examine(ACTION);
      expect(new Set(reasons)).toEqual(new Set(['dialect']));
      expect(problems).toContain('/cyclone writes and /server reads requests of /fibonacci/_action/send_goal');
      expect(code).toBe(1);
      await cyclone.crash();
    },
    RUN_MS,
  );

  it(
    'names peers of before Iron and since, who misread each other',
    async () => {
      const humble = await openParticipant({
        domainId: domain.id,
        userData: new TextEncoder().encode('enclave=/;'),
      });
      closing.push(() => humble.close());
      const typeName = 'rmw_dds_common::msg::dds_::ParticipantEntitiesInfo_';
      humble.createWriter({ topicName: 'ros_discovery_info', typeName, qos: { durability: 1 } });
      const { reasons, problems } = await examine();
      expect(reasons.filter((reason) => reason === 'mixed-eras')).toHaveLength(1);
      expect(problems).toContain('ROS 2 of before Iron');
    },
    RUN_MS,
  );
});
