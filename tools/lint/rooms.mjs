// The map of the house that the lint rules read: which package may see which, which folders touch the machine,
// and the one room of every third-party library. docs/ARCHITECTURE.md says why.
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What each published package may import of the others. */
export const graph = {
  cdr: [],
  idl: ['cdr'],
  rtps: ['cdr'],
  interfaces: ['idl'],
  node: ['cdr', 'idl', 'rtps', 'interfaces'],
  actions: ['cdr', 'idl', 'interfaces', 'node'],
  cli: ['cdr', 'idl', 'interfaces', 'rtps', 'node', 'actions'],
};

/** Source folders that may touch the machine: `node:*`, clocks, timers, randomness, the terminal. All else is core. */
const edges = [/^packages\/rtps\/src\/io\//, /^packages\/node\/src\/io\//, /^packages\/cli\/src\//];

/** The files that may import a third-party library. A library that is not listed has no room at all. */
export const libraries = {
  'dgram-as-promised': [/^packages\/rtps\/src\/io\/bound-socket\.ts$/],
  eventemitter3: [/^packages\/rtps\/src\/participant\/event-delivery\.ts$/, /^packages\/node\/src\/node-reports\.ts$/],
  uuid: [/^packages\/actions\/src\/goal-id\.ts$/],
  zod: [/^packages\/(rtps|node)\/src\/(.*\/)?([a-z-]+-)?(options|environment)\.ts$/],
  yaml: [/^packages\/cli\/src\/yaml-input\.ts$/],
};

/**
 * Who may go in by the back door: the fuzzer lies to decoders that no front door shows, and reuses what their own tests hold
 * against them.
 */
export const insiders = {
  rooms: [/^internal\/fuzz\//],
  reach: [/^packages\/[^/]+\/(src|test\/support)\//, /^internal\/[^/]+\/src\//],
};

/** The only folder that spells DDS topic prefixes and mangled type names. */
export const rosNames = /^packages\/node\/src\/ros\//;

/** Where a vendor id may be written as a number, and where a vendor may be named at all: the two tables of quirks. */
export const vendorIds = /^packages\/(rtps\/src\/(vendor|types)|node\/src\/ros\/service-mapping)\//;

/** Where an indexed read may be asserted to be there: code that has counted its octets, on the hot path. */
export const nonNullFiles = ['packages/rtps/src/message/bytes.ts', 'packages/cdr/src/**'];

/**
 * Where a file stands: its path from the root, its package (for `packages/*` only), and whether it is source that is
 * shipped and whether that source is core.
 */
export function roomOf(filename) {
  const path = relative(root, filename).split(sep).join('/');
  const match = /^packages\/([^/]+)\/(src|generated)\//.exec(path);
  const isSource = match !== null;
  return {
    path,
    packageName: /^packages\/([^/]+)\//.exec(path)?.[1],
    isSource,
    isCore: isSource && !edges.some((edge) => edge.test(path)),
  };
}
