import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

interface Snippet {
  readonly title: string;
  readonly file: string;
  readonly code: string;
  /** The rule that must report it; undefined: nothing may. */
  readonly rule?: string;
  /** Needs type information, and so a file that exists. */
  readonly typed?: boolean;
}

const core = 'packages/rtps/src/behavior/snippet.ts';
const boundaries = 'house/boundaries';
const pureCore = 'house/pure-core';
const rosNames = 'house/ros-names';
const vendorIds = 'house/vendor-ids';
const specCites = 'house/spec-cites';
const syntax = 'no-restricted-syntax';

const snippets: readonly Snippet[] = [
  // The package graph.
  {
    title: 'cdr imports nothing of ours',
    file: 'packages/cdr/src/snippet.ts',
    code: `import '@rclts/idl';`,
    rule: boundaries,
  },
  { title: 'rtps sees cdr', file: core, code: `import '@rclts/cdr';` },
  {
    title: 'rtps never sees idl',
    file: core,
    code: `import type { X } from '@rclts/idl'; export type Y = X;`,
    rule: boundaries,
  },
  {
    title: 'idl never sees rtps',
    file: 'packages/idl/src/snippet.ts',
    code: `export { X } from '@rclts/rtps';`,
    rule: boundaries,
  },
  {
    title: 'actions stand on node',
    file: 'packages/actions/src/snippet.ts',
    code: `import '@rclts/node'; import '@rclts/idl';`,
  },
  {
    title: 'actions never see rtps',
    file: 'packages/actions/src/snippet.ts',
    code: `export * from '@rclts/rtps';`,
    rule: boundaries,
  },
  {
    title: 'node sees all below it',
    file: 'packages/node/src/snippet.ts',
    code: `import '@rclts/rtps'; import '@rclts/cdr'; import '@rclts/idl';`,
  },
  {
    title: 'node never sees actions',
    file: 'packages/node/src/snippet.ts',
    code: `export type X = import('@rclts/actions').Y;`,
    rule: boundaries,
  },
  {
    title: 'published source never sees what is private',
    file: 'packages/node/src/snippet.ts',
    code: `import '@rclts/sim';`,
    rule: boundaries,
  },
  {
    title: 'the fuzzer goes in by the back door',
    file: 'internal/fuzz/src/targets/snippet.ts',
    code: `import '../../../../packages/rtps/src/limits.js';`,
  },
  {
    title: 'nobody else who is private does',
    file: 'internal/bench/src/snippet.ts',
    code: `import '../../../packages/rtps/src/limits.js';`,
    rule: boundaries,
  },
  {
    title: 'tests may use the simulator',
    file: 'packages/node/test/sim/snippet.test.ts',
    code: `import '@rclts/sim'; import 'fast-check';`,
  },
  { title: 'a package does not import itself by name', file: core, code: `import '@rclts/rtps';`, rule: boundaries },
  // The front door.
  {
    title: 'no path into another package by its name',
    file: core,
    code: `import '@rclts/cdr/dist/index.js';`,
    rule: boundaries,
  },
  {
    title: 'no relative path into another package',
    file: core,
    code: `import '../../../cdr/src/index.js';`,
    rule: boundaries,
  },
  {
    title: 'not from tests either',
    file: 'packages/node/test/unit/snippet.test.ts',
    code: `import '../../../rtps/src/index.js';`,
    rule: boundaries,
  },
  {
    title: 'not by a dynamic import',
    file: core,
    code: `export const x = import('@rclts/idl/src/index.ts');`,
    rule: boundaries,
  },
  {
    title: 'a type of interfaces is a subpath',
    file: 'packages/node/src/snippet.ts',
    code: `import '@rclts/interfaces/rcl_interfaces/msg/Log';`,
  },
  {
    title: 'nothing else of interfaces is',
    file: 'packages/node/src/snippet.ts',
    code: `import '@rclts/interfaces/dist/x';`,
    rule: boundaries,
  },
  // The pure core.
  { title: 'the core imports no node: module', file: core, code: `import 'node:fs';`, rule: boundaries },
  { title: 'nor one without the prefix', file: core, code: `import 'dgram';`, rule: boundaries },
  {
    title: 'the edge may',
    file: 'packages/rtps/src/io/snippet.ts',
    code: `import 'node:dgram'; setTimeout(() => Date.now(), 1);`,
  },
  { title: 'the cli may', file: 'packages/cli/src/snippet.ts', code: `import 'node:fs'; process.exit();` },
  ...[
    'Date.now()',
    'new Date()',
    'performance.now()',
    'setTimeout(() => 0, 1)',
    'setInterval(() => 0, 1)',
    'setImmediate(() => 0)',
    'Math.random()',
    `Math['random']()`,
    'Buffer.alloc(1)',
    'console.log(1)',
    'process.env',
    'crypto.randomUUID()',
    'AbortSignal.timeout(1)',
    'globalThis.process',
  ].map((expression) => ({
    title: `the core does not use ${expression}`,
    file: 'packages/actions/src/snippet.ts',
    code: `export const x: unknown = ${expression};`,
    rule: pureCore,
  })),
  {
    title: 'the core says Uint8Array, not Buffer, in types too',
    file: core,
    code: `export type X = Buffer;`,
    rule: pureCore,
  },
  { title: 'the core may calculate', file: core, code: `export const x: number = Math.max(1, 2);` },
  {
    title: 'a name of ours is not the global',
    file: core,
    code: `export const f = (performance: { now(): number }): number => performance.now();`,
  },
  // Third-party rooms.
  {
    title: 'eventemitter3 in the public face',
    file: 'packages/rtps/src/participant/event-delivery.ts',
    code: `import 'eventemitter3';`,
  },
  { title: 'eventemitter3 nowhere else', file: core, code: `import 'eventemitter3';`, rule: boundaries },
  { title: 'uuid in goal-id.ts', file: 'packages/actions/src/goal-id.ts', code: `import 'uuid';` },
  { title: 'uuid nowhere else', file: 'packages/actions/src/snippet.ts', code: `import 'uuid';`, rule: boundaries },
  {
    title: 'zod in an options file',
    file: 'packages/node/src/node-options.ts',
    code: `import * as z from 'zod/mini'; export const x: unknown = z;`,
  },
  { title: 'zod in the environment', file: 'packages/node/src/ros/environment.ts', code: `import 'zod/mini';` },
  {
    title: 'zod never near a packet',
    file: 'packages/rtps/src/message/snippet.ts',
    code: `import 'zod';`,
    rule: boundaries,
  },
  {
    title: 'dgram-as-promised in bound-socket.ts',
    file: 'packages/rtps/src/io/bound-socket.ts',
    code: `import 'dgram-as-promised';`,
  },
  {
    title: 'dgram-as-promised nowhere else',
    file: 'packages/rtps/src/io/snippet.ts',
    code: `import 'dgram-as-promised';`,
    rule: boundaries,
  },
  {
    title: 'a library without a room',
    file: 'packages/cli/src/snippet.ts',
    code: `import 'commander';`,
    rule: boundaries,
  },
  // DDS names and vendors.
  {
    title: 'a topic prefix',
    file: 'packages/node/src/topic/snippet.ts',
    code: `export const x = (name: string): string => 'rt/' + name;`,
    rule: rosNames,
  },
  {
    title: 'a request topic in a template',
    file: 'packages/actions/src/snippet.ts',
    code: 'export const x = (name: string): string => `rq/${name}Request`;',
    rule: rosNames,
  },
  { title: 'a reply topic', file: core, code: `export const x = '/rr/';`, rule: rosNames },
  { title: 'a mangled type', file: core, code: `export const x = 'std_msgs::msg::dds_::String_';`, rule: rosNames },
  {
    title: 'all of them in node/src/ros',
    file: 'packages/node/src/ros/dds-names.ts',
    code: `export const x = ['rt/', 'rq/', 'rr/', '::dds_::'] as const;`,
  },
  { title: 'words that end alike', file: core, code: `export const x = 'start/stop, err/ok';` },
  {
    title: 'a vendor id as a number',
    file: core,
    code: `export const x = (vendor: number): boolean => vendor === 0x010f;`,
    rule: vendorIds,
  },
  {
    title: 'a vendor by name',
    file: core,
    code: `import { VendorId } from '../types/vendor-id.js'; export const x = VendorId.FAST_DDS;`,
    rule: vendorIds,
  },
  {
    title: 'vendors in the vendor table',
    file: 'packages/rtps/src/vendor/fast-dds.ts',
    code: `export const x = 0x010f;`,
  },
  // The language.
  { title: 'enum', file: core, code: `export enum X { A }`, rule: syntax },
  {
    title: 'namespace',
    file: core,
    code: `export namespace X { export const a = 1; }`,
    rule: '@typescript-eslint/no-namespace',
  },
  {
    title: 'parameter property',
    file: core,
    code: `export class X { constructor(readonly a: number) {} }`,
    rule: syntax,
  },
  { title: 'default export', file: core, code: `export default 1;`, rule: syntax },
  { title: 'default export by renaming', file: core, code: `const x = 1; export { x as default };`, rule: syntax },
  {
    title: 'non-null assertion',
    file: core,
    code: `export const f = (x?: number): number => x!;`,
    rule: '@typescript-eslint/no-non-null-assertion',
  },
  {
    title: 'non-null assertion in bytes.ts',
    file: 'packages/rtps/src/message/bytes.ts',
    code: `export const f = (x: Uint8Array): number => x[0]!;`,
  },
  {
    title: 'floating promise',
    file: 'packages/cdr/src/index.ts',
    code: `const f = async (): Promise<void> => {}; f();`,
    rule: '@typescript-eslint/no-floating-promises',
    typed: true,
  },
  {
    title: 'awaited promise',
    file: 'packages/cdr/src/index.ts',
    code: `const f = async (): Promise<void> => {}; await f();`,
    typed: true,
  },
  // Cites.
  { title: 'a cite without a version', file: core, code: `// See RTPS §8.4.2.\nexport {};`, rule: specCites },
  { title: 'a cite without a specification', file: core, code: `/** As §8.4.2 says. */\nexport {};`, rule: specCites },
  {
    title: 'the name of a test',
    file: 'packages/rtps/test/unit/snippet.test.ts',
    code: `test('answers (RTPS §8.4.12)', () => undefined);`,
    rule: specCites,
  },
  {
    title: 'a document that is not in this repository',
    file: core,
    code: `// See protocol.md §5.\nexport {};`,
    rule: specCites,
  },
  {
    title: 'a full cite, and one over two lines',
    file: core,
    code: `// RTPS 2.5 §8.4.2.1, §8.4.2.2 and §9.6. And RTPS 2.5\n// §8.3.\nexport {};`,
  },
  { title: 'a section of our own ARCHITECTURE.md', file: core, code: `// ARCHITECTURE.md §2.4\nexport {};` },
];

describe('the lint rules', () => {
  const root = join(__dirname, '../../..');
  const run = spawnSync(process.execPath, [join(__dirname, 'lint-snippets.mjs')], {
    cwd: root,
    input: JSON.stringify(snippets),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  const results = JSON.parse(run.stdout) as { rules: string[] }[];

  test.each(snippets.map((snippet, index) => ({ ...snippet, index })))('$title', ({ rule, index }) => {
    expect([...new Set(results[index]?.rules)]).toEqual(rule === undefined ? [] : [rule]);
  });
});
