import { ParameterListWriter, walkParameterList } from '@rclts/cdr';
import { LIMITS } from '../limits.js';
import { u8 } from '../message/bytes.js';
import { Verdict } from '../message/verdict.js';
import { GUID_LENGTH } from '../types/guid.js';
import {
  readSequenceNumber,
  SEQUENCE_NUMBER_INVALID,
  type SequenceNumber,
  writeSequenceNumber,
} from '../types/sequence-number.js';
import { isMustUnderstand, ParameterId } from './parameter-id.js';

/** SampleIdentity (DDS-RPC 1.0 §7.5.1.1.1): which request a reply answers. */
export interface SampleIdentity {
  /** The 16 octets of a writer's or, from Fast DDS' clients, of a reply reader's GUID. */
  readonly guid: Uint8Array;
  /** −1: SEQUENCE_NUMBER_UNKNOWN, as in every request of Fast DDS. */
  readonly sequenceNumber: SequenceNumber;
}

/** What we understand of a sample's inline QoS: a plain object with its own octets, that may be kept. */
export interface InlineQos {
  readonly relatedSampleIdentity?: SampleIdentity | undefined;
  /** 16 octets. */
  readonly keyHash?: Uint8Array | undefined;
  /** Flags of `StatusInfo`. */
  readonly statusInfo: number;
}

/** What {@link decodeInlineQos} answers: scratch, valid until its next call. */
export interface DecodedInlineQos {
  verdict: Verdict;
  inlineQos: InlineQos | undefined;
  /** The offset after the sentinel, when the verdict is OK. */
  next: number;
}

const SAMPLE_IDENTITY_LENGTH = 24;
const KEY_HASH_LENGTH = 16;
const STATUS_INFO_LENGTH = 4;

/** Where the walk notes what it meets; octets are copied only for a list that turns out to be sound. */
class Collector {
  readonly result: DecodedInlineQos = { verdict: Verdict.OK, inlineQos: undefined, next: 0 };
  #parameters = 0;
  #verdict: Verdict = Verdict.OK;
  #identityOffset = -1;
  #legacyIdentityOffset = -1;
  #keyHashOffset = -1;
  #statusInfoOffset = -1;

  decode(bytes: Uint8Array, offset: number, end: number, littleEndian: boolean): DecodedInlineQos {
    this.#parameters = 0;
    this.#verdict = Verdict.OK;
    this.#identityOffset = this.#legacyIdentityOffset = this.#keyHashOffset = this.#statusInfoOffset = -1;
    const { result } = this;
    result.inlineQos = undefined;
    result.next = walkParameterList(bytes, offset, end, littleEndian, this.#visit);
    result.verdict = result.next === -1 ? Verdict.MALFORMED : this.#verdict;
    if (result.verdict !== Verdict.OK) return result;

    const identityOffset = this.#identityOffset === -1 ? this.#legacyIdentityOffset : this.#identityOffset;
    let relatedSampleIdentity: SampleIdentity | undefined;
    if (identityOffset !== -1) {
      const sequenceNumber = readSequenceNumber(bytes, identityOffset + GUID_LENGTH, littleEndian);
      if (sequenceNumber === SEQUENCE_NUMBER_INVALID) {
        result.verdict = Verdict.MALFORMED;
        return result;
      }
      relatedSampleIdentity = { guid: copy(bytes, identityOffset, GUID_LENGTH), sequenceNumber };
    }
    result.inlineQos = {
      relatedSampleIdentity,
      keyHash: this.#keyHashOffset === -1 ? undefined : copy(bytes, this.#keyHashOffset, KEY_HASH_LENGTH),
      // Four octets whatever the endianness, the flags in the last (RTPS 2.5 §9.6.4.9).
      statusInfo: this.#statusInfoOffset === -1 ? 0 : u8(bytes, this.#statusInfoOffset + 3),
    };
    return result;
  }

  /** A parameter too short for its type is malformed; more octets than the type has are a later version's. */
  readonly #visit = (pid: number, offset: number, length: number): void => {
    if (++this.#parameters > LIMITS.parametersPerList.value) this.#verdict = Verdict.MALFORMED;
    switch (pid) {
      case ParameterId.RELATED_SAMPLE_IDENTITY:
        this.#identityOffset = this.#need(length, SAMPLE_IDENTITY_LENGTH, offset);
        break;
      case ParameterId.LEGACY_RELATED_SAMPLE_IDENTITY:
        // A vendor's own id: another vendor may mean something else by it, of another length.
        if (length >= SAMPLE_IDENTITY_LENGTH) this.#legacyIdentityOffset = offset;
        break;
      case ParameterId.KEY_HASH:
        this.#keyHashOffset = this.#need(length, KEY_HASH_LENGTH, offset);
        break;
      case ParameterId.STATUS_INFO:
        this.#statusInfoOffset = this.#need(length, STATUS_INFO_LENGTH, offset);
        break;
      default:
        if (isMustUnderstand(pid) && this.#verdict === Verdict.OK) this.#verdict = Verdict.NOT_UNDERSTOOD;
    }
  };

  #need(length: number, least: number, offset: number): number {
    if (length < least) this.#verdict = Verdict.MALFORMED;
    return offset;
  }
}

const collector = new Collector();

/**
 * Reads the parameter list in `bytes[offset, end)`: what DATA and DATA_FRAG carry between their header and the payload
 * (RTPS 2.5 §9.4.2.11, §8.7).
 */
export function decodeInlineQos(
  bytes: Uint8Array,
  offset: number,
  end: number,
  littleEndian: boolean,
): DecodedInlineQos {
  return collector.decode(bytes, offset, end, littleEndian);
}

/** What {@link encodeInlineQos} writes; an absent field is left out, and so is a status of 0. */
export interface InlineQosFields {
  readonly relatedSampleIdentity?: SampleIdentity | undefined;
  /** The identity is not repeated under its older id. */
  readonly standardIdentityOnly?: boolean | undefined;
  readonly keyHash?: Uint8Array | undefined;
  readonly statusInfo?: number | undefined;
}

/**
 * A little-endian parameter list with its sentinel. A related sample identity goes out under both of its ids, the standard one first:
 * Fast DDS from 2.14 on takes the old one from few vendors, and 2.6 knows no other.
 */
export function encodeInlineQos(fields: InlineQosFields): Uint8Array {
  const { relatedSampleIdentity, keyHash, statusInfo } = fields;
  const list = new ParameterListWriter();
  if (relatedSampleIdentity !== undefined) {
    const value = new Uint8Array(SAMPLE_IDENTITY_LENGTH);
    value.set(relatedSampleIdentity.guid.subarray(0, GUID_LENGTH));
    writeSequenceNumber(value, GUID_LENGTH, relatedSampleIdentity.sequenceNumber);
    list.bytes(ParameterId.RELATED_SAMPLE_IDENTITY, value);
    if (fields.standardIdentityOnly !== true) list.bytes(ParameterId.LEGACY_RELATED_SAMPLE_IDENTITY, value);
  }
  if (keyHash !== undefined) list.bytes(ParameterId.KEY_HASH, keyHash);
  if (statusInfo !== undefined && statusInfo !== 0) {
    list.bytes(ParameterId.STATUS_INFO, Uint8Array.of(0, 0, 0, statusInfo));
  }
  return list.finish();
}

/** slice() of a Buffer is a view of it: this is a copy of any Uint8Array. */
function copy(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  return new Uint8Array(bytes.subarray(offset, offset + length));
}
