import { vendorName } from '../../../src/vendor/vendor-names.js';

it.each([
  [0x010f, 'Fast DDS'],
  [0x0110, 'Cyclone DDS'],
  [0x0101, 'RTI Connext'],
  [0x0000, 'no vendor'],
  [0x1234, 'vendor 12.34'],
])('the vendor %i is called %s', (vendorId, name) => {
  expect(vendorName(vendorId)).toBe(name);
});
