import { fullyQualifiedNodeName, type NameAndTypes, type Node } from '@rclts/node';

const FEEDBACK_TOPIC = '/_action/feedback';
const FEEDBACK_TYPE = '_FeedbackMessage';

/** As rcl_action's graph queries: an action is where its feedback topic is, whoever publishes on that serves it. */
export function actionNamesAndTypes(node: Node): NameAndTypes[] {
  return actionsOf(node.getTopicNamesAndTypes());
}

/** Fully qualified names of the nodes that serve an action and of those that are its clients, sorted. */
export function actionInfo(node: Node, action: string): { servers: string[]; clients: string[] } {
  const nodesWhere = (topics: (name: string, namespace: string) => readonly NameAndTypes[]): string[] =>
    node
      .getNodes()
      .filter((other) => actionsOf(topics(other.name, other.namespace)).some(({ name }) => name === action))
      .map((other) => fullyQualifiedNodeName(other.name, other.namespace))
      .sort();
  return {
    servers: nodesWhere((name, namespace) => node.getPublisherNamesAndTypesByNode(name, namespace)),
    clients: nodesWhere((name, namespace) => node.getSubscriptionNamesAndTypesByNode(name, namespace)),
  };
}

function actionsOf(topics: readonly NameAndTypes[]): NameAndTypes[] {
  return topics
    .filter(({ name, types }) => name.endsWith(FEEDBACK_TOPIC) && types.every((type) => type.endsWith(FEEDBACK_TYPE)))
    .map(({ name, types }) => ({
      name: name.slice(0, -FEEDBACK_TOPIC.length),
      types: types.map((type) => type.slice(0, -FEEDBACK_TYPE.length)),
    }));
}
