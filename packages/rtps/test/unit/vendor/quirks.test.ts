import { VendorId } from '../../../src/types/vendor-id.js';
import { quirksOf } from '../../../src/vendor/quirks.js';

describe('quirks', () => {
  it.each([
    ['Fast DDS', VendorId.FAST_DDS, 0, false, false, true],
    ['Connext', VendorId.CONNEXT, 0, true, false, false],
    ['Cyclone DDS', VendorId.CYCLONE_DDS, 1, true, true, false],
    ['a vendor without an id, such as we', VendorId.UNKNOWN, 1, true, false, false],
    ['a vendor that nobody knows', 0xbeef, 1, true, false, false],
  ])('of %s', (_title, vendorId, solicitingAckNackBase, appliesGapToWholeProcess, sharesPort, takesKeyForHash) => {
    expect(quirksOf(vendorId)).toEqual({
      solicitingAckNackBase,
      appliesGapToWholeProcess,
      sharesPort,
      takesKeyForHash,
    });
  });
});
