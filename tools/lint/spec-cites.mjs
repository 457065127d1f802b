// A cite of a specification carries its version: `RTPS 2.5 §8.4.2`. Holds for comments and for the names of tests.
import { flatten, unversionedCiteIn } from './cites.mjs';

export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: { unversioned: "'{{cite}}' names no specification and version: write e.g. RTPS 2.5 §8.4.2" },
  },
  create(context) {
    const check = (node, text) => {
      const cite = unversionedCiteIn(flatten(text));
      if (cite) context.report({ loc: node.loc, messageId: 'unversioned', data: { cite } });
    };
    return {
      'Program:exit'() {
        // A cite may run over the end of a line: consecutive line comments are one text.
        const blocks = [];
        for (const comment of context.sourceCode.getAllComments()) {
          const last = blocks.at(-1);
          if (last && comment.type === 'Line' && last.type === 'Line' && comment.loc.start.line === last.end + 1) {
            last.text += ` ${comment.value.trim()}`;
            last.end = comment.loc.end.line;
          } else {
            blocks.push({ type: comment.type, loc: comment.loc, text: comment.value, end: comment.loc.end.line });
          }
        }
        for (const block of blocks) check(block, block.text);
      },
      Literal: (node) => typeof node.value === 'string' && check(node, node.value),
      TemplateElement: (node) => check(node, node.value.raw),
    };
  },
};
