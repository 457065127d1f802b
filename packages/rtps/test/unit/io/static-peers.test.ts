import { parseStaticPeer } from '../../../src/io/static-peers.js';

describe('a static peer', () => {
  it.each([
    ['robot', { host: 'robot' }],
    ['robot-7.local', { host: 'robot-7.local' }],
    ['robot_7.local.', { host: 'robot_7.local.' }],
    ['robot.local:7410', { host: 'robot.local', port: 7410 }],
    ['192.0.2.7', { host: '192.0.2.7' }],
    ['192.0.2.7:7410', { host: '192.0.2.7', port: 7410 }],
    ['2001:db8::7', { host: '2001:0db8:0000:0000:0000:0000:0000:0007' }],
    ['[2001:db8::7]', { host: '2001:0db8:0000:0000:0000:0000:0000:0007' }],
    ['[2001:db8::7]:7410', { host: '2001:0db8:0000:0000:0000:0000:0000:0007', port: 7410 }],
    ['fe80::7%eth0', { host: 'fe80:0000:0000:0000:0000:0000:0000:0007%eth0' }],
    ['[fe80::7%eth0]:1', { host: 'fe80:0000:0000:0000:0000:0000:0000:0007%eth0', port: 1 }],
  ])('may be %s', (text, expected) => expect(parseStaticPeer(text)).toEqual(expected));

  it.each([
    '',
    ' ',
    'two words',
    'robot:0',
    'robot:65536',
    'robot:port',
    'robot:',
    '-robot',
    'a..b',
    '192.0.2',
    '192.0.2.256',
    '192.0.2.7:7410:1',
    '[192.0.2.7]:7410',
    '[robot]:7410',
    '[2001:db8::7',
    '2001:db8::7]:7410',
    'http://robot',
    'a'.repeat(256),
  ])('is not %j', (text) => expect(parseStaticPeer(text)).toBeUndefined());
});
