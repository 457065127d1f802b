// What a vendor does differently stands in rtps/src/vendor, as named facts: nobody else asks who the peer is.
import { roomOf, vendorIds } from './rooms.mjs';

const numbers = new Set([0x0101, 0x010f, 0x0110]);
const vendors = new Set(['FAST_DDS', 'CYCLONE_DDS', 'CONNEXT']);

export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: { vendor: 'a vendor is named here: add a fact to packages/rtps/src/vendor and ask for that' },
  },
  create(context) {
    const room = roomOf(context.filename);
    if (!room.isSource || vendorIds.test(room.path)) return {};
    return {
      Literal(node) {
        if (numbers.has(node.value) && /^0x/i.test(node.raw)) context.report({ node, messageId: 'vendor' });
      },
      MemberExpression(node) {
        if (node.object.name === 'VendorId' && vendors.has(node.property.name))
          context.report({ node, messageId: 'vendor' });
      },
    };
  },
};
