/*
 * Actions in the ROS graph. There is no such thing on the wire: as for rcl_action, an action is where its feedback topic is;
 * a node that publishes on that is a server of it, and one that subscribes a client.
 */
import { fullyQualifiedNodeName, type NameAndTypes, type Node } from '@rclts/node';
import { actionNames, resolveActionName } from './action-names.js';

/** A node that has an action, and the types by which it does. */
export interface ActionNode {
  /** `/namespace/name` */
  readonly node: string;
  readonly types: readonly string[];
}

/** All actions: rclpy's `get_action_names_and_types`. */
export function getActionNamesAndTypes(node: Node): readonly NameAndTypes[] {
  return actionsOf(node.getTopicNamesAndTypes());
}

/** The actions that a node serves: rclpy's `get_action_server_names_and_types_by_node`. */
export function getActionServerNamesAndTypesByNode(
  node: Node,
  name: string,
  namespace: string,
): readonly NameAndTypes[] {
  return actionsOf(node.getPublisherNamesAndTypesByNode(name, namespace));
}

/** The actions that a node is a client of: rclpy's `get_action_client_names_and_types_by_node`. */
export function getActionClientNamesAndTypesByNode(
  node: Node,
  name: string,
  namespace: string,
): readonly NameAndTypes[] {
  return actionsOf(node.getSubscriptionNamesAndTypesByNode(name, namespace));
}

/** The nodes that serve an action. The name may be relative. */
export function getActionServers(node: Node, actionName: string): readonly ActionNode[] {
  return nodesWith(node, actionName, getActionServerNamesAndTypesByNode);
}

/** The nodes that are clients of an action. The name may be relative. */
export function getActionClients(node: Node, actionName: string): readonly ActionNode[] {
  return nodesWith(node, actionName, getActionClientNamesAndTypesByNode);
}

/**
 * How many clients an action has in the graph, two of one node counted twice: rcl_action's `rcl_action_count_clients`. The name
 * may be relative. A client is who asks the action's goal service, so that `ros2 topic echo` of its feedback is none.
 *
 * @throws ActionError ERR_ACTION_INVALID_NAME
 */
export function countActionClients(node: Node, actionName: string): number {
  return node.countClients(actionNames(resolveActionName(node, actionName)).sendGoal);
}

/** How many servers an action has in the graph; otherwise as {@link countActionClients}. More than one is mostly a mistake. */
export function countActionServers(node: Node, actionName: string): number {
  return node.countServices(actionNames(resolveActionName(node, actionName)).sendGoal);
}

const TOPIC_SUFFIX = '/_action/feedback';
const TYPE_SUFFIX = '_FeedbackMessage';

function nodesWith(
  node: Node,
  actionName: string,
  actionsByNode: typeof getActionServerNamesAndTypesByNode,
): readonly ActionNode[] {
  const fullName = resolveActionName(node, actionName);
  return node.getNodes().flatMap(({ name, namespace }) => {
    const action = actionsByNode(node, name, namespace).find((one) => one.name === fullName);
    return action === undefined ? [] : [{ node: fullyQualifiedNodeName(name, namespace), types: action.types }];
  });
}

function actionsOf(topics: readonly NameAndTypes[]): readonly NameAndTypes[] {
  return topics.flatMap(({ name, types }) => {
    if (!name.endsWith(TOPIC_SUFFIX)) return [];
    const actionTypes = types
      .filter((type) => type.endsWith(TYPE_SUFFIX))
      .map((type) => type.slice(0, -TYPE_SUFFIX.length));
    return actionTypes.length === 0 ? [] : [{ name: name.slice(0, -TOPIC_SUFFIX.length), types: actionTypes }];
  });
}
