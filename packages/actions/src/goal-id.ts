/*
 * A goal's id is 16 bytes on the wire (unique_identifier_msgs/msg/UUID) and, here, a string of 32 lower-case hexadecimal
 * digits: that compares with ===, keys a Map, survives JSON, and is what `ros2 action send_goal` prints.
 */
import { v4 } from 'uuid';

declare const goalId: unique symbol;

/** 32 lower-case hexadecimal digits. */
export type GoalId = string & { readonly [goalId]: true };

/** A goal's id as a user may write it: hexadecimal with or without hyphens, 16 bytes, or the ROS message. */
export type GoalIdLike = string | Uint8Array | { readonly uuid: ArrayLike<number> };

const BYTES = 16;
const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A fresh random id (UUID version 4, as rclpy and rclcpp make them) from 16 random bytes. */
export function newGoalId(randomBytes: Uint8Array): GoalId {
  return goalIdOf(v4({ random: randomBytes.slice() }, new Uint8Array(BYTES)));
}

/** The id of 16 bytes as they came; no version or variant is asked of a stranger's id. */
export function goalIdOf(bytes: ArrayLike<number>): GoalId {
  let text = '';
  for (let i = 0; i < BYTES; i++) text += HEX[bytes[i] ?? 0] ?? '00';
  return text as GoalId;
}

/** The 16 bytes of an id. */
export function goalIdBytes(id: GoalId): Uint8Array {
  const bytes = new Uint8Array(BYTES);
  for (let i = 0; i < BYTES; i++) bytes[i] = Number.parseInt(id.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/**
 * The id that a user means.
 *
 * @throws TypeError for what is no 16 bytes in any of the accepted forms, or is all zero (zero means "every goal" on the wire)
 */
export function toGoalId(like: GoalIdLike): GoalId {
  const id = read(like);
  if (id === undefined) {
    throw new TypeError('A goal id is 32 hexadecimal digits (hyphens allowed), 16 bytes, or { uuid: 16 bytes }');
  }
  if (isZeroGoalId(id)) throw new TypeError('A goal id must not be zero: on the wire, zero means every goal');
  return id;
}

/** All zero: in a cancel request, no particular goal. */
export function isZeroGoalId(id: GoalId): boolean {
  return id === ZERO;
}

const ZERO = '0'.repeat(2 * BYTES) as GoalId;

function read(like: GoalIdLike): GoalId | undefined {
  if (typeof like === 'string') {
    // With hyphens as rclcpp prints them, whose ids have no version or variant.
    const isId = /^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(like);
    return isId ? (like.replaceAll('-', '').toLowerCase() as GoalId) : undefined;
  }
  if (typeof like !== 'object' || like === null) return undefined;
  const bytes = 'uuid' in like ? like.uuid : like;
  if (bytes?.length !== BYTES) return undefined;
  for (let i = 0; i < BYTES; i++) {
    const byte = bytes[i];
    if (byte === undefined || !Number.isInteger(byte) || byte < 0 || byte > 255) return undefined;
  }
  return goalIdOf(bytes);
}
