import type { Participant } from '@rclts/rtps';
import { Context } from './context.js';
import { NodeError, NodeErrorCode } from './errors.js';
import { Node } from './node.js';
import type { ContextOptions, NodeOptions } from './options.js';

/** Where the node lives: in a context, over a participant, or, with neither, in a context of its own made from the rest. */
export interface CreateNodeOptions extends NodeOptions, Omit<ContextOptions, 'args'> {
  readonly context?: Context | undefined;
  /** Open already; the node closes it. For simulations. */
  readonly participant?: Participant | undefined;
}

/**
 * Makes a ROS 2 node, and whatever it needs to be on the network. A context of its own reads the process's environment and
 * `--ros-args`, and closes with the node; one that is given does neither.
 *
 * @throws NodeError - ERR_NODE_INVALID_NAME, ERR_NODE_INVALID_ARGUMENT.
 * @throws RtpsError - ERR_RTPS_NO_INTERFACE, ERR_RTPS_PORT_IN_USE.
 */
export async function createNode(name: string, options: CreateNodeOptions = {}): Promise<Node> {
  const { context: given, participant, namespace, rosout, typeHashMismatch, args, ...contextOptions } = options;
  const nodeOptions = { namespace, rosout, typeHashMismatch };
  if (given) {
    refuse(contextOptions, 'a context is given');
    return new Node(given, name, { ...nodeOptions, args });
  }
  const { logSink } = contextOptions;
  if (participant) refuse({ ...contextOptions, logSink: undefined }, 'a participant is given');
  const context = participant
    ? new Context(participant, { args, logSink })
    : await Context.open({ ...contextOptions, args });
  try {
    // A context that is closing waits for its nodes: they must not wait for it.
    return new Node(context, name, nodeOptions, () => (context.isClosing ? Promise.resolve() : context.close()));
  } catch (error) {
    await context.close();
    throw error;
  }
}

function refuse(options: ContextOptions, because: string): void {
  const names = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (names.length === 0) return;
  throw new NodeError(NodeErrorCode.INVALID_ARGUMENT, `createNode: ${names.join(', ')}: no effect, since ${because}`);
}
