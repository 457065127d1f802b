import { RcltsError } from '@rclts/cdr';

/** What an {@link RtpsError} says went wrong; the code is the contract, the message is prose. */
export const RtpsErrorCode = {
  /** The participant, reader or writer is closed. */
  CLOSED: 'ERR_RTPS_CLOSED',
  /** No network interface is what the options ask for. */
  NO_INTERFACE: 'ERR_RTPS_NO_INTERFACE',
  /** No pair of unicast ports of the domain is free. */
  PORT_IN_USE: 'ERR_RTPS_PORT_IN_USE',
  /** The payload is larger than a sample may be. */
  PAYLOAD_TOO_LARGE: 'ERR_RTPS_PAYLOAD_TOO_LARGE',
  /** The writer's history holds as many unacknowledged samples as it may. */
  WRITER_FULL: 'ERR_RTPS_WRITER_FULL',
  /** What was waited for has not come within `timeoutMs`. */
  TIMEOUT: 'ERR_RTPS_TIMEOUT',
} as const;
export type RtpsErrorCode = (typeof RtpsErrorCode)[keyof typeof RtpsErrorCode];

/** An operation that cannot be done. Nothing that arrives from the network is ever one. */
export class RtpsError extends RcltsError {
  readonly code: RtpsErrorCode;

  constructor(code: RtpsErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
