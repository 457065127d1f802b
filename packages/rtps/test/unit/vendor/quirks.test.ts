import { VendorId } from '../../../src/types/vendor-id.js';
import { quirksOf } from '../../../src/vendor/quirks.js';

describe('quirks', () => {
  it.each([
    ['Fast DDS', VendorId.FAST_DDS, 0, false],
    ['Connext', VendorId.CONNEXT, 0, true],
    ['Cyclone DDS', VendorId.CYCLONE_DDS, 1, true],
    ['a vendor without an id, such as we', VendorId.UNKNOWN, 1, true],
    ['a vendor that nobody knows', 0xbeef, 1, true],
  ])('of %s', (_title, vendorId, solicitingAckNackBase, appliesGapToWholeProcess) => {
    expect(quirksOf(vendorId)).toEqual({ solicitingAckNackBase, appliesGapToWholeProcess });
  });
});
