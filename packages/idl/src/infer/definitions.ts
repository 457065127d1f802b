import type { ActionType } from '../action-type.js';
import type { MessageType } from '../message-type.js';
import type { DynamicMessage } from '../registry.js';
import type { ServiceType } from '../service-type.js';
import type {
  ConstantsOfDeclarations,
  Dependencies,
  MessageOfDeclarations,
  Missing,
  MissingDependency,
} from './fields.js';
import type { Sections } from './text.js';

type PackageOf<Name extends string> = Name extends `${infer Package}/${string}` ? Package : string;

type Message<D, Name extends string, Deps extends Dependencies> = MessageOfDeclarations<D, PackageOf<Name>, Deps>;

/** The type of `defineMessage(Name, Text, { deps })`. A text that is no literal gives messages of unknown fields. */
export type InferredMessage<Name extends string, Text extends string, Deps extends Dependencies> = string extends Text
  ? MessageType<DynamicMessage, Name>
  : Sections<Text> extends [infer D]
    ? MessageType<Message<D, Name, Deps>, Name, ConstantsOfDeclarations<D>>
    : never;

/** The type of `defineService(Name, Text, { deps })`. */
export type InferredService<Name extends string, Text extends string, Deps extends Dependencies> = string extends Text
  ? ServiceType<DynamicMessage, DynamicMessage, Name>
  : Sections<Text> extends [infer Q, infer R]
    ? ServiceType<
        Message<Q, Name, Deps>,
        Message<R, Name, Deps>,
        Name,
        ConstantsOfDeclarations<Q>,
        ConstantsOfDeclarations<R>
      >
    : never;

/** The type of `defineAction(Name, Text, { deps })`. */
export type InferredAction<Name extends string, Text extends string, Deps extends Dependencies> = string extends Text
  ? ActionType<DynamicMessage, DynamicMessage, DynamicMessage, Name>
  : Sections<Text> extends [infer G, infer R, infer F]
    ? ActionType<
        Message<G, Name, Deps>,
        Message<R, Name, Deps>,
        Message<F, Name, Deps>,
        Name,
        ConstantsOfDeclarations<G>,
        ConstantsOfDeclarations<R>,
        ConstantsOfDeclarations<F>
      >
    : never;

/**
 * What is asked of the text beside being one: nothing, or, where it nests types that are neither standard nor in `deps`,
 * something that no text has and that names them, so that the compiler's message does.
 */
export type Checked<Name extends string, Text extends string, Deps extends Dependencies> = string extends Text
  ? unknown
  : [Missing<Sections<Text>[number], PackageOf<Name>, Deps>] extends [never]
    ? unknown
    : MissingDependency<Missing<Sections<Text>[number], PackageOf<Name>, Deps>>;
