import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRcltsError } from '@rclts/cdr';
import {
  assertName,
  checkFullTopicName,
  checkNamespace,
  checkNodeName,
  checkTopicName,
  expandName,
  type NameFault,
  type NameKind,
} from '../../src/ros/names.js';

interface Vector {
  readonly name: string;
  readonly error: string | null;
}

interface Vectors {
  readonly topic: readonly Vector[];
  readonly full: readonly Vector[];
  readonly node: readonly Vector[];
  readonly namespace: readonly Vector[];
  readonly expand: readonly { name: string; node: string; namespace: string; expanded: string | null }[];
}

const vectors = JSON.parse(readFileSync(join(__dirname, 'names.json'), 'utf8')) as Vectors;

function messageOf(kind: NameKind, name: string, check: (name: string) => NameFault | undefined): string | null {
  try {
    assertName(kind, name, check(name));
    return null;
  } catch (error) {
    if (!isRcltsError(error)) throw error;
    expect(error.code).toBe('ERR_NODE_INVALID_NAME');
    return error.message;
  }
}

describe('names are valid, and invalid in the same words, as in rclpy', () => {
  test.each([
    ['topic', 'topic name', checkTopicName],
    ['full', 'topic name', checkFullTopicName],
    ['node', 'node name', checkNodeName],
    ['namespace', 'namespace', checkNamespace],
  ] as const)('%s', (group, kind, check) => {
    expect(vectors[group].length).toBeGreaterThan(10);
    for (const { name, error } of vectors[group]) {
      expect({ name, error: messageOf(kind, name, check) }).toEqual({ name, error });
    }
  });

  test('a service name is complained about as one', () => {
    expect(() => expandName('foo bar', 'service name', 'n', '/')).toThrow(/^Invalid service name: topic name must not/);
  });
});

test('names expand as in rclpy', () => {
  for (const { name, node, namespace, expanded } of vectors.expand) {
    // rclpy expands to names that it then refuses; here both are one step.
    const isFull = expanded !== null && checkFullTopicName(expanded) === undefined;
    if (isFull) expect(expandName(name, 'topic name', node, namespace)).toBe(expanded);
    else expect(() => expandName(name, 'topic name', node, namespace)).toThrow();
  }
});
