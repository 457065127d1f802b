import { join, PL_CDR_LE, SENTINEL, data, header, parameter, u32 } from './wire.js';

export const SPDP_WRITER = 0x000100c2;
export const SPDP_READER = 0x000100c7;
const BUILTIN_ENDPOINTS = 0xc3f;

export interface AnnouncementFields {
  readonly prefix: Uint8Array;
  readonly locators: readonly Uint8Array[];
  /** Seconds; a day when absent. */
  readonly leaseSeconds?: number;
  readonly more?: readonly Uint8Array[];
}

/** The parameters of a participant that is nobody (RTPS 2.5 §8.5.3.2). */
export function participantParameters({ prefix, locators, leaseSeconds, more }: AnnouncementFields): Uint8Array[] {
  return [
    parameter(0x15, Uint8Array.of(2, 5, 0, 0)),
    parameter(0x16, Uint8Array.of(0, 0, 0, 0)),
    parameter(0x50, join(prefix, Uint8Array.of(0, 0, 1, 0xc1))),
    ...locators.flatMap((one) => [parameter(0x32, one), parameter(0x31, one)]),
    parameter(0x02, join(u32(leaseSeconds ?? 86_400), u32(0))),
    parameter(0x58, u32(BUILTIN_ENDPOINTS)),
    ...(more ?? []),
  ];
}

export function announcement(fields: AnnouncementFields): Uint8Array {
  return announcementOf(fields.prefix, join(PL_CDR_LE, ...participantParameters(fields), SENTINEL));
}

/** Any payload, as the announcement of `prefix`. */
export function announcementOf(prefix: Uint8Array, payload: Uint8Array): Uint8Array {
  return join(header(prefix), data({ readerId: SPDP_READER, writerId: SPDP_WRITER, writerSn: 1, payload }));
}

/** In somebody's name: KEY_HASH and STATUS_INFO, the form that every vendor heeds. */
export function farewell(prefix: Uint8Array): Uint8Array {
  const inlineQos = join(
    parameter(0x70, join(prefix, Uint8Array.of(0, 0, 1, 0xc1))),
    parameter(0x71, Uint8Array.of(0, 0, 0, 3)),
    SENTINEL,
  );
  return join(header(prefix), data({ readerId: SPDP_READER, writerId: SPDP_WRITER, writerSn: 2, inlineQos }));
}
