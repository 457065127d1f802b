import { CdrError, type CdrReader, type ParameterListWriter } from '@rclts/cdr';
import { LIMITS } from '../limits.js';
import { ParameterId } from './parameter-id.js';
import { stringValue } from './parameter-values.js';

/**
 * ContentFilterProperty_t (RTPS 2.5 §9.6.4): what a reader wants to have of a topic, in the words of DDS 1.4 annex B. A writer
 * may filter by it, and need not: the reader looks for itself.
 */
export interface ContentFilter {
  readonly contentFilteredTopicName: string;
  readonly relatedTopicName: string;
  /** `DDSSQL` for the language of the DDS specification. */
  readonly filterClassName: string;
  readonly filterExpression: string;
  /** What `%0`, `%1`, … in the expression stand for. */
  readonly expressionParameters: readonly string[];
}

/** Undefined for one that is malformed or past a limit: who does not know what a reader wants gives it everything. */
export function contentFilterValue(reader: CdrReader): ContentFilter | undefined {
  try {
    const name = LIMITS.nameBytes.value;
    const contentFilteredTopicName = stringValue(reader, name);
    const relatedTopicName = stringValue(reader, name);
    const filterClassName = stringValue(reader, name);
    const filterExpression = stringValue(reader, LIMITS.filterExpressionBytes.value);
    const expressionParameters: string[] = [];
    // A string takes a length and a NUL at least.
    for (let left = reader.sequenceLength(5, LIMITS.filterParameters.value); left > 0; left--)
      expressionParameters.push(stringValue(reader, LIMITS.filterParameterBytes.value));
    return { contentFilteredTopicName, relatedTopicName, filterClassName, filterExpression, expressionParameters };
  } catch (error) {
    if (error instanceof CdrError) return undefined;
    throw error;
  }
}

export function addContentFilter(list: ParameterListWriter, filter: ContentFilter): void {
  list.parameter(ParameterId.CONTENT_FILTER_PROPERTY, (writer) => {
    writer.string(filter.contentFilteredTopicName);
    writer.string(filter.relatedTopicName);
    writer.string(filter.filterClassName);
    writer.string(filter.filterExpression);
    writer.sequenceLength(filter.expressionParameters.length);
    for (const parameter of filter.expressionParameters) writer.string(parameter);
  });
}
