/**
 * A message as its user may write it, where `Message` is how it comes out: every field may be missing (it takes the
 * definition's default), and numeric arrays are any array-like, `[0, 1]` as well as an Int32Array.
 */
export type MessageInput<Message> = Message extends NumberArray
  ? ArrayLike<number>
  : Message extends BigInt64Array | BigUint64Array
    ? ArrayLike<bigint>
    : Message extends readonly (infer Element)[]
      ? readonly MessageInput<Element>[]
      : Message extends object
        ? { readonly [Field in keyof Message]?: MessageInput<Message[Field]> | undefined }
        : Message;

type NumberArray =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;
