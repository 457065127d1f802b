import { type CdrReader, ParameterListWriter } from '@rclts/cdr';
import { LIMITS } from '../limits.js';
import { addContentFilter, type ContentFilter, contentFilterValue } from '../parameters/content-filter.js';
import { ParameterId } from '../parameters/parameter-id.js';
import { readParameterListPayload, toPayload } from '../parameters/parameter-list.js';
import {
  addLocators,
  addLocatorValue,
  addOctetSequence,
  octetSequenceValue,
  octetsValue,
  stringValue,
} from '../parameters/parameter-values.js';
import { addQosParameters, QosDraft } from '../parameters/qos-parameters.js';
import { defaultReaderQos, defaultWriterQos } from '../qos/defaults.js';
import type { QosPolicies } from '../qos/policies.js';
import { EntityIds, isReader, isWriter, readEntityId, writeEntityId } from '../types/entity-id.js';
import { GUID_LENGTH, GUID_PREFIX_LENGTH } from '../types/guid.js';
import type { Locator } from '../types/locator.js';

/** DiscoveredReaderData and DiscoveredWriterData with their topic (RTPS 2.5 §8.5.4.4): what SEDP tells of an endpoint. */
export interface EndpointData {
  /** 16 octets. */
  readonly guid: Uint8Array;
  /** 16 octets; Cyclone DDS leaves it to the GUID's prefix. */
  readonly participantGuid?: Uint8Array | undefined;
  readonly topicName: string;
  readonly typeName: string;
  readonly qos: QosPolicies;
  /** Empty: the participant's default locators hold. */
  readonly unicastLocators: readonly Locator[];
  readonly multicastLocators: readonly Locator[];
  readonly userData: Uint8Array;
  readonly expectsInlineQos: boolean;
  /** Of a reader that does not want everything. */
  readonly contentFilter?: ContentFilter | undefined;
}

type EndpointKind = 'reader' | 'writer';

/**
 * The SEDP payload: names, reliability and durability always, other policies where they differ from the kind's default. PARTICIPANT_GUID
 * is for Fast DDS, which finds an endpoint's node by it. Never in it: KEY_HASH (Fast DDS takes a wrong one for the GUID) and
 * EXPECTS_INLINE_QOS (Cyclone DDS refuses a reader with it).
 */
export function encodeEndpointData(data: EndpointData, kind: EndpointKind): Uint8Array {
  const list = new ParameterListWriter();
  list.bytes(ParameterId.ENDPOINT_GUID, data.guid);
  list.bytes(ParameterId.PARTICIPANT_GUID, data.participantGuid ?? participantGuidOf(data.guid));
  list.parameter(ParameterId.TOPIC_NAME, (writer) => writer.string(data.topicName));
  list.parameter(ParameterId.TYPE_NAME, (writer) => writer.string(data.typeName));
  addLocators(list, ParameterId.UNICAST_LOCATOR, data.unicastLocators);
  addLocators(list, ParameterId.MULTICAST_LOCATOR, data.multicastLocators);
  addQosParameters(list, data.qos, defaultQosOf(kind));
  if (data.userData.length > 0) addOctetSequence(list, ParameterId.USER_DATA, data.userData);
  if (data.contentFilter !== undefined) addContentFilter(list, data.contentFilter);
  if (data.qos.dataRepresentation.length > 0) {
    list.parameter(ParameterId.DATA_REPRESENTATION, (writer) => {
      writer.sequenceLength(data.qos.dataRepresentation.length);
      writer.int16Array(data.qos.dataRepresentation);
    });
  }
  return toPayload(list);
}

/**
 * Reads an SEDP payload from the network: undefined when it is malformed, past a limit, without a topic or type name, or when its GUID is
 * not one of a reader (or writer). Parameters that we do not know are skipped; absent ones take the specification's defaults.
 */
export function decodeEndpointData(payload: Uint8Array, kind: EndpointKind): EndpointData | undefined {
  const draft = new EndpointDraft(kind);
  if (!readParameterListPayload(payload, (pid, value) => draft.read(pid, value))) return undefined;
  const { guid, topicName, typeName } = draft;
  if (guid === undefined || topicName === '' || typeName === '') return undefined;
  const entityId = readEntityId(guid, GUID_PREFIX_LENGTH);
  if (!(kind === 'reader' ? isReader(entityId) : isWriter(entityId))) return undefined;
  return draft.finish(guid);
}

/** The endpoint that a dispose with a key payload is about: its GUID's 16 octets. */
export function decodeEndpointKey(payload: Uint8Array): Uint8Array | undefined {
  let guid: Uint8Array | undefined;
  const isSound = readParameterListPayload(payload, (pid, value) => {
    if (pid === ParameterId.ENDPOINT_GUID) guid = octetsValue(value, GUID_LENGTH);
    return true;
  });
  return isSound ? guid : undefined;
}

class EndpointDraft {
  guid: Uint8Array | undefined;
  topicName = '';
  typeName = '';
  readonly #qos: QosDraft;
  #participantGuid: Uint8Array | undefined;
  readonly #unicastLocators: Locator[] = [];
  readonly #multicastLocators: Locator[] = [];
  #userData: Uint8Array = new Uint8Array(0);
  #expectsInlineQos = false;
  #contentFilter: ContentFilter | undefined;

  constructor(kind: EndpointKind) {
    this.#qos = new QosDraft(defaultQosOf(kind));
  }

  read(pid: number, value: CdrReader): boolean {
    switch (pid) {
      case ParameterId.ENDPOINT_GUID:
        this.guid = octetsValue(value, GUID_LENGTH);
        return true;
      case ParameterId.PARTICIPANT_GUID:
        this.#participantGuid = octetsValue(value, GUID_LENGTH);
        return true;
      case ParameterId.TOPIC_NAME:
        this.topicName = stringValue(value, LIMITS.nameBytes.value);
        return true;
      case ParameterId.TYPE_NAME:
        this.typeName = stringValue(value, LIMITS.nameBytes.value);
        return true;
      case ParameterId.UNICAST_LOCATOR:
        addLocatorValue(value, this.#unicastLocators, LIMITS.unicastLocators.value);
        return true;
      case ParameterId.MULTICAST_LOCATOR:
        addLocatorValue(value, this.#multicastLocators, LIMITS.multicastLocators.value);
        return true;
      case ParameterId.USER_DATA:
        this.#userData = octetSequenceValue(value);
        return true;
      case ParameterId.EXPECTS_INLINE_QOS:
        this.#expectsInlineQos = value.bool();
        return true;
      case ParameterId.CONTENT_FILTER_PROPERTY:
        this.#contentFilter = contentFilterValue(value);
        return true;
      default:
        return this.#qos.read(pid, value);
    }
  }

  finish(guid: Uint8Array): EndpointData {
    return {
      guid,
      participantGuid: this.#participantGuid,
      topicName: this.topicName,
      typeName: this.typeName,
      qos: this.#qos.finish(),
      unicastLocators: this.#unicastLocators,
      multicastLocators: this.#multicastLocators,
      userData: this.#userData,
      expectsInlineQos: this.#expectsInlineQos,
      contentFilter: this.#contentFilter,
    };
  }
}

function defaultQosOf(kind: EndpointKind): QosPolicies {
  return kind === 'reader' ? defaultReaderQos : defaultWriterQos;
}

function participantGuidOf(guid: Uint8Array): Uint8Array {
  const participantGuid = new Uint8Array(guid);
  writeEntityId(participantGuid, GUID_PREFIX_LENGTH, EntityIds.PARTICIPANT);
  return participantGuid;
}
