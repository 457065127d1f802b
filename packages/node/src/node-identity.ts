import {
  absoluteNamespace,
  assertName,
  checkNamespace,
  checkNodeName,
  fullyQualifiedNodeName,
  type RosName,
} from './ros/names.js';
import { remapNode, type RemapRule, resolveName } from './ros/remapping.js';

/** What a node is called after remapping, and what names mean to it. */
export class NodeIdentity {
  readonly name: string;
  readonly namespace: string;
  readonly #rules: readonly RemapRule[];

  /**
   * @param rules - of the command line, those for this node first.
   * @throws NodeError - ERR_NODE_INVALID_NAME, for what is given and for what the rules make of it.
   */
  constructor(name: string, namespace: string, rules: readonly RemapRule[]) {
    assertName('node name', name, checkNodeName(name));
    const remapped = remapNode(rules, name, absoluteNamespace(namespace));
    assertName('node name', remapped.name, checkNodeName(remapped.name));
    assertName('namespace', remapped.namespace, checkNamespace(remapped.namespace));
    this.name = remapped.name;
    this.namespace = remapped.namespace;
    this.#rules = rules;
  }

  /** `/namespace/name`. */
  get fullyQualifiedName(): string {
    return fullyQualifiedNodeName(this.name, this.namespace);
  }

  /** Expanded and remapped. */
  topicName(topic: string): RosName {
    return resolveName(this.#rules, topic, 'topic name', this.name, this.namespace);
  }

  /** Expanded and remapped. */
  serviceName(service: string): RosName {
    return resolveName(this.#rules, service, 'service name', this.name, this.namespace);
  }
}
