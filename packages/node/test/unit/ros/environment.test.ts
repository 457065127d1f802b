import { parseEnvironment } from '../../../src/ros/environment.js';

test('nothing set: domain 0, the whole subnet, no peers, stderr', () => {
  expect(parseEnvironment({})).toEqual({
    domainId: 0,
    discoveryRange: 'subnet',
    staticPeers: [],
    discoveryServers: [],
    superClient: false,
    logToStdout: false,
    colorizedLog: undefined,
    connextServiceMapping: 'extended',
    warnings: [],
  });
});

test('variables that are set to nothing count as not set', () => {
  const names = [
    'ROS_DOMAIN_ID',
    'ROS_AUTOMATIC_DISCOVERY_RANGE',
    'ROS_LOCALHOST_ONLY',
    'ROS_STATIC_PEERS',
    'ROS_DISCOVERY_SERVER',
    'ROS_SUPER_CLIENT',
    'RCUTILS_LOGGING_USE_STDOUT',
    'RCUTILS_COLORIZED_OUTPUT',
  ];
  expect(parseEnvironment(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(parseEnvironment({}));
});

test('what is set counts, what is not ROS is ignored', () => {
  const environment = parseEnvironment({
    ROS_DOMAIN_ID: '42',
    ROS_STATIC_PEERS: '192.0.2.1;192.0.2.2;',
    RCUTILS_LOGGING_USE_STDOUT: '1',
    RCUTILS_COLORIZED_OUTPUT: '0',
    PATH: '/bin',
    HOME: undefined,
  });
  expect(environment).toMatchObject({ domainId: 42, staticPeers: ['192.0.2.1', '192.0.2.2'] });
  expect(environment).toMatchObject({ logToStdout: true, colorizedLog: false, warnings: [] });
});

test.each([
  ['SUBNET', 'subnet'],
  ['SYSTEM_DEFAULT', 'subnet'],
  ['LOCALHOST', 'localhost'],
  ['OFF', 'off'],
])('ROS_AUTOMATIC_DISCOVERY_RANGE=%s: %s', (value, discoveryRange) => {
  expect(parseEnvironment({ ROS_AUTOMATIC_DISCOVERY_RANGE: value })).toMatchObject({ discoveryRange, warnings: [] });
});

test('a range that does not exist is taken for LOCALHOST, with the warning of rcl', () => {
  const { discoveryRange, warnings } = parseEnvironment({ ROS_AUTOMATIC_DISCOVERY_RANGE: 'subnet' });
  expect(discoveryRange).toBe('localhost');
  expect(warnings).toEqual([
    "Invalid value 'subnet' specified for 'ROS_AUTOMATIC_DISCOVERY_RANGE', assuming localhost only",
  ]);
});

test('ROS_LOCALHOST_ONLY=1 wins over range and peers, with a warning; 0 has no effect', () => {
  const others = { ROS_AUTOMATIC_DISCOVERY_RANGE: 'SUBNET', ROS_STATIC_PEERS: '192.0.2.1' };
  const only = parseEnvironment({ ...others, ROS_LOCALHOST_ONLY: '1' });
  expect(only).toMatchObject({ discoveryRange: 'localhost', staticPeers: [] });
  expect(only.warnings).toEqual([expect.stringContaining('deprecated')]);
  expect(parseEnvironment({ ...others, ROS_LOCALHOST_ONLY: '0' })).toEqual(parseEnvironment(others));
});

test.each([
  [{ ROS_DOMAIN_ID: 'x' }, 'ROS_DOMAIN_ID is not an integral number (x)'],
  [{ ROS_DOMAIN_ID: '-1' }, 'ROS_DOMAIN_ID is not an integral number (-1)'],
  [{ ROS_DOMAIN_ID: '233' }, 'ROS_DOMAIN_ID must be 232 or less (233)'],
  [{ ROS_LOCALHOST_ONLY: 'yes' }, 'ROS_LOCALHOST_ONLY must be 0 or 1 (yes)'],
  [
    { ROS_STATIC_PEERS: '192.0.2.1;192.0.2' },
    'ROS_STATIC_PEERS must be host names or IP addresses with semicolons between them (192.0.2.1;192.0.2)',
  ],
])('%j is refused', (environment, message) => {
  expect(() => parseEnvironment(environment)).toThrow(
    expect.objectContaining({ code: 'ERR_NODE_INVALID_ARGUMENT', message }),
  );
});

test.each([
  [{ RMW_CONNEXT_REQUEST_REPLY_MAPPING: 'basic' }, 'basic'],
  [{ RMW_CONNEXT_REQUEST_REPLY_MAPPING: 'extended' }, 'extended'],
  [{ RMW_CONNEXT_REQUEST_REPLY_MAPPING: '' }, 'extended'],
  [{ RMW_CONNEXT_REQUEST_REPLY_MAPPING: 'basic', RMW_CONNEXT_CYCLONE_COMPATIBILITY_MODE: 'y' }, 'cyclone'],
])('%j: peers on Connext speak %s', (variables, connextServiceMapping) => {
  expect(parseEnvironment(variables)).toMatchObject({ connextServiceMapping });
});

describe('security', () => {
  test('that is enforced lets nothing start: nothing goes out in the clear', () => {
    expect(() => parseEnvironment({ ROS_SECURITY_ENABLE: 'true', ROS_SECURITY_STRATEGY: 'Enforce' })).toThrow(
      expect.objectContaining({ code: 'ERR_NODE_SECURITY_UNSUPPORTED' }) as Error,
    );
  });

  test('that is wanted is warned of', () => {
    const { warnings } = parseEnvironment({ ROS_SECURITY_ENABLE: 'true', ROS_SECURITY_STRATEGY: 'Permissive' });
    expect(warnings).toEqual([expect.stringContaining('rclts does not speak DDS-Security')]);
  });

  test.each([{ ROS_SECURITY_ENABLE: 'false', ROS_SECURITY_STRATEGY: 'Enforce' }, { ROS_SECURITY_STRATEGY: 'Enforce' }])(
    'that is not enabled is not: %j',
    (environment) => {
      expect(parseEnvironment(environment).warnings).toEqual([]);
    },
  );
});

test('static peers may be names and addresses of both families, with spaces around them', () => {
  const { staticPeers } = parseEnvironment({ ROS_STATIC_PEERS: 'robot.local; 192.0.2.7:7410 ;;[2001:db8::7]:7410;' });
  expect(staticPeers).toEqual(['robot.local', '192.0.2.7:7410', '[2001:db8::7]:7410']);
});

test.each(['OFF', 'SYSTEM_DEFAULT'])('with range %s static peers are ignored, with a warning', (range) => {
  const environment = { ROS_AUTOMATIC_DISCOVERY_RANGE: range, ROS_STATIC_PEERS: '192.0.2.7' };
  expect(parseEnvironment(environment)).toMatchObject({
    staticPeers: [],
    warnings: [`ROS_AUTOMATIC_DISCOVERY_RANGE is ${range}: ROS_STATIC_PEERS (192.0.2.7) is ignored`],
  });
});

test.each([
  ['humble', 'localhost'],
  ['iron', 'localhost'],
  ['jazzy', 'localhost'],
  ['kilted', 'subnet'],
  ['lyrical', 'subnet'],
  ['rolling', 'subnet'],
])('ROS_LOCALHOST_ONLY=1 in ROS 2 %s: %s', (ROS_DISTRO, range) => {
  const environment = parseEnvironment({ ROS_DISTRO, ROS_LOCALHOST_ONLY: '1' });
  expect(environment.discoveryRange).toBe(range);
  expect(environment.warnings).toEqual([expect.stringContaining('ROS_LOCALHOST_ONLY')]);
});

describe('discovery servers', () => {
  test('are listed with semicolons between them; an empty place only counts their ids', () => {
    const { discoveryServers } = parseEnvironment({
      ROS_DISCOVERY_SERVER: ';192.0.2.7:11811;[2001:db8::7]:11888;fleet',
    });
    expect(discoveryServers).toEqual(['192.0.2.7:11811', '[2001:db8::7]:11888', 'fleet']);
  });

  test('of TCP are refused by the name of the variable', () => {
    expect(() => parseEnvironment({ ROS_DISCOVERY_SERVER: 'TCPv4:[192.0.2.7]:42100' })).toThrow(
      expect.objectContaining({
        code: 'ERR_NODE_INVALID_ARGUMENT',
        message: expect.stringContaining('ROS_DISCOVERY_SERVER'),
      }),
    );
  });

  test.each([
    ['TRUE', true],
    ['true', true],
    ['1', true],
    ['FALSE', false],
    ['0', false],
    ['', false],
  ])('ROS_SUPER_CLIENT=%s: %s', (text, superClient) => {
    expect(parseEnvironment({ ROS_SUPER_CLIENT: text })).toMatchObject({ superClient, warnings: [] });
  });

  test('what ROS_SUPER_CLIENT may not say is warned of', () => {
    const { superClient, warnings } = parseEnvironment({ ROS_SUPER_CLIENT: 'yes' });
    expect(superClient).toBe(false);
    expect(warnings.join()).toContain('ROS_SUPER_CLIENT');
  });
});
