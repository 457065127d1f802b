import { NodeError, NodeErrorCode } from '../errors.js';

declare const rosName: unique symbol;

/** A fully qualified ROS name, `/a/b`: expanded, remapped and checked. Never a DDS topic name. */
export type RosName = string & { readonly [rosName]: true };

/** Why a name is not one, and where: `index` is the offending character. */
export interface NameFault {
  readonly reason: string;
  readonly index: number;
}

export type NameKind = 'node name' | 'namespace' | 'topic name' | 'service name';

// rmw/rmw/include/rmw/validate_*.h: 255 is what DDS allows, less the prefixes and suffixes that a mapping may add.
const MAX_NODE_NAME = 255;
const MAX_TOPIC_NAME = 247;
const MAX_NAMESPACE = 245;

/** The rules of `rmw_validate_node_name`. */
export function checkNodeName(name: string): NameFault | undefined {
  if (name === '') return { reason: 'node name must not be empty', index: 0 };
  const bad = name.search(/[^A-Za-z0-9_]/);
  if (bad >= 0) return { reason: "node name must not contain characters other than alphanumerics or '_'", index: bad };
  if (isDigit(name[0])) return { reason: 'node name must not start with a number', index: 0 };
  if (name.length > MAX_NODE_NAME) {
    return { reason: `node name length should not exceed '${MAX_NODE_NAME}'`, index: MAX_NODE_NAME - 1 };
  }
  return undefined;
}

/** The rules of `rmw_validate_namespace`. */
export function checkNamespace(namespace: string): NameFault | undefined {
  return namespace === '/' ? undefined : checkAbsolute(namespace, 'namespace', ", unless only a '/'", MAX_NAMESPACE);
}

/** The rules of `rmw_validate_full_topic_name`: for names that are expanded. Service names obey the same. */
export function checkFullTopicName(name: string): NameFault | undefined {
  return checkAbsolute(name, 'topic name', '', MAX_TOPIC_NAME);
}

function checkAbsolute(name: string, what: string, exception: string, maxLength: number): NameFault | undefined {
  if (name === '') return { reason: `${what} must not be empty`, index: 0 };
  if (!name.startsWith('/')) return { reason: `${what} must be absolute, it must lead with a '/'`, index: 0 };
  if (name.endsWith('/')) return { reason: `${what} must not end with a '/'${exception}`, index: name.length - 1 };
  const bad = name.search(/[^A-Za-z0-9_/]/);
  if (bad >= 0) {
    return { reason: `${what} must not contain characters other than alphanumerics, '_', or '/'`, index: bad };
  }
  const token = name.search(/\/[/0-9]/);
  if (token >= 0) {
    const reason =
      name[token + 1] === '/'
        ? `${what} must not contain repeated '/'`
        : `${what} must not have a token that starts with a number`;
    return { reason, index: token + 1 };
  }
  if (name.length > maxLength) {
    const subject = what === 'namespace' ? 'namespace' : 'topic length';
    return { reason: `${subject} should not exceed '${maxLength}'`, index: maxLength - 1 };
  }
  return undefined;
}

/** The rules of `rcl_validate_topic_name`: for names as a user writes them, with `~` and `{substitutions}`. */
export function checkTopicName(name: string): NameFault | undefined {
  if (name === '') return { reason: 'topic name must not be empty string', index: 0 };
  const leadingNumber = 'topic name token must not start with a number';
  if (isDigit(name[0])) return { reason: leadingNumber, index: 0 };
  if (name.endsWith('/')) return { reason: 'topic name must not end with a forward slash', index: name.length - 1 };
  const fault = checkCharacters(name);
  if (fault) return fault;
  const token = name.search(/\/[0-9]/);
  if (token >= 0) return { reason: leadingNumber, index: token + 1 };
  if (/^~[^/]/.test(name)) {
    return { reason: "topic name must not have a tilde '~' that is not followed by a forward slash '/'", index: 1 };
  }
  return undefined;
}

function checkCharacters(name: string): NameFault | undefined {
  let opened = -1;
  for (let index = 0; index < name.length; index++) {
    const character = name[index] ?? '';
    const inside = opened >= 0;
    if (inside && index === opened + 1 && isDigit(character)) {
      return { reason: 'substitution name must not start with a number', index };
    }
    if (/[A-Za-z0-9_]/.test(character) || (character === '/' && !inside)) continue;
    if (character === '}') {
      if (!inside) return { reason: "topic name must not have unmatched (unbalanced) curly braces '{}'", index };
      opened = -1;
    } else if (character === '~') {
      if (index > 0) return { reason: "topic name must not have tilde '~' unless it is the first character", index };
    } else if (inside) {
      return { reason: "substitution name must not contain characters other than alphanumerics or '_'", index };
    } else if (character === '{') {
      opened = index;
    } else {
      const reason = "topic name must not contain characters other than alphanumerics, '_', '~', '{', or '}'";
      return { reason, index };
    }
  }
  if (opened < 0) return undefined;
  return { reason: "topic name must not have unmatched (unbalanced) curly braces '{}'", index: opened };
}

/**
 * The fully qualified form of a name as a user writes it: `~` is the node, `{node}`, `{ns}` and `{namespace}` are
 * replaced, what is relative is put below the namespace. Throws a NodeError with ERR_NODE_INVALID_NAME in rclpy's words.
 */
export function expandName(name: string, kind: NameKind, nodeName: string, namespace: string): RosName {
  assertName(kind, name, checkTopicName(name));
  const below = namespace === '/' ? '/' : `${namespace}/`;
  let expanded = name.startsWith('~') ? `${below}${nodeName}${name.slice(1)}` : name;
  expanded = expanded.replaceAll(/\{[^}]*\}/g, (substitution) => {
    if (substitution === '{node}') return nodeName;
    if (substitution === '{ns}' || substitution === '{namespace}') return namespace;
    throw new NodeError(
      NodeErrorCode.INVALID_NAME,
      `${kind} '${name}' is invalid: unknown substitution: ${substitution}`,
    );
  });
  if (!expanded.startsWith('/')) expanded = below + expanded;
  return fullName(expanded, kind);
}

/** A name that is fully qualified already. Throws a NodeError with ERR_NODE_INVALID_NAME if it is none. */
export function fullName(name: string, kind: NameKind): RosName {
  assertName(kind, name, checkFullTopicName(name));
  return name as RosName;
}

/** Throws what rclpy's `NameValidationException` says: the reason, the name, and a caret below the character. */
export function assertName(kind: NameKind, name: string, fault: NameFault | undefined): void {
  if (!fault) return;
  throw new NodeError(
    NodeErrorCode.INVALID_NAME,
    `Invalid ${kind}: ${fault.reason}:\n  '${name}'\n   ${' '.repeat(fault.index)}^`,
  );
}

/** `/` for what was given as the empty string, else with the leading slash that users forget (as rclpy's Node does). */
export function absoluteNamespace(namespace: string): string {
  return namespace.startsWith('/') ? namespace : `/${namespace}`;
}

/** `/ns/name`, the node's name in the graph. */
export function fullyQualifiedNodeName(name: string, namespace: string): string {
  return namespace === '/' ? `/${name}` : `${namespace}/${name}`;
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && /[0-9]/.test(character);
}
