import type { FieldDefinition, MessageDefinition } from '../definition.js';
import type { MessageProgram } from './program.js';
import { PRIMITIVES, type Primitive } from './primitives.js';

/** What a field is for a codec, worked out once. */
export type FieldPlan = {
  readonly name: string;
  readonly field: FieldDefinition;
  /** Elements of a fixed array; 1 for a single value, 0 for a sequence. */
  readonly length: number;
  /** Largest element count of a sequence; Infinity: none. */
  readonly bound: number;
  /** Octets that one element takes at least. */
  readonly minElementSize: number;
} & (
  | { readonly kind: 'primitive'; readonly primitive: Primitive }
  | { readonly kind: 'string' | 'wstring'; readonly stringBound: number }
  | { readonly kind: 'nested'; readonly program: MessageProgram }
);

/** The octets of a count, and so the least that a string or a sequence takes. */
const COUNT_SIZE = 4;

export function planFields(definition: MessageDefinition, nested: (typeName: string) => MessageProgram): FieldPlan[] {
  return definition.fields.map((field): FieldPlan => {
    const { name, element, container } = field;
    const length = container.kind === 'array' ? container.length : container.kind === 'single' ? 1 : 0;
    const bound = container.kind === 'sequence' && container.bound > 0 ? container.bound : Infinity;
    const common = { name, field, length, bound };
    if (element.kind === 'primitive') {
      const primitive = PRIMITIVES[element.name];
      return { ...common, kind: 'primitive', primitive, minElementSize: primitive.size };
    }
    if (element.kind === 'nested') {
      const program = nested(element.typeName);
      return { ...common, kind: 'nested', program, minElementSize: program.minSize };
    }
    return { ...common, kind: element.kind, stringBound: element.bound || Infinity, minElementSize: COUNT_SIZE };
  });
}

/**
 * Octets that a message takes at least, without padding: what a count of messages is checked against before it is believed.
 * An empty message has one (rosidl's structure_needs_at_least_one_member).
 */
export function minSize(plans: readonly FieldPlan[]): number {
  const sizes = plans.map(({ field, length, minElementSize }) =>
    field.container.kind === 'sequence' ? COUNT_SIZE : length * minElementSize,
  );
  return Math.max(
    1,
    sizes.reduce((sum, size) => sum + size, 0),
  );
}
