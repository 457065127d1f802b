// The rules of this house that no public plugin has.
import boundaries from './boundaries.mjs';
import pureCore from './pure-core.mjs';
import rosNames from './ros-names.mjs';
import specCites from './spec-cites.mjs';
import vendorIds from './vendor-ids.mjs';

export default {
  rules: {
    boundaries,
    'pure-core': pureCore,
    'ros-names': rosNames,
    'spec-cites': specCites,
    'vendor-ids': vendorIds,
  },
};
