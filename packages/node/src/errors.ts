import { RcltsError } from '@rclts/cdr';

/** What can go wrong at a node. The code is the contract, the message is prose. */
export const NodeErrorCode = {
  /** A node, topic or service name, or a namespace, that ROS does not allow. */
  INVALID_NAME: 'ERR_NODE_INVALID_NAME',
  /** An option, an environment variable or a `--ros-args` argument that makes no sense. */
  INVALID_ARGUMENT: 'ERR_NODE_INVALID_ARGUMENT',
  /** DDS-Security is enforced (ROS_SECURITY_STRATEGY), and is not spoken here. */
  SECURITY_UNSUPPORTED: 'ERR_NODE_SECURITY_UNSUPPORTED',
  /** A value that is not the message, service or action type it should be. */
  UNKNOWN_TYPE: 'ERR_NODE_UNKNOWN_TYPE',
  /** The node, or the publisher, client, … itself, is closed. */
  CLOSED: 'ERR_NODE_CLOSED',
  /** No answer, or no room, within `timeoutMs`. */
  TIMEOUT: 'ERR_NODE_TIMEOUT',
  /** A call while no server of that name is there. */
  SERVER_UNAVAILABLE: 'ERR_NODE_SERVER_UNAVAILABLE',
  /** The server that a request was sent to has gone: no answer can come any more. */
  SERVER_LOST: 'ERR_NODE_SERVER_LOST',
} as const;
export type NodeErrorCode = (typeof NodeErrorCode)[keyof typeof NodeErrorCode];

/** An error of the node layer; see {@link NodeErrorCode}. */
export class NodeError extends RcltsError {
  override readonly code: NodeErrorCode;

  constructor(code: NodeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NodeError';
    this.code = code;
  }
}
