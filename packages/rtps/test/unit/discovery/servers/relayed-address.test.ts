import { addressOfRelayed } from '../../../../src/discovery/servers/relayed-address.js';
import { createLocator, LocatorKind } from '../../../../src/types/locator.js';

const own = ['127.0.0.1', '192.0.2.1', '172.17.0.1'];
const rules = { isLocalHost: (address: string) => own.includes(address) };
const announced = (...addresses: readonly string[]) => ({
  metatrafficUnicastLocators: addresses.map((address) => createLocator(LocatorKind.UDPv4, address, 7410)),
  defaultUnicastLocators: addresses.map((address) => createLocator(LocatorKind.UDPv4, address, 7411)),
});

describe('where a participant is that only a server has told of', () => {
  it.each([
    [['192.0.2.1'], '192.0.2.1'],
    [['127.0.0.1'], '127.0.0.1'],
    [['192.0.2.1', '172.17.0.1'], '192.0.2.1'],
    [['198.51.100.4'], '198.51.100.4'],
    // A host of containers like ours: it is not here because it has our bridge's address, too.
    [['172.17.0.1', '198.51.100.4'], '198.51.100.4'],
    [[], ''],
  ])('announcing %j: %j', (addresses, expected) => {
    expect(addressOfRelayed(announced(...addresses), rules)).toBe(expected);
  });
});
