// Actions in the ROS graph. There is no such thing on the wire: as for rcl_action, a name is an action where its feedback
// topic is, a node that publishes on that is a server, and one that subscribes a client.
import { fullyQualifiedNodeName, type NameAndTypes, type Node } from '@rclts/node';

/** A node that has an action, and the types by which it does. */
export interface ActionNode {
  /** `/namespace/name` */
  readonly node: string;
  readonly types: readonly string[];
}

export function actionNamesAndTypes(node: Node): readonly NameAndTypes[] {
  return actionsOf(node.getTopicNamesAndTypes());
}

export function actionServers(node: Node, action: string): readonly ActionNode[] {
  return nodesWith(node, action, ({ name, namespace }) => node.getPublisherNamesAndTypesByNode(name, namespace));
}

export function actionClients(node: Node, action: string): readonly ActionNode[] {
  return nodesWith(node, action, ({ name, namespace }) => node.getSubscriptionNamesAndTypesByNode(name, namespace));
}

type NodeInfo = ReturnType<Node['getNodes']>[number];

function nodesWith(node: Node, action: string, topicsOf: (info: NodeInfo) => readonly NameAndTypes[]): ActionNode[] {
  return node.getNodes().flatMap((info) => {
    const found = actionsOf(topicsOf(info)).find(({ name }) => name === action);
    return found === undefined ? [] : [{ node: fullyQualifiedNodeName(info.name, info.namespace), types: found.types }];
  });
}

const topicSuffix = '/_action/feedback';
const typeSuffix = '_FeedbackMessage';

function actionsOf(topics: readonly NameAndTypes[]): NameAndTypes[] {
  return topics.flatMap(({ name, types }) => {
    if (!name.endsWith(topicSuffix)) return [];
    const actionTypes = types
      .filter((type) => type.endsWith(typeSuffix))
      .map((type) => type.slice(0, -typeSuffix.length));
    return actionTypes.length === 0 ? [] : [{ name: name.slice(0, -topicSuffix.length), types: actionTypes }];
  });
}
