import type { FieldDefinition } from '../definition.js';
import { checkArray, checkNumericArray, checkScalar, checkString } from './checks.js';
import { Misfit, rethrowUnder, show } from './misfit.js';
import type { FieldPlan } from './plan.js';

type Check = (value: unknown) => unknown;

/** Makes complete, exact copies of users' values: see {@link Codec.normalize}. */
export function checker(typeName: string, plans: readonly FieldPlan[]): Check {
  const names = new Set(plans.map(({ name }) => name));
  const fields = plans.map((plan) => ({ name: plan.name, check: fieldCheck(plan), initial: initialValue(plan) }));
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
      throw new Misfit(`expected an object with the fields of ${typeName}, got ${show(value)}`);
    }
    for (const name of Object.keys(value)) {
      if (!names.has(name)) throw new Misfit(`${typeName} has no such field (it has ${list(names)})`).under(`.${name}`);
    }
    const complete: Record<string, unknown> = {};
    for (const { name, check, initial } of fields) {
      const given = (value as Record<string, unknown>)[name];
      // A field may be called `constructor`: what every object inherits is not what the user gave.
      if (given === undefined || given === (Object.prototype as unknown as Record<string, unknown>)[name]) {
        complete[name] = initial();
        continue;
      }
      try {
        complete[name] = check(given);
      } catch (error) {
        rethrowUnder(error, `.${name}`);
      }
    }
    return complete;
  };
}

/** Makes the value that a message has before anybody sets a field. */
export function defaults(plans: readonly FieldPlan[]): () => unknown {
  const fields = plans.map((plan) => ({ name: plan.name, initial: initialValue(plan) }));
  return () => {
    const value: Record<string, unknown> = {};
    for (const { name, initial } of fields) value[name] = initial();
    return value;
  };
}

function list(names: ReadonlySet<string>): string {
  return names.size === 0 ? 'none' : [...names].join(', ');
}

function fieldCheck(plan: FieldPlan): Check {
  const element = elementCheck(plan);
  const { field, length, bound } = plan;
  if (field.container.kind === 'single') return element;
  const isFixed = field.container.kind === 'array';
  const expected =
    plan.kind === 'primitive' ? plan.primitive.expected : plan.kind === 'nested' ? 'an object' : 'a string';
  const elements: (value: unknown) => ArrayLike<unknown> =
    plan.kind === 'primitive'
      ? (value) => checkNumericArray(plan.primitive, value)
      : (value) => checkArray(value, expected, element);
  return (value) => {
    const values = elements(value);
    if (isFixed && values.length !== length)
      throw new Misfit(`expected ${length} elements, got ${values.length}`, true);
    if (values.length > bound) throw new Misfit(`expected at most ${bound} elements, got ${values.length}`, true);
    return values;
  };
}

function elementCheck(plan: FieldPlan): Check {
  if (plan.kind === 'primitive') return (value) => checkScalar(plan.primitive, value);
  if (plan.kind === 'nested') return plan.program.check;
  const bound = plan.stringBound === Infinity ? 0 : plan.stringBound;
  return (value) => checkString(value, bound, plan.kind === 'wstring');
}

/** Makes the initial value of a field, anew each time where it can be changed. */
function initialValue(plan: FieldPlan): () => unknown {
  const { field, length } = plan;
  if (field.container.kind === 'single') return elementInitial(plan, field.defaultValue);
  const given = field.defaultValue as readonly unknown[] | undefined;
  if (plan.kind === 'primitive') {
    const { typedArray, zero } = plan.primitive;
    const values = given ?? new Array<unknown>(length).fill(zero);
    if (typedArray === undefined) return () => [...values];
    return () => {
      const array = new typedArray(values.length);
      if (given !== undefined) array.set(given as never);
      return array;
    };
  }
  const initials =
    given?.map((value) => elementInitial(plan, value)) ?? new Array(length).fill(elementInitial(plan, undefined));
  return () => initials.map((initial) => initial() as unknown);
}

function elementInitial(plan: FieldPlan, given: FieldDefinition['defaultValue'] | unknown): () => unknown {
  if (plan.kind === 'nested') return plan.program.defaults;
  const value = given ?? (plan.kind === 'primitive' ? plan.primitive.zero : '');
  return () => value;
}
