import {
  doctorProgram,
  Implementation,
  peerEnvironment,
  runDoctor,
  Transport,
  type Examination,
  type Program,
} from '@rclts/interop';
import { CLIENT_HOST, SERVER_HOST, Stage } from '../src/stage.js';
import type { Faults } from '../src/link/lan.js';
import { whatIsMissing } from '../src/link/requirements.js';
import { Role } from '../src/peer/protocol.js';

const START_MS = 300_000;
const RUN_MS = 180_000;
/** Three announcements of Fast DDS: what is to be heard is heard by then. */
const LISTEN_SECONDS = '10';
/** Of the stage's processes. */
const DOMAIN = 1;

/** `rclts doctor` on one host of a network that was broken on purpose, a real rclpy node on the other. */
describe('rclts doctor, on a network that is broken on purpose', () => {
  let stage: Stage;

  beforeAll(async () => {
    const missing = whatIsMissing();
    if (missing !== undefined) throw new Error(`The chaos suite cannot run here. It needs ${missing}`);
    stage = await Stage.open(2, 1);
    await stage.start(Implementation.KILTED, Role.SERVER, SERVER_HOST);
  }, START_MS);

  afterAll(async () => {
    await stage?.close();
  }, START_MS);

  /** With these faults on the link while it runs. */
  async function examine(
    faults: Faults,
    variables: NodeJS.ProcessEnv = {},
    wrap: (program: Program) => Program = (program) => program,
  ): Promise<Examination> {
    await stage.lan.setFaults(faults);
    const program = stage.lan.programOn(CLIENT_HOST, wrap(doctorProgram('--time', LISTEN_SECONDS)));
    try {
      return await runDoctor(program, { ...peerEnvironment(DOMAIN, Transport.UDPV4), ...variables });
    } finally {
      await stage.lan.setFaults({ cut: false, noMulticast: false, noUnicastFrom: -1 });
    }
  }

  const cases: [string, Faults, string, string][] = [
    ['a link that carries nothing, as a firewall that drops all', { cut: true }, 'silence', 'nobody in this network'],
    ['a switch that carries no multicast', { noMulticast: true }, 'silence', 'nobody in this network'],
    [
      'a firewall here that drops what comes to us alone',
      { noUnicastFrom: SERVER_HOST },
      'no-answer-to-unicast',
      'nothing that it sends to us alone arrives',
    ],
    [
      'a firewall there that drops what we send to it alone',
      { noUnicastFrom: CLIENT_HOST },
      'one-way-traffic',
      'traffic is one-way',
    ],
  ];

  it(
    'finds nothing wrong while nothing is',
    async () => {
      const { code, reasons, problems } = await examine({});
      expect({ code, reasons, problems }).toEqual({ code: 0, reasons: [], problems: '' });
    },
    RUN_MS,
  );

  it.each(cases)(
    'names %s',
    async (_title, faults, reason, words) => {
      const { code, reasons, problems } = await examine(faults);
      expect(reasons).toEqual([reason]);
      expect(problems).toContain(words);
      expect(code).toBe(1);
    },
    RUN_MS,
  );

  it(
    'finds nothing wrong where static peers do without the multicast that the switch does not carry',
    async () => {
      const { reasons } = await examine({ noMulticast: true }, { ROS_STATIC_PEERS: '10.77.0.1' });
      expect(reasons).toEqual([]);
    },
    RUN_MS,
  );

  it(
    'names a host without multicast, and one without any interface',
    async () => {
      // The namespace is this test's own; the limit is the namespace's.
      const limit = '/proc/sys/net/ipv4/igmp_max_memberships';
      const within = (before: string, after: string) => (program: Program) => ({
        command: 'sh',
        args: ['-c', `${before}; "$0" "$@"; code=$?; ${after}; exit $code`, program.command, ...program.args],
      });
      const deaf = await examine({}, {}, within(`echo 0 > ${limit}`, `echo 20 > ${limit}`));
      expect(deaf.reasons[0]).toBe('no-multicast');
      expect(deaf.problems).toContain('did not come back');
      const alone = await examine({}, {}, ({ command, args }) => ({
        command: 'unshare',
        args: ['-n', command, ...args],
      }));
      expect(alone.reasons[0]).toBe('sockets');
      expect(alone.problems).toContain('no network interface');
      expect(alone.code).toBe(1);
    },
    RUN_MS,
  );
});
