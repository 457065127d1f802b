import type { ActionType } from '../action-type.js';
import type { MessageType } from '../message-type.js';

type NumberArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;
type BigIntArray = BigInt64Array | BigUint64Array;

type FieldInput<Value> = Value extends bigint
  ? bigint | number
  : Value extends NumberArray
    ? ArrayLike<number>
    : Value extends BigIntArray
      ? ArrayLike<bigint | number>
      : Value extends readonly (infer Element)[]
        ? ArrayLike<FieldInput<Element>>
        : Value extends object
          ? MessageInput<Value>
          : Value;

/**
 * What a caller may give for a message: fields left out take their defaults, any array-like does for an array, a number for a
 * 64-bit integer. `Codec.normalize` makes a complete message of it.
 */
export type MessageInput<Message> = { readonly [Name in keyof Message]?: FieldInput<Message[Name]> | undefined };

/** The message of a message type: `MessageOf<typeof Pose>`. */
export type MessageOf<Type> = Type extends MessageType<infer Message, string, unknown> ? Message : never;
/** The goal of an action type: `GoalOf<typeof Fibonacci>`. */
export type GoalOf<Type> = Type extends ActionType<infer Goal, infer _R, infer _F> ? Goal : never;
/** The result of an action type. */
export type ResultOf<Type> = Type extends ActionType<infer _G, infer Result, infer _F> ? Result : never;
/** The feedback of an action type. */
export type FeedbackOf<Type> = Type extends ActionType<infer _G, infer _R, infer Feedback> ? Feedback : never;
