// Reading definition texts in the type system. Each line costs one step of a tail recursion, of which the compiler allows 1 000.
type Space = ' ' | '\t' | '\r';

type TrimStart<S extends string> = S extends `${Space}${infer Rest}` ? TrimStart<Rest> : S;
type TrimEnd<S extends string> = S extends `${infer Rest}${Space}` ? TrimEnd<Rest> : S;

/** `S` up to the first space or tab. */
type Word<S extends string> = S extends `${infer A} ${string}`
  ? A extends `${infer B}\t${string}`
    ? B
    : A
  : S extends `${infer A}\t${string}`
    ? A
    : S;

/** What `S` has after its first word, trimmed. */
type AfterWord<S extends string> = S extends `${Word<S>}${infer Rest}` ? TrimStart<Rest> : '';

// Types and names come before anything that can hold a `#` that is no comment, so cutting at the first one is enough here.
type WithoutComment<S extends string> = S extends `${infer Code}#${string}` ? Code : S;

/** A line as `['field' | 'constant', name, type]`; never where it holds neither. */
export type Declaration<Line extends string> =
  TrimEnd<TrimStart<WithoutComment<Line>>> extends infer Code extends string
    ? Code extends ''
      ? never
      : AfterWord<Code> extends `${infer Before}=${string}`
        ? Word<Before> extends infer Name extends string
          ? TrimStart<AfterWord<Before>> extends ''
            ? ['constant', Name, Word<Code>]
            : ['field', Name, Word<Code>] // the `=` is inside of a default
          : never
        : ['field', Word<AfterWord<Code>>, Word<Code>]
    : never;

/** The declarations of each section between `---` lines, as a tuple of unions. */
export type Sections<
  Text extends string,
  Done extends unknown[] = [],
  Current = never,
> = Text extends `${infer Line}\n${infer Rest}`
  ? TrimEnd<Line> extends '---'
    ? Sections<Rest, [...Done, Current]>
    : Sections<Rest, Done, Current | Declaration<Line>>
  : TrimEnd<Text> extends '---'
    ? [...Done, Current, never]
    : [...Done, Current | Declaration<Text>];
