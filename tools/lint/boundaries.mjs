// Packages see only what the graph allows, through the front door; the core sees nothing of Node; each third-party
// library has one room.
import { builtinModules } from 'node:module';
import { dirname, resolve } from 'node:path';
import { graph, insiders, libraries, roomOf } from './rooms.mjs';

const builtins = new Set(builtinModules);
const interfaceModule = /^@rclts\/interfaces\/[a-z][a-z0-9_]*\/(msg|srv|action)\/[A-Z][A-Za-z0-9]*$/;

export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      outside: "'{{source}}' leaves the package: import '@rclts/…' instead",
      deep: "'{{source}}' reaches into a package past its front door",
      graph: '{{from}} may not import {{to}} (it may import {{allowed}})',
      self: "'{{source}}' is this package itself: import the file",
      internal: "'{{source}}' is private: published source may not import it",
      node: "'{{source}}' belongs to the edge (an io/ folder or the cli), this file is core",
      library: "'{{source}}' has its own room, and this file is not it",
    },
  },
  create(context) {
    const room = roomOf(context.filename);

    function problem(source) {
      if (source.startsWith('.')) {
        const home = /^(packages|internal)\/[^/]+|^examples/.exec(room.path)?.[0];
        if (home === undefined) return undefined;
        const target = roomOf(resolve(dirname(context.filename), source)).path;
        const isIn = (places) => (path) => places.some((place) => place.test(path));
        return target.startsWith(`${home}/`) ||
          (!room.isSource && target.startsWith('tools/')) ||
          (isIn(insiders.rooms)(room.path) && isIn(insiders.reach)(target))
          ? undefined
          : { messageId: 'outside' };
      }
      const ours = /^@rclts\/([^/]+)(\/.+)?$/.exec(source);
      if (ours) return problemOfOurs(source, ours[1], ours[2]);
      if (!room.isSource) return undefined;
      if (source.startsWith('node:') || builtins.has(source)) return room.isCore ? { messageId: 'node' } : undefined;
      const name = /^(@[^/]+\/)?[^/]+/.exec(source)[0];
      return libraries[name]?.some((file) => file.test(room.path)) ? undefined : { messageId: 'library' };
    }

    function problemOfOurs(source, to, path) {
      if (path !== undefined && !interfaceModule.test(source)) return { messageId: 'deep' };
      if (!room.isSource) return undefined;
      const allowed = graph[room.packageName];
      if (to === room.packageName) return { messageId: 'self' };
      if (!(to in graph)) return { messageId: 'internal' };
      if (allowed.includes(to)) return undefined;
      return { messageId: 'graph', data: { from: room.packageName, to, allowed: allowed.join(', ') || 'nothing' } };
    }

    function check(node) {
      if (typeof node?.value !== 'string') return;
      const found = problem(node.value);
      if (found) context.report({ node, ...found, data: { source: node.value, ...found.data } });
    }

    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
      'CallExpression[callee.name="require"]': (node) => check(node.arguments[0]),
    };
  },
};
