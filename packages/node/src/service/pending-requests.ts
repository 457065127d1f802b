import type { RemoteEndpoint } from '@rclts/rtps';
import type { Operation } from '../operation.js';

/** A request that is on its way, or being answered. */
export interface PendingRequest<Response> {
  readonly operation: Operation<Response>;
  /** The one server that it was sent to. */
  readonly requestReader: RemoteEndpoint;
}

/**
 * A client's requests by the number that their replies will name. A request is filed in the turn in which it is written,
 * and nothing that arrives is handled within that turn: no reply can come too early.
 */
export class PendingRequests<Response> {
  readonly #requests = new Map<number, PendingRequest<Response>>();

  get size(): number {
    return this.#requests.size;
  }

  file(requestNumber: number, request: PendingRequest<Response>): void {
    this.#requests.set(requestNumber, request);
  }

  /** Takes the request out; undefined for a number that is not awaited (any more). */
  take(requestNumber: number): PendingRequest<Response> | undefined {
    const request = this.#requests.get(requestNumber);
    this.#requests.delete(requestNumber);
    return request;
  }

  remove(requestNumber: number): void {
    this.#requests.delete(requestNumber);
  }

  /** Rejects, in the order of asking, what was sent to a server for which `isLost` holds. */
  rejectWhere(isLost: (requestReader: RemoteEndpoint) => boolean, reason: () => unknown): void {
    for (const [, { operation, requestReader }] of [...this.#requests]) {
      if (isLost(requestReader)) operation.reject(reason());
    }
  }
}
