import type { ActionDefinition } from './definition.js';
import { IdlError, IdlErrorCode } from './errors.js';
import { parseContext, type ParseOptions } from './message-parser.js';
import { parseLines } from './syntax/field-parser.js';
import { splitSections } from './syntax/tokenizer.js';

/** Parses a `.action`: goal, `---`, result, `---`, feedback. Throws {@link IdlError}. */
export function parseAction(text: string, options: ParseOptions): ActionDefinition {
  const { context, typeName } = parseContext(options, 'action');
  const [goal, result, feedback, ...more] = splitSections(text);
  if (goal === undefined || result === undefined || feedback === undefined || more.length > 0) {
    const message = "an action has three parts with a line '---' between each two";
    throw new IdlError(IdlErrorCode.SYNTAX, message, { file: context.file, line: 0, column: 0 });
  }
  return {
    kind: 'action',
    typeName,
    goal: parseLines(goal, `${typeName}_Goal`, context),
    result: parseLines(result, `${typeName}_Result`, context),
    feedback: parseLines(feedback, `${typeName}_Feedback`, context),
  };
}
