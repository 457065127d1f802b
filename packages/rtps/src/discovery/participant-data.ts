import { type CdrReader, ParameterListWriter } from '@rclts/cdr';
import { LIMITS } from '../limits.js';
import { PROTOCOL_VERSION, type ProtocolVersion } from '../message/header.js';
import { ParameterId } from '../parameters/parameter-id.js';
import { readParameterListPayload, toPayload } from '../parameters/parameter-list.js';
import {
  addLocators,
  addLocatorValue,
  addOctetSequence,
  durationValue,
  octetSequenceValue,
  octetsValue,
  stringValue,
  writeDurationValue,
} from '../parameters/parameter-values.js';
import { EntityIds, readEntityId, writeEntityId } from '../types/entity-id.js';
import { GUID_LENGTH, GUID_PREFIX_LENGTH } from '../types/guid.js';
import type { Locator } from '../types/locator.js';
import type { Duration } from '../types/time.js';
import { VendorId } from '../types/vendor-id.js';
import { trueVendorId } from '../vendor/discovery-server.js';

/** SPDPdiscoveredParticipantData (RTPS 2.5 §8.5.3.2): what a participant announces about itself. */
export interface ParticipantData {
  /** 12 octets. */
  readonly guidPrefix: Uint8Array;
  readonly protocolVersion: ProtocolVersion;
  readonly vendorId: number;
  readonly domainId?: number | undefined;
  readonly leaseDuration: Duration;
  /** Bits of BuiltinEndpointSet_t (RTPS 2.5 §9.3.2.12). */
  readonly availableBuiltinEndpoints: number;
  readonly metatrafficUnicastLocators: readonly Locator[];
  readonly metatrafficMulticastLocators: readonly Locator[];
  readonly defaultUnicastLocators: readonly Locator[];
  readonly defaultMulticastLocators: readonly Locator[];
  readonly entityName: string;
  readonly userData: Uint8Array;
  readonly properties: ReadonlyMap<string, string>;
  readonly expectsInlineQos: boolean;
  /** It has an identity token: it is secured and speaks to nobody who cannot authenticate (DDS-Security 1.1 §7.4.1.3). Never announced by us. */
  readonly hasIdentityToken?: true | undefined;
}

/** RTPS 2.5 §9.6.3.2 table 9.14: what it means not to announce a lease. */
const DEFAULT_LEASE_DURATION: Duration = Object.freeze({ sec: 100, nanosec: 0 });

/**
 * The SPDP payload. Both Fast DDS and Cyclone DDS need the GUID, the endpoint set, the metatraffic locators and the lease, whatever the
 * specification gives defaults for; `expectsInlineQos` is never announced.
 */
export function encodeParticipantData(
  data: ParticipantData,
  { vendorIdLast = false }: { readonly vendorIdLast?: boolean } = {},
): Uint8Array {
  const guid = new Uint8Array(GUID_LENGTH);
  guid.set(data.guidPrefix.subarray(0, GUID_PREFIX_LENGTH));
  writeEntityId(guid, GUID_PREFIX_LENGTH, EntityIds.PARTICIPANT);
  const { protocolVersion, vendorId, domainId, entityName } = data;
  const list = new ParameterListWriter();
  list.bytes(ParameterId.PROTOCOL_VERSION, Uint8Array.of(protocolVersion.major, protocolVersion.minor));
  const addVendorId = (): unknown => list.bytes(ParameterId.VENDOR_ID, Uint8Array.of(vendorId >>> 8, vendorId));
  if (!vendorIdLast) addVendorId();
  list.bytes(ParameterId.PARTICIPANT_GUID, guid);
  addLocators(list, ParameterId.METATRAFFIC_UNICAST_LOCATOR, data.metatrafficUnicastLocators);
  addLocators(list, ParameterId.DEFAULT_UNICAST_LOCATOR, data.defaultUnicastLocators);
  addLocators(list, ParameterId.METATRAFFIC_MULTICAST_LOCATOR, data.metatrafficMulticastLocators);
  addLocators(list, ParameterId.DEFAULT_MULTICAST_LOCATOR, data.defaultMulticastLocators);
  list.parameter(ParameterId.PARTICIPANT_LEASE_DURATION, (writer) => writeDurationValue(writer, data.leaseDuration));
  list.parameter(ParameterId.BUILTIN_ENDPOINT_SET, (writer) => writer.uint32(data.availableBuiltinEndpoints));
  if (data.userData.length > 0) addOctetSequence(list, ParameterId.USER_DATA, data.userData);
  if (domainId !== undefined) list.parameter(ParameterId.DOMAIN_ID, (writer) => writer.uint32(domainId));
  if (entityName !== '') list.parameter(ParameterId.ENTITY_NAME, (writer) => writer.string(entityName));
  if (data.properties.size > 0) {
    list.parameter(ParameterId.PROPERTY_LIST, (writer) => {
      writer.sequenceLength(data.properties.size);
      for (const [name, value] of data.properties) {
        writer.string(name);
        writer.string(value);
      }
    });
  }
  if (vendorIdLast) addVendorId();
  return toPayload(list);
}

/**
 * Reads an SPDP payload from the network: undefined when it is malformed, past a limit, or names no participant's GUID. Parameters that
 * we do not know are skipped; absent ones take the specification's defaults.
 */
