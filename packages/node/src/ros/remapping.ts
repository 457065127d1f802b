import { expandName, type NameKind, type RosName } from './names.js';

/** One `from:=to` of `--ros-args -r`, as `rcl/remap.h` has them. Without `nodeName` it is for every node. */
export type RemapRule = NodeRemapRule | NameRemapRule;

export interface NodeRemapRule {
  readonly kind: 'node' | 'namespace';
  readonly nodeName: string | undefined;
  readonly replacement: string;
}

export interface NameRemapRule {
  /** `rostopic://` and `rosservice://` narrow a rule; without either it is for both. */
  readonly kind: 'topic' | 'service' | 'name';
  readonly nodeName: string | undefined;
  readonly match: string;
  readonly replacement: string;
}

// The tokens of rcl/src/rcl/lexer.c: no repeated underscore. Its wildcards are declared but not implemented there.
const TOKEN = String.raw`(?!\w*__)[A-Za-z_]\w*`;
const NAME = String.raw`(?:~\/|\/)?${TOKEN}(?:\/${TOKEN})*`;
const NODE_RULE = new RegExp(`^(?:(${TOKEN}):)?__(?:node|name):=(${TOKEN})$`);
const NAMESPACE_RULE = new RegExp(`^(?:(${TOKEN}):)?__ns:=(\\/|(?:\\/${TOKEN})+)$`);
const NAME_RULE = new RegExp(`^(?:(${TOKEN}):)?(?:ros(topic|service):\\/\\/)?(${NAME}):=(${NAME})$`);

/** Undefined for what is not a rule. */
export function parseRemapRule(text: string): RemapRule | undefined {
  const node = NODE_RULE.exec(text);
  if (node) return { kind: 'node', nodeName: node[1], replacement: node[2] ?? '' };
  const namespace = NAMESPACE_RULE.exec(text);
  if (namespace) return { kind: 'namespace', nodeName: namespace[1], replacement: namespace[2] ?? '' };
  const name = NAME_RULE.exec(text);
  if (!name) return undefined;
  const kind = (name[2] as 'topic' | 'service' | undefined) ?? 'name';
  return { kind, nodeName: name[1], match: name[3] ?? '', replacement: name[4] ?? '' };
}

/** What a node calls itself after `__node` and `__ns`. A rule for one node means the name that it has by then. */
export function remapNode(
  rules: readonly RemapRule[],
  name: string,
  namespace: string,
): { readonly name: string; readonly namespace: string } {
  const first = (kind: RemapRule['kind'], nodeName: string): RemapRule | undefined =>
    rules.find((rule) => rule.kind === kind && isFor(rule, nodeName));
  const newName = first('node', name)?.replacement ?? name;
  return { name: newName, namespace: first('namespace', newName)?.replacement ?? namespace };
}

/** Expands a topic's or service's name, then lets the first rule that matches replace it. */
export function resolveName(
  rules: readonly RemapRule[],
  name: string,
  kind: NameKind & ('topic name' | 'service name'),
  nodeName: string,
  namespace: string,
): RosName {
  const expanded = expandName(name, kind, nodeName, namespace);
  const narrow = kind === 'topic name' ? 'topic' : 'service';
  for (const rule of rules) {
    if ((rule.kind !== 'name' && rule.kind !== narrow) || !isFor(rule, nodeName)) continue;
    if (expandName(rule.match, kind, nodeName, namespace) === expanded) {
      return expandName(rule.replacement, kind, nodeName, namespace);
    }
  }
  return expanded;
}

function isFor(rule: RemapRule, nodeName: string): boolean {
  return rule.nodeName === undefined || rule.nodeName === nodeName;
}
