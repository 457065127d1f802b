import fc from 'fast-check';
import {
  clientIdOf,
  encodeEnclave,
  encodeEndpointData,
  parseUserData,
  serviceIdOf,
  typeHashOf,
} from '../../../src/ros/endpoint-user-data.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const HASH = `RIHS01_${'0123456789abcdef'.repeat(4)}`;

test('a type hash is announced in 81 octets, without a NUL, as real nodes do', () => {
  expect(encodeEndpointData(HASH)).toEqual(bytes(`typehash=${HASH};`));
  expect(encodeEndpointData(HASH)).toHaveLength(81);
  expect(typeHashOf(encodeEndpointData(HASH))).toBe(HASH);
});

test('an enclave is announced in ten octets, and read from the eleven of Fast DDS', () => {
  expect(encodeEnclave('/')).toEqual(bytes('enclave=/;'));
  expect(parseUserData(bytes('enclave=/;\0')).get('enclave')).toBe('/');
});

test("rmw_cyclonedds' pairs are read, spaces and dots kept", () => {
  const pairs = parseUserData(bytes(`serviceid= 1.10.61.16.be.8e.94.d.cf.f7.fa.42.0.0.0.8;typehash=${HASH};`));
  expect(pairs.get('serviceid')).toBe(' 1.10.61.16.be.8e.94.d.cf.f7.fa.42.0.0.0.8');
  expect(pairs.get('typehash')).toBe(HASH);
  expect(parseUserData(bytes('clientid= 1.2;')).get('clientid')).toBe(' 1.2');
});

test.each([
  '',
  'typehash=;',
  'typehash=RIHS02_00;',
  `typehash=${HASH}0;`,
  `typehash=${HASH.toUpperCase()};`,
  'hash=1;',
  ';;;==;',
])('no type hash in %p', (text) => expect(typeHashOf(bytes(text))).toBeUndefined());

test('any bytes are read, none throws, and no prototype is touched', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (data) => void typeHashOf(data)));
  expect(parseUserData(bytes('__proto__=x;constructor=y;')).get('__proto__')).toBe('x');
  expect(parseUserData(new Uint8Array(100_000).fill(0x61)).size).toBe(0);
});

test('an id of rmw_cyclonedds precedes the hash, as that writes it: no zeros before an octet, the first in two columns', () => {
  const octets = Uint8Array.of(1, 0x10, 0x61, 0x16, 0xbe, 0x8e, 0x94, 0x0d, 0xcf, 0xf7, 0xfa, 0x42, 0, 0, 0, 8);
  const server = encodeEndpointData(HASH, { role: 'serviceid', octets });
  expect(server).toEqual(bytes(`serviceid= 1.10.61.16.be.8e.94.d.cf.f7.fa.42.0.0.0.8;typehash=${HASH};`));
  expect([typeHashOf(server), clientIdOf(server)]).toEqual([HASH, undefined]);
  expect(serviceIdOf(server)).toBe(' 1.10.61.16.be.8e.94.d.cf.f7.fa.42.0.0.0.8');
  octets[0] = 0xab;
  const client = encodeEndpointData(HASH, { role: 'clientid', octets });
  expect(clientIdOf(client)).toMatch(/^ab\.10\.61/);
  expect(serviceIdOf(client)).toBeUndefined();
});
