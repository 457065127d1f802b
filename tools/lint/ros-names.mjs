// DDS spellings of ROS names (`rt/`, `rq/`, `rr/`, `::dds_::`) stay in node/src/ros: above it only ROS words, below it
// only bytes.
import { roomOf, rosNames } from './rooms.mjs';

const spelling = /(?<![A-Za-z0-9_])r[tqr]\/|\bdds_::/;

export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: { spelled: 'a DDS name is spelled here: only packages/node/src/ros may' },
  },
  create(context) {
    const room = roomOf(context.filename);
    if (!room.isSource || rosNames.test(room.path)) return {};
    const check = (node, text) => {
      if (spelling.test(text)) context.report({ node, messageId: 'spelled' });
    };
    return {
      Literal: (node) => typeof node.value === 'string' && check(node, node.value),
      TemplateElement: (node) => check(node, node.value.raw),
    };
  },
};
