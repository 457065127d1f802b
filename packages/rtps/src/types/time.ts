import { i32, putU32, u32 } from '../message/bytes.js';

/** Since the Unix epoch; the shape of builtin_interfaces/msg/Time. `sec` is what RTPS 2.5 §9.3.2.1 has: unsigned 32 bits. */
export interface Time {
  readonly sec: number;
  readonly nanosec: number;
}

/** The shape of builtin_interfaces/msg/Duration; never negative here. */
export interface Duration {
  readonly sec: number;
  readonly nanosec: number;
}

export const TIME_LENGTH = 8;
export const DURATION_LENGTH = 8;

/** RTPS 2.5 §9.3.2.3: 0x7fffffff seconds and all ones of fraction. Compare with {@link isInfinite}. */
export const DURATION_INFINITE: Duration = Object.freeze({ sec: 0x7fff_ffff, nanosec: 0xffff_ffff });
export const DURATION_ZERO: Duration = Object.freeze({ sec: 0, nanosec: 0 });

const FRACTION = 0x1_0000_0000;
const NANOSECONDS = 1_000_000_000;
const MAX_NANOSEC = NANOSECONDS - 1;

const { ceil, floor, min, max } = Math;

/** Any duration of 0x7fffffff seconds: implementations differ in the fraction that they write with it. */
export function isInfinite(duration: Duration): boolean {
  return duration.sec >= 0x7fff_ffff;
}

/** Milliseconds, `Infinity` for infinite. */
export function durationToMs(duration: Duration): number {
  return isInfinite(duration) ? Infinity : duration.sec * 1000 + duration.nanosec / 1_000_000;
}

/** From milliseconds; `Infinity` and what does not fit become infinite, negative becomes zero. */
export function msToDuration(ms: number): Duration {
  if (!(ms > 0)) return DURATION_ZERO;
  if (ms >= 0x7fff_ffff * 1000) return DURATION_INFINITE;
  const sec = floor(ms / 1000);
  return { sec, nanosec: min(floor((ms - sec * 1000) * 1_000_000), MAX_NANOSEC) };
}

/** −1, 0 or 1: which of two durations is longer, infinite being the longest and equal to itself. */
export function compareDurations(left: Duration, right: Duration): number {
  if (isInfinite(left) || isInfinite(right)) return Number(isInfinite(left)) - Number(isInfinite(right));
  return Math.sign(left.sec - right.sec || left.nanosec - right.nanosec);
}

/**
 * Nanoseconds to 2^-32 s. Rounding up here and down in {@link fractionToNanosec} gives every nanosecond back; what is not a
 * nanosecond count below a second is clamped.
 */
export function nanosecToFraction(nanosec: number): number {
  return ceil((min(max(nanosec, 0), MAX_NANOSEC) * FRACTION) / NANOSECONDS);
}

export function fractionToNanosec(fraction: number): number {
  return floor((fraction * NANOSECONDS) / FRACTION);
}

/** Time_t. TIME_INVALID (all ones) reads as undefined (RTPS 2.5 §9.3.2.1). */
export function readTime(bytes: Uint8Array, offset: number, littleEndian: boolean): Time | undefined {
  const sec = u32(bytes, offset, littleEndian);
  const fraction = u32(bytes, offset + 4, littleEndian);
  if (sec === 0xffff_ffff && fraction === 0xffff_ffff) return undefined;
  return { sec, nanosec: fractionToNanosec(fraction) };
}

/** Little-endian. */
export function writeTime(bytes: Uint8Array, offset: number, time: Time): void {
  putU32(bytes, offset, time.sec);
  putU32(bytes, offset + 4, nanosecToFraction(time.nanosec));
}

/** Duration_t. Negative ones are clamped to zero; an infinite one is {@link DURATION_INFINITE} itself. */
export function readDuration(bytes: Uint8Array, offset: number, littleEndian: boolean): Duration {
  const sec = i32(bytes, offset, littleEndian);
  if (sec < 0) return DURATION_ZERO;
  if (sec === 0x7fff_ffff) return DURATION_INFINITE;
  return { sec, nanosec: fractionToNanosec(u32(bytes, offset + 4, littleEndian)) };
}

/** Little-endian. */
export function writeDuration(bytes: Uint8Array, offset: number, duration: Duration): void {
  const infinite = isInfinite(duration);
  putU32(bytes, offset, infinite ? 0x7fff_ffff : duration.sec);
  putU32(bytes, offset + 4, infinite ? 0xffff_ffff : nanosecToFraction(duration.nanosec));
}
