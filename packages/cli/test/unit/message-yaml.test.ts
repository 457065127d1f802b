import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageToYaml } from '../../src/message-yaml.js';
import { findAction } from '../../src/type-search.js';
import { TypeRegistry, type MessageType } from '@rclts/idl';

const root = join(__dirname, '../../../..');
const { messages } = JSON.parse(readFileSync(join(root, 'vectors/ros2cli/message-yaml.json'), 'utf8')) as {
  messages: { type: string; cdr: string; yaml: string }[];
};
const folders = [join(root, 'vectors/idl/definitions'), join(root, 'packages/interfaces/definitions')];

/** Any message type, found as the goal of an action that is made of it. */
function messageType(typeName: string): MessageType<unknown> {
  const [, action, part] = /^(.*\/action\/.*)_(Goal|Result|Feedback)$/.exec(typeName) ?? [];
  if (action !== undefined) {
    const { goal, result, feedback } = findAction(action, { folders });
    return { Goal: goal, Result: result, Feedback: feedback }[
      part as 'Goal' | 'Result' | 'Feedback'
    ] as MessageType<unknown>;
  }
  const [packageName = '', kind = '', name = ''] = typeName.split('/');
  const registry = new TypeRegistry();
  for (const dependency of [
    'BasicTypes',
    'Constants',
    'Defaults',
    'Arrays',
    'BoundedSequences',
    'UnboundedSequences',
    name,
  ]) {
    const text = readFileSync(join(folders[0] ?? '', packageName, kind, `${dependency}.${kind}`), 'utf8');
    registry.addText(`${packageName}/${kind}/${dependency}`, text);
  }
  return registry.message(typeName) as MessageType<unknown>;
}

test.each(messages.map((message, index) => ({ ...message, index })))(
  'message $index, a $type, is printed as ros2 prints it',
  ({ type, cdr, yaml }) => {
    const messageOf = messageType(type);
    const value = messageOf.codec.decode(Uint8Array.from(cdr.match(/../g) ?? [], (octet) => parseInt(octet, 16)));
    expect(messageToYaml(value, messageOf)).toBe(yaml);
  },
);
