/** StatusInfo_t's flags, in the last of its four octets whatever the endianness (RTPS 2.5 §9.6.4.9). */
export const StatusInfo = {
  /** The instance is gone. */
  DISPOSED: 1,
  /** Its writer no longer speaks for it. */
  UNREGISTERED: 2,
} as const;
