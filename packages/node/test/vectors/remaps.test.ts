import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRcltsError } from '@rclts/cdr';
import {
  absoluteNamespace,
  assertName,
  checkNamespace,
  checkNodeName,
  fullyQualifiedNodeName,
} from '../../src/ros/names.js';
import { remapNode, resolveName } from '../../src/ros/remapping.js';
import { parseRosArguments } from '../../src/ros/ros-arguments.js';

interface Case {
  readonly args: readonly string[];
  readonly name: string;
  readonly namespace: string;
  readonly node?: string;
  readonly topics?: Readonly<Record<string, string>>;
  readonly services?: Readonly<Record<string, string>>;
  readonly error?: string;
}

const { cases } = JSON.parse(readFileSync(join(__dirname, 'remaps.json'), 'utf8')) as { cases: readonly Case[] };

function play({ args, name, namespace, topics = {}, services = {} }: Case): Omit<Case, 'args' | 'name' | 'namespace'> {
  const { remapRules } = parseRosArguments(['--ros-args', ...args]);
  const node = remapNode(remapRules, name, absoluteNamespace(namespace));
  assertName('node name', node.name, checkNodeName(node.name));
  assertName('namespace', node.namespace, checkNamespace(node.namespace));
  const resolve = (
    names: Readonly<Record<string, string>>,
    kind: 'topic name' | 'service name',
  ): Record<string, string> =>
    Object.fromEntries(
      Object.keys(names).map((key) => [key, resolveName(remapRules, key, kind, node.name, node.namespace)]),
    );
  return {
    node: fullyQualifiedNodeName(node.name, node.namespace),
    topics: resolve(topics, 'topic name'),
    services: resolve(services, 'service name'),
  };
}

test.each(
  cases.map(
    (each) =>
      [
        `${each.args.join(' ')} (${fullyQualifiedNodeName(each.name, absoluteNamespace(each.namespace))})`,
        each,
      ] as const,
  ),
)('--ros-args %s means what it means to rclpy', (_, each) => {
  if (each.error === undefined) {
    expect(play(each)).toEqual({ node: each.node, topics: each.topics, services: each.services });
    return;
  }
  let thrown: unknown;
  try {
    play(each);
  } catch (error) {
    thrown = error;
  }
  expect(isRcltsError(thrown) && thrown.code).toMatch(/^ERR_NODE_INVALID_(ARGUMENT|NAME)$/);
});
