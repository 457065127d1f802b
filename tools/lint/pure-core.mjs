// The core is told the time, given its randomness and handed its datagrams: it takes nothing from the machine.
import { roomOf } from './rooms.mjs';

const banned = new Set([
  'Buffer',
  'Date',
  'WebSocket',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'console',
  'crypto',
  'fetch',
  'globalThis',
  'performance',
  'process',
  'require',
  'setImmediate',
  'setInterval',
  'setTimeout',
]);
const bannedMembers = new Set(['Math.random', 'AbortSignal.timeout']);

export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: { impure: "'{{name}}' belongs to the edge (an io/ folder or the cli), this file is core" },
  },
  create(context) {
    if (!roomOf(context.filename).isCore) return {};
    return {
      'Program:exit'() {
        const report = (node, name) => context.report({ node, messageId: 'impure', data: { name } });
        for (const scope of context.sourceCode.scopeManager.scopes) {
          for (const { identifier, resolved } of scope.references) {
            if (resolved !== null && resolved.defs.length > 0) continue; // something of ours with that name
            const parent = identifier.parent;
            const member =
              parent?.type === 'MemberExpression' && parent.object === identifier
                ? `${identifier.name}.${parent.computed ? parent.property.value : parent.property.name}`
                : '';
            if (banned.has(identifier.name)) report(identifier, identifier.name);
            else if (bannedMembers.has(member)) report(parent, member);
          }
        }
      },
    };
  },
};