export function decodeParticipantData(payload: Uint8Array): ParticipantData | undefined {
  if (payload.length > LIMITS.participantDataBytes.value) return undefined;
  const draft = new ParticipantDraft();
  if (!readParameterListPayload(payload, (pid, value) => draft.read(pid, value))) return undefined;
  const { guid } = draft;
  if (guid === undefined || readEntityId(guid, GUID_PREFIX_LENGTH) !== EntityIds.PARTICIPANT) return undefined;
  return draft.finish(guid.slice(0, GUID_PREFIX_LENGTH));
}

/** The participant that a dispose with a key payload is about: its GUID's 16 octets. */
export function decodeParticipantKey(payload: Uint8Array): Uint8Array | undefined {
  let guid: Uint8Array | undefined;
  const isSound = readParameterListPayload(payload, (pid, value) => {
    if (pid === ParameterId.PARTICIPANT_GUID) guid = octetsValue(value, GUID_LENGTH);
    return true;
  });
  return isSound ? guid : undefined;
}

class ParticipantDraft {
  guid: Uint8Array | undefined;
  #protocolVersion: ProtocolVersion = PROTOCOL_VERSION;
  #vendorId: number = VendorId.UNKNOWN;
  #domainId: number | undefined;
  #leaseDuration: Duration = DEFAULT_LEASE_DURATION;
  #availableBuiltinEndpoints = 0;
  readonly #metatrafficUnicastLocators: Locator[] = [];
  readonly #metatrafficMulticastLocators: Locator[] = [];
  readonly #defaultUnicastLocators: Locator[] = [];
  readonly #defaultMulticastLocators: Locator[] = [];
  #entityName = '';
  #userData: Uint8Array = new Uint8Array(0);
  readonly #properties = new Map<string, string>();
  #expectsInlineQos = false;
  #hasIdentityToken = false;

  read(pid: number, value: CdrReader): boolean {
    switch (pid) {
      case ParameterId.PROTOCOL_VERSION:
        this.#protocolVersion = { major: value.uint8(), minor: value.uint8() };
        return true;
      case ParameterId.VENDOR_ID:
        this.#vendorId = (value.uint8() << 8) | value.uint8();
        return true;
      case ParameterId.PARTICIPANT_GUID:
        this.guid = octetsValue(value, GUID_LENGTH);
        return true;
      case ParameterId.METATRAFFIC_UNICAST_LOCATOR:
        addLocatorValue(value, this.#metatrafficUnicastLocators, LIMITS.unicastLocators.value);
        return true;
      case ParameterId.METATRAFFIC_MULTICAST_LOCATOR:
        addLocatorValue(value, this.#metatrafficMulticastLocators, LIMITS.multicastLocators.value);
        return true;
      case ParameterId.DEFAULT_UNICAST_LOCATOR:
        addLocatorValue(value, this.#defaultUnicastLocators, LIMITS.unicastLocators.value);
        return true;
      case ParameterId.DEFAULT_MULTICAST_LOCATOR:
        addLocatorValue(value, this.#defaultMulticastLocators, LIMITS.multicastLocators.value);
        return true;
      case ParameterId.PARTICIPANT_LEASE_DURATION:
        this.#leaseDuration = durationValue(value);
        return true;
      case ParameterId.BUILTIN_ENDPOINT_SET:
        this.#availableBuiltinEndpoints = value.uint32();
        return true;
      case ParameterId.USER_DATA:
        this.#userData = octetSequenceValue(value);
        return true;
      case ParameterId.DOMAIN_ID:
        this.#domainId = value.uint32();
        return true;
      case ParameterId.ENTITY_NAME:
        this.#entityName = stringValue(value, LIMITS.nameBytes.value);
        return true;
      case ParameterId.PROPERTY_LIST:
        this.#readProperties(value);
        return true;
      case ParameterId.EXPECTS_INLINE_QOS:
        this.#expectsInlineQos = value.bool();
        return true;
      case ParameterId.IDENTITY_TOKEN:
        this.#hasIdentityToken = true;
        return true;
      default:
        return false;
    }
  }

  finish(guidPrefix: Uint8Array): ParticipantData {
    return {
      guidPrefix,
      protocolVersion: this.#protocolVersion,
      vendorId: trueVendorId(this.#vendorId, this.#properties),
      domainId: this.#domainId,
      leaseDuration: this.#leaseDuration,
      availableBuiltinEndpoints: this.#availableBuiltinEndpoints,
      metatrafficUnicastLocators: this.#metatrafficUnicastLocators,
      metatrafficMulticastLocators: this.#metatrafficMulticastLocators,
      defaultUnicastLocators: this.#defaultUnicastLocators,
      defaultMulticastLocators: this.#defaultMulticastLocators,
      entityName: this.#entityName,
      userData: this.#userData,
      properties: this.#properties,
      expectsInlineQos: this.#expectsInlineQos,
      ...(this.#hasIdentityToken ? { hasIdentityToken: true } : {}),
    };
  }

  /** Name-value pairs; binary properties (DDS-Security 1.1 §7.2.5) may follow and are of no use here. */
  #readProperties(value: CdrReader): void {
    const longest = LIMITS.propertyBytes.value;
    // Two strings are at least two lengths.
    for (let left = value.sequenceLength(8, LIMITS.propertiesPerParticipant.value); left > 0; left--) {
      this.#properties.set(stringValue(value, longest), stringValue(value, longest));
    }
  }
}
