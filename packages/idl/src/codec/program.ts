import type { CdrReader, CdrWriter } from '@rclts/cdr';
import type { MessageDefinition } from '../definition.js';
import { closures, delimitedReader } from './closures.js';
import { generate, isCodeGenerationAllowed } from './generated.js';
import { checker, defaults } from './normalize.js';
import { minSize, planFields } from './plan.js';

/** Reads and writes the fields of one type, without encapsulation. `write` throws where the value is not complete and exact. */
export interface FieldCodec {
  readonly read: (reader: CdrReader) => unknown;
  readonly write: (writer: CdrWriter, value: never) => void;
}

/** Everything that is compiled for one type. */
export interface MessageProgram extends FieldCodec {
  /** As `read`, of what was written with every structure appendable (XCDR2). */
  readonly readDelimited: (reader: CdrReader) => unknown;
  readonly minSize: number;
  /** A complete, exact copy of a user's value. Throws Misfit. */
  readonly check: (value: unknown) => unknown;
  readonly defaults: () => unknown;
}

/** Compiles a definition whose nested types are compiled. */
export function compile(
  definition: MessageDefinition,
  nested: (typeName: string) => MessageProgram,
  options: { readonly codeGeneration: boolean },
): MessageProgram {
  const plans = planFields(definition, nested);
  const codec =
    options.codeGeneration && isCodeGenerationAllowed() ? generate(definition.typeName, plans) : closures(plans);
  const makeDefaults = defaults(plans);
  let delimited: MessageProgram['readDelimited'] | undefined;
  return {
    ...codec,
    readDelimited: (reader) => (delimited ??= delimitedReader(plans, makeDefaults))(reader),
    minSize: minSize(plans),
    check: checker(definition.typeName, plans),
    defaults: makeDefaults,
  };
}
