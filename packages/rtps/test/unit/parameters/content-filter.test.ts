import { decodeEndpointData, encodeEndpointData, type EndpointData } from '../../../src/discovery/endpoint-data.js';
import { LIMITS } from '../../../src/limits.js';
import type { ContentFilter } from '../../../src/parameters/content-filter.js';
import { defaultReaderQos } from '../../../src/qos/defaults.js';
import { fromHex, toHex } from '../../support/hex.js';

const filter: ContentFilter = {
  contentFilteredTopicName: 'ab_f',
  relatedTopicName: 'ab',
  filterClassName: 'DDSSQL',
  filterExpression: 'x = %0',
  expressionParameters: ['7', '255'],
};
const reader: EndpointData = {
  guid: fromHex('0102030405060708090a0b0c00000104'),
  topicName: 'ab',
  typeName: 'T',
  qos: defaultReaderQos,
  unicastLocators: [],
  multicastLocators: [],
  userData: new Uint8Array(0),
  expectsInlineQos: false,
};

// In the order of Fast DDS (src/cpp/fastdds/core/policy/ParameterSerializer.hpp, ParameterSerializer<ContentFilterProperty>).
const property = `3500 4000
  05000000 61625f66 00000000
  03000000 61620000
  07000000 44445353 514c0000
  07000000 78203d20 25300000
  02000000 02000000 37000000 04000000 32353500`;

const withFilter = (contentFilter: ContentFilter | undefined): EndpointData => ({ ...reader, contentFilter });
const roundTrip = (contentFilter: ContentFilter): ContentFilter | undefined =>
  decodeEndpointData(encodeEndpointData(withFilter(contentFilter), 'reader'), 'reader')?.contentFilter;

describe('a content filter', () => {
  it('is written as Fast DDS writes it, and read back', () => {
    const octets = fromHex(property);
    expect(octets[2]).toBe(octets.length - 4);
    expect(toHex(encodeEndpointData(withFilter(filter), 'reader'))).toContain(toHex(octets));
    expect(roundTrip(filter)).toEqual(filter);
    expect(toHex(encodeEndpointData(reader, 'reader'))).not.toContain('35004000');
  });

  it.each<[string, Partial<ContentFilter>]>([
    ['an expression that is too long', { filterExpression: 'x'.repeat(LIMITS.filterExpressionBytes.value + 1) }],
    ['more than a hundred parameters', { expressionParameters: Array<string>(101).fill('1') }],
    ['a parameter that is too long', { expressionParameters: ['1'.repeat(257)] }],
  ])('with %s is none, and its reader is known nevertheless', (_, wrong) => {
    const decoded = decodeEndpointData(encodeEndpointData(withFilter({ ...filter, ...wrong }), 'reader'), 'reader');
    expect(decoded).toMatchObject({ topicName: 'ab' });
    expect(decoded?.contentFilter).toBeUndefined();
  });

  it('that is cut anywhere is none', () => {
    const whole = encodeEndpointData(reader, 'reader');
    const value = fromHex(property).subarray(4);
    for (let length = 0; length < value.length - 3; length += 4) {
      const cut = Uint8Array.of(0x35, 0, length, 0, ...value.subarray(0, length));
      const list = Uint8Array.of(...whole.subarray(0, -4), ...cut, ...whole.subarray(-4));
      expect(decodeEndpointData(list, 'reader')).toEqual({ ...decodeEndpointData(whole, 'reader') });
    }
  });
});
