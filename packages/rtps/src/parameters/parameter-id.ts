/** ParameterId_t (RTPS 2.5 §9.6.4 tables 9.13–9.18; DDS-XTypes 1.3 §7.6.3.1). Those of vendors carry {@link PID_VENDOR_SPECIFIC}. */
export const ParameterId = {
  PAD: 0x0000,
  SENTINEL: 0x0001,
  PARTICIPANT_LEASE_DURATION: 0x0002,
  TOPIC_NAME: 0x0005,
  TYPE_NAME: 0x0007,
  DOMAIN_ID: 0x000f,
  PROTOCOL_VERSION: 0x0015,
  VENDOR_ID: 0x0016,
  RELIABILITY: 0x001a,
  LIVELINESS: 0x001b,
  DURABILITY: 0x001d,
  OWNERSHIP: 0x001f,
  PRESENTATION: 0x0021,
  DEADLINE: 0x0023,
  DESTINATION_ORDER: 0x0025,
  LATENCY_BUDGET: 0x0027,
  PARTITION: 0x0029,
  LIFESPAN: 0x002b,
  USER_DATA: 0x002c,
  UNICAST_LOCATOR: 0x002f,
  MULTICAST_LOCATOR: 0x0030,
  DEFAULT_UNICAST_LOCATOR: 0x0031,
  METATRAFFIC_UNICAST_LOCATOR: 0x0032,
  METATRAFFIC_MULTICAST_LOCATOR: 0x0033,
  CONTENT_FILTER_PROPERTY: 0x0035,
  HISTORY: 0x0040,
  EXPECTS_INLINE_QOS: 0x0043,
  DEFAULT_MULTICAST_LOCATOR: 0x0048,
  PARTICIPANT_GUID: 0x0050,
  BUILTIN_ENDPOINT_SET: 0x0058,
  PROPERTY_LIST: 0x0059,
  ENDPOINT_GUID: 0x005a,
  ENTITY_NAME: 0x0062,
  KEY_HASH: 0x0070,
  STATUS_INFO: 0x0071,
  DATA_REPRESENTATION: 0x0073,
  /** DDS-RPC 1.0 §7.8.2: the id that counts today. */
  RELATED_SAMPLE_IDENTITY: 0x0083,
  /** What eProsima used before it had a number: the only one that Fast DDS 2.6 (Humble) knows. */
  LEGACY_RELATED_SAMPLE_IDENTITY: 0x800f,
  /** DDS-Security 1.1 §7.4.1.5. */
  IDENTITY_TOKEN: 0x1001,
} as const;
export type ParameterId = (typeof ParameterId)[keyof typeof ParameterId];

/** Set: the parameter is a vendor's own and means nothing from another vendor (RTPS 2.5 §9.4.2.11.2). */
export const PID_VENDOR_SPECIFIC = 0x8000;
/** Set: who does not know the parameter must not use the list (RTPS 2.5 §9.4.2.11.2). */
export const PID_MUST_UNDERSTAND = 0x4000;

/** Whether a parameter that we do not know forbids to use its list. A vendor's own never does. */
export function isMustUnderstand(pid: number): boolean {
  return (pid & (PID_VENDOR_SPECIFIC | PID_MUST_UNDERSTAND)) === PID_MUST_UNDERSTAND;
}
