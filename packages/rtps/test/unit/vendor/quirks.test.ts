import { VendorId } from '../../../src/types/vendor-id.js';
import { quirksOf } from '../../../src/vendor/quirks.js';

describe('quirks', () => {
  it.each([
    [
      'Fast DDS',
      VendorId.FAST_DDS,
      0,
      ['takesKeyForHash', 'repairsLate', 'takesQosOfFirstFragmentHeard', 'diesOfGapAmongFragments'],
    ],
    ['Connext', VendorId.CONNEXT, 0, ['appliesGapToWholeProcess', 'repairsLate', 'takesQosOfFirstFragmentHeard']],
    ['Cyclone DDS', VendorId.CYCLONE_DDS, 1, ['appliesGapToWholeProcess', 'sharesPort']],
    ['a vendor without an id, such as we', VendorId.UNKNOWN, 1, ['appliesGapToWholeProcess']],
    ['a vendor that nobody knows', 0xbeef, 1, ['appliesGapToWholeProcess']],
  ])('of %s', (_title, vendorId, base, facts) => {
    const { solicitingAckNackBase, ...others } = quirksOf(vendorId);
    const held = Object.entries(others).flatMap(([fact, holds]) => (holds ? [fact] : []));
    expect([solicitingAckNackBase, held.sort()]).toEqual([base, [...facts].sort()]);
  });
});
