import type { CdrReader, CdrWriter } from '@rclts/cdr';
import { checkNumericArray, checkScalar, checkString } from './checks.js';
import { Misfit } from './misfit.js';
import type { FieldPlan } from './plan.js';
import { SCALAR_READERS, SCALAR_WRITERS } from './primitives.js';
import type { FieldCodec } from './program.js';

type Read = (reader: CdrReader) => unknown;
type Write = (writer: CdrWriter, value: never) => void;

/**
 * The codec without generated source: one closure a field. For platforms that forbid code generation, and for types that were
 * learnt from the network, of which nothing is ever compiled.
 */
export function closures(plans: readonly FieldPlan[]): FieldCodec {
  if (plans.length === 0) return { read: (reader) => (reader.skip(1), {}), write: (writer) => writer.uint8(0) };
  const fields = plans.map((plan) => ({ name: plan.name, read: fieldReader(plan), write: fieldWriter(plan) }));
  return {
    read(reader) {
      const value: Record<string, unknown> = {};
      for (const { name, read } of fields) value[name] = read(reader);
      return value;
    },
    write(writer, value: Readonly<Record<string, never>>) {
      for (const { name, write } of fields) write(writer, value[name] as never);
    },
  };
}

/**
 * Reads what was written with every structure appendable, in XCDR2's delimited form (XTypes 1.3 §7.4.3.5.3): the form of
 * programs without ROS, rare enough that nothing is generated for it. Members that the writer's version of the type does not
 * have take their defaults, those that ours does not have are passed over.
 */
export function delimitedReader(plans: readonly FieldPlan[], defaults: () => unknown): Read {
  const fields = plans.map((plan) => ({ name: plan.name, read: fieldReader(plan, true) }));
  return (reader) => {
    const end = reader.enterDelimited();
    const value: Record<string, unknown> = {};
    for (const { name, read } of fields)
      value[name] = reader.offset < end ? read(reader) : (defaults() as Record<string, unknown>)[name];
    reader.leaveDelimited(end);
    return value;
  };
}

/** What a DHEADER takes. */
const DELIMITER_SIZE = 4;

function elementReader(plan: FieldPlan, isDelimited: boolean): Read {
  if (plan.kind === 'primitive') return SCALAR_READERS[plan.primitive.verb];
  if (plan.kind === 'nested') return isDelimited ? plan.program.readDelimited : plan.program.read;
  const { stringBound } = plan;
  return plan.kind === 'string' ? (reader) => reader.string(stringBound) : (reader) => reader.wstring(stringBound);
}

function fieldReader(plan: FieldPlan, isDelimited = false): Read {
  const { field, length, bound } = plan;
  const minElementSize = isDelimited && plan.kind === 'nested' ? DELIMITER_SIZE : plan.minElementSize;
  if (field.container.kind === 'single') return elementReader(plan, isDelimited);
  const isFixed = field.container.kind === 'array';
  const count: (reader: CdrReader) => number = isFixed
    ? () => length
    : (reader) => reader.sequenceLength(minElementSize, bound);
  if (plan.kind === 'primitive') {
    const { arrayVerb } = plan.primitive;
    return (reader) => reader[arrayVerb](count(reader));
  }
  const read = elementReader(plan, isDelimited);
  return (reader) => {
    reader.delimiter();
    const elements = count(reader);
    if (isFixed) reader.expect(elements, minElementSize);
    const values = new Array<unknown>(elements);
    for (let i = 0; i < elements; i++) values[i] = read(reader);
    return values;
  };
}

function elementWriter(plan: FieldPlan): Write {
  if (plan.kind === 'nested') return plan.program.write;
  if (plan.kind === 'primitive') {
    const { primitive } = plan;
    const write = SCALAR_WRITERS[primitive.verb];
    return (writer, value) => write(writer, checkScalar(primitive, value) as never);
  }
  const { stringBound } = plan;
  return plan.kind === 'string'
    ? (writer, value) => writer.string(checkString(value, 0, false), stringBound)
    : (writer, value) => writer.wstring(checkString(value, 0, true), stringBound);
}

function fieldWriter(plan: FieldPlan): Write {
  const { field, length, bound } = plan;
  if (field.container.kind === 'single') return elementWriter(plan);
  const isFixed = field.container.kind === 'array';
  const count = (writer: CdrWriter, values: ArrayLike<unknown>): void => {
    if (!isFixed) writer.sequenceLength(values.length, bound);
    else if (values.length !== length) throw new Misfit(`expected ${length} elements`, true);
  };
  if (plan.kind === 'primitive') {
    const { primitive } = plan;
    return (writer, value) => {
      const values = checkNumericArray(primitive, value);
      count(writer, values);
      writer[primitive.arrayVerb](values as never);
    };
  }
  const write = elementWriter(plan);
  return (writer, values: ArrayLike<never>) => {
    count(writer, values);
    for (let i = 0; i < values.length; i++) write(writer, values[i] as never);
  };
}
