import type { ServiceDefinition } from './definition.js';
import { IdlError, IdlErrorCode } from './errors.js';
import { parseContext, type ParseOptions } from './message-parser.js';
import { parseLines } from './syntax/field-parser.js';
import { splitSections } from './syntax/tokenizer.js';

/** Parses a `.srv`: request, `---`, response. Throws {@link IdlError}. */
export function parseService(text: string, options: ParseOptions): ServiceDefinition {
  const { context, typeName } = parseContext(options, 'srv');
  const [request, response, ...more] = splitSections(text);
  if (request === undefined || response === undefined || more.length > 0) {
    const message = "a service has two parts with one line '---' between them";
    throw new IdlError(IdlErrorCode.SYNTAX, message, { file: context.file, line: 0, column: 0 });
  }
  return {
    kind: 'service',
    typeName,
    request: parseLines(request, `${typeName}_Request`, context),
    response: parseLines(response, `${typeName}_Response`, context),
  };
}
