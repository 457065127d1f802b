import { Operation, type OperationOptions, type Participant } from '@rclts/rtps';
import { NodeError, NodeErrorCode } from './errors.js';

export type { Operation, OperationOptions } from '@rclts/rtps';

/**
 * A promise that settles exactly once: by its owner, by the caller's signal, or with ERR_NODE_TIMEOUT. `what` is for the
 * message of that; `onSettled` is called once, before the promise's reactions.
 *
 * @throws RangeError - for a `timeoutMs` that is no number of milliseconds.
 */
export function startOperation<Value>(
  participant: Participant,
  options: OperationOptions,
  what: string,
  onSettled?: () => void,
): Operation<Value> {
  const host = {
    schedule: (delayMs: number, callback: () => void) => participant.schedule(delayMs, callback),
    timeoutError: (timeoutMs: number) =>
      new NodeError(NodeErrorCode.TIMEOUT, `${what}: no answer within ${timeoutMs} ms`),
  };
  return new Operation<Value>(host, options, onSettled);
}
