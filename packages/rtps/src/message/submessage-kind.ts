/** SubmessageKind (RTPS 2.5 §9.4.5.1.1 table 9.5). From 0x80 on they are vendors' own. */
export const SubmessageKind = {
  PAD: 0x01,
  ACKNACK: 0x06,
  HEARTBEAT: 0x07,
  GAP: 0x08,
  INFO_TS: 0x09,
  INFO_SRC: 0x0c,
  INFO_REPLY_IP4: 0x0d,
  INFO_DST: 0x0e,
  INFO_REPLY: 0x0f,
  NACK_FRAG: 0x12,
  HEARTBEAT_FRAG: 0x13,
  DATA: 0x15,
  DATA_FRAG: 0x16,
} as const;
export type SubmessageKind = (typeof SubmessageKind)[keyof typeof SubmessageKind];

/** Flag bits, by the submessage that they belong to (RTPS 2.5 §9.4.5). */
export const SubmessageFlag = {
  LITTLE_ENDIAN: 0x01,
  ACKNACK_FINAL: 0x02,
  HEARTBEAT_FINAL: 0x02,
  HEARTBEAT_LIVELINESS: 0x04,
  INFO_TS_INVALIDATE: 0x02,
  DATA_INLINE_QOS: 0x02,
  DATA_PAYLOAD: 0x04,
  DATA_KEY: 0x08,
  DATA_NON_STANDARD_PAYLOAD: 0x10,
  DATA_FRAG_INLINE_QOS: 0x02,
  DATA_FRAG_KEY: 0x04,
  DATA_FRAG_NON_STANDARD_PAYLOAD: 0x08,
} as const;
