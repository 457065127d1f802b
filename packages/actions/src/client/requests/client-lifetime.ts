import { isRcltsError } from '@rclts/cdr';
import { ActionError, ActionErrorCode, ServerLostError } from '../../errors.js';
import type { Pending } from './pending.js';

type Rejectable = Pick<Pending<unknown>, 'isSettled' | 'reject' | 'whenSettled'>;

/** Whether a client is open, what rejects when it closes, and what errors of calls mean to those who asked. */
export class ClientLifetime {
  readonly actionName: string;
  /** What nothing else will settle. */
  readonly #waiting = new Set<Rejectable>();
  #isClosed = false;

  constructor(actionName: string) {
    this.actionName = actionName;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Rejects it when the client closes; now, if it is closed. */
  rejectOnClose(pending: Rejectable): void {
    if (this.#isClosed) return pending.reject(this.closedError());
    if (pending.isSettled) return;
    this.#waiting.add(pending);
    pending.whenSettled(() => this.#waiting.delete(pending));
  }

  /** False: it was closed already. */
  close(): boolean {
    if (this.#isClosed) return false;
    this.#isClosed = true;
    for (const pending of [...this.#waiting]) pending.reject(this.closedError());
    return true;
  }

  closedError(cause?: unknown): ActionError {
    return new ActionError(ActionErrorCode.CLOSED, `The client of action ${this.actionName} is closed`, { cause });
  }

  lostError(goalId: string, cause?: unknown): ServerLostError {
    return new ServerLostError(this.actionName, goalId, cause === undefined ? undefined : { cause });
  }

  /** @param goalId undefined: of several goals */
  timeoutError(goalId: string | undefined, what: string, timeoutMs: number): ActionError {
    const whose = goalId === undefined ? 'Action' : `Goal ${goalId} of action`;
    const text = `${whose} ${this.actionName}: ${what} within ${timeoutMs} ms`;
    return new ActionError(ActionErrorCode.TIMEOUT, text);
  }

  /** What a call's error means for a goal. */
  explain(error: unknown, goalId: string): unknown {
    const code = isRcltsError(error) ? error.code : undefined;
    if (code === 'ERR_NODE_SERVER_LOST' || code === 'ERR_NODE_SERVER_UNAVAILABLE') return this.lostError(goalId, error);
    return code === 'ERR_NODE_CLOSED' ? this.closedError(error) : error;
  }
}
