import { SERVED_VENDOR_ID, TRUE_VENDOR } from '../../vendor/discovery-server.js';
import { encodeParticipantData, type ParticipantData } from '../participant-data.js';

/**
 * What a participant of discovery servers wants of them: to hear of those alone whose endpoints have topics of its own, or of
 * everybody, as tools do.
 */
export const DiscoveryRole = { CLIENT: 'client', SUPER_CLIENT: 'superClient' } as const;
export type DiscoveryRole = (typeof DiscoveryRole)[keyof typeof DiscoveryRole];

// Fast DDS's properties of a participant; a server that finds no type guesses one.
const TYPE_PROPERTY = 'PARTICIPANT_TYPE';
const VERSION_PROPERTY = 'DS_VERSION';
/** Of the protocol, as Fast DDS 2.2 to 3.6 announce it; servers ask for 1.0 at least. */
const VERSION = '2.0';

const TYPES: Readonly<Record<DiscoveryRole, string>> = {
  [DiscoveryRole.CLIENT]: 'CLIENT',
  [DiscoveryRole.SUPER_CLIENT]: 'SUPER_CLIENT',
};

/**
 * Our announcement as the servers take it. PID_VENDOR_ID stands last: Fast DDS 2.14 and 3.2 return to the message header's vendor
 * with every parameter that they read (ParticipantProxyData::read_from_cdr_message), so only the last word counts.
 */
export function encodeClient(data: ParticipantData, role: DiscoveryRole): Uint8Array {
  const properties = new Map([
    ...data.properties,
    TRUE_VENDOR,
    [TYPE_PROPERTY, TYPES[role]],
    [VERSION_PROPERTY, VERSION],
  ]);
  return encodeParticipantData({ ...data, vendorId: SERVED_VENDOR_ID, properties }, { vendorIdLast: true });
}

/** Whether it is a discovery server; one that keeps its memory in a file calls itself a backup. */
export function isDiscoveryServer({ properties }: { readonly properties: ReadonlyMap<string, string> }): boolean {
  const type = properties.get(TYPE_PROPERTY);
  return type === 'SERVER' || type === 'BACKUP';
}
