import type { CdrReader, CdrWriter } from '@rclts/cdr';
import { isFieldName, isTypeName } from '../names.js';
import { checkNumericArray } from './checks.js';
import { Misfit } from './misfit.js';
import type { FieldPlan } from './plan.js';
import type { ScalarVerb } from './primitives.js';
import type { FieldCodec } from './program.js';

let allowed: boolean | undefined;

/** Whether this platform lets a string become a function (a content security policy or a Node flag may forbid it). */
export function isCodeGenerationAllowed(): boolean {
  if (allowed === undefined) {
    try {
      allowed = new Function('return true')() === true;
    } catch {
      allowed = false;
    }
  }
  return allowed;
}

/**
 * The codec as source made for the type: straight calls of the cursors' verbs, no look-ups. Only numbers and names that match
 * ROS's grammar enter the source; everything else arrives as arguments.
 */
export function generate(typeName: string, plans: readonly FieldPlan[]): FieldCodec {
  for (const name of plans.map((plan) => plan.name)) {
    if (!isFieldName(name)) throw new Error(`'${name}' is no field name`);
  }
  if (!isTypeName(typeName)) throw new Error(`'${typeName}' is no type name`);
  const reading = plans.map((plan, i) => readField(plan, i)).join('\n');
  const fields = plans.map(({ name }, i) => `"${name}": f${i}`).join(', ');
  const writing = plans.map((plan, i) => writeField(plan, i)).join('\n');
  const source = `'use strict';
const { fail, arrays, nested } = context;
${plans.map((plan, i) => (plan.kind === 'nested' ? `const read${i} = nested[${i}].read, write${i} = nested[${i}].write;` : '')).join('\n')}
${plans.map((plan, i) => (isNumericArray(plan) ? `const array${i} = arrays[${i}];` : '')).join('\n')}
return {
read(r) {
${plans.length === 0 ? 'r.skip(1);' : reading}
return { ${fields} };
},
write(w, v) {
${plans.length === 0 ? 'w.uint8(0);' : `let f;\n${writing}`}
},
};
//# sourceURL=rclts:///${typeName}`;
  const context = {
    fail: (): never => {
      throw new Misfit('not exact');
    },
    arrays: plans.map((plan) =>
      plan.kind === 'primitive' ? (value: unknown) => checkNumericArray(plan.primitive, value) : undefined,
    ),
    nested: plans.map((plan) => (plan.kind === 'nested' ? plan.program : undefined)),
  };
  return new Function('context', source)(context) as {
    read(reader: CdrReader): unknown;
    write(writer: CdrWriter, value: never): void;
  };
}

function isNumericArray(plan: FieldPlan): boolean {
  return plan.kind === 'primitive' && plan.field.container.kind !== 'single';
}

const STRING_VERBS = { string: 'string', wstring: 'wstring' } as const;

/** A number as source: a definition made by hand may hold anything where a number should be. */
function literal(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Error(`${String(value)} is no size`);
  return String(value);
}

const argument = (bound: number): string => (bound === Infinity ? '' : `, ${literal(bound)}`);

function readElement(plan: FieldPlan, i: number): string {
  if (plan.kind === 'nested') return `read${i}(r)`;
  if (plan.kind === 'primitive') return `r.${plan.primitive.verb}()`;
  return `r.${STRING_VERBS[plan.kind]}(${plan.stringBound === Infinity ? '' : literal(plan.stringBound)})`;
}

function readField(plan: FieldPlan, i: number): string {
  const { field, length, bound, minElementSize } = plan;
  if (field.container.kind === 'single') return `const f${i} = ${readElement(plan, i)};`;
  const isFixed = field.container.kind === 'array';
  const count = isFixed ? literal(length) : `r.sequenceLength(${literal(minElementSize)}${argument(bound)})`;
  if (plan.kind === 'primitive') return `const f${i} = r.${plan.primitive.arrayVerb}(${count});`;
  return `r.delimiter();
const c${i} = ${count};
${isFixed ? `r.expect(${literal(length)}, ${literal(minElementSize)});` : ''}
const f${i} = new Array(c${i});
for (let i = 0; i < c${i}; i++) f${i}[i] = ${readElement(plan, i)};`;
}

/** JavaScript that is true where `value` is no exact value of the type. */
const MISFITS: Readonly<Record<ScalarVerb, (value: string) => string>> = {
  bool: (value) => `typeof ${value} !== 'boolean'`,
  uint8: (value) => `${value} !== (${value} & 255)`,
  int8: (value) => `${value} !== ((${value} << 24) >> 24)`,
  uint16: (value) => `${value} !== (${value} & 65535)`,
  int16: (value) => `${value} !== ((${value} << 16) >> 16)`,
  uint32: (value) => `${value} !== (${value} >>> 0)`,
  int32: (value) => `${value} !== (${value} | 0)`,
  uint64: (value) => `typeof ${value} !== 'bigint' || BigInt.asUintN(64, ${value}) !== ${value}`,
  int64: (value) => `typeof ${value} !== 'bigint' || BigInt.asIntN(64, ${value}) !== ${value}`,
  float32: (value) => `typeof ${value} !== 'number'`,
  float64: (value) => `typeof ${value} !== 'number'`,
};

function writeElement(plan: FieldPlan, i: number, value: string): string {
  if (plan.kind === 'nested') return `write${i}(w, ${value});`;
  if (plan.kind === 'primitive') {
    const { verb } = plan.primitive;
    return `if (${MISFITS[verb](value)}) fail(); w.${verb}(${value});`;
  }
  return `if (typeof ${value} !== 'string') fail(); w.${STRING_VERBS[plan.kind]}(${value}${argument(plan.stringBound)});`;
}

function writeField(plan: FieldPlan, i: number): string {
  const { name, field, length, bound } = plan;
  const get = `f = v["${name}"];`;
  if (field.container.kind === 'single') return `${get} ${writeElement(plan, i, 'f')}`;
  const count =
    field.container.kind === 'array'
      ? `if (f.length !== ${literal(length)}) fail();`
      : `w.sequenceLength(f.length${argument(bound)});`;
  if (plan.kind === 'primitive') return `f = array${i}(v["${name}"]); ${count} w.${plan.primitive.arrayVerb}(f);`;
  return `${get} ${count}
for (let i = 0, a = f; i < a.length; i++) { const e = a[i]; ${writeElement(plan, i, 'e')} }`;
}
