import { parseServerAddress, splitServerList } from '../../../../src/discovery/servers/server-address.js';

describe('an entry of ROS_DISCOVERY_SERVER', () => {
  it.each([
    ['192.0.2.7:11888', '192.0.2.7', 11_888],
    ['192.0.2.7', '192.0.2.7', 11_811],
    ['localhost:11811', 'localhost', 11_811],
    ['fleet-1.example', 'fleet-1.example', 11_811],
    ['0.0.0.0:11811', '127.0.0.1', 11_811],
    ['2001:db8::7', '2001:db8::7', 11_811],
    ['[2001:db8::7]', '2001:db8::7', 11_811],
    ['[2001:db8::7]:14520', '2001:db8::7', 14_520],
    ['[fe80::1%eth0]:14520', 'fe80::1%eth0', 14_520],
    ['::', '::1', 11_811],
    ['UDPv4:[192.0.2.7]:14520', '192.0.2.7', 14_520],
    ['UDPv6:[2001:db8::7]', '2001:db8::7', 11_811],
    // The server of domain 3: 7400 + 250 · 3 + 2.
    ['192.0.2.7:3', '192.0.2.7', 8152],
  ])('%s is %s, port %d', (text, host, port) => {
    expect(parseServerAddress(text)).toEqual({ host, port });
  });

  it.each([
    '',
    '192.0.2.7:',
    '192.0.2.7:65536',
    '192.0.2.7:300',
    'a b',
    'TCPv4:[192.0.2.7]:42100',
    '[]:1',
    'host:port',
  ])('refuses %j', (text) => {
    expect(parseServerAddress(text)).toBeUndefined();
  });
});

test('empty entries only counted the ids of servers', () => {
  expect(splitServerList(';;192.0.2.7:11811; localhost ;')).toEqual(['192.0.2.7:11811', 'localhost']);
  expect(splitServerList('')).toEqual([]);
});
