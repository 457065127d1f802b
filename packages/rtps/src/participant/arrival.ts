/** The input that is being handled: one object per participant, filled anew for each. */
export interface Arrival {
  /** Monotonic ms of the last input, also of those without a datagram. */
  now: number;
  /** Where the datagram came from; empty for what our own endpoints tell each other. */
  address: string;
  /** Octets of the datagram. */
  bytes: number;
  /** Whether it says that its participant leaves: the last word of somebody is no sign of life. */
  isFarewell: boolean;
}
