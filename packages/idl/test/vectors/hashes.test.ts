import { describeType, type IndividualTypeDescription } from '../../src/index.js';
import { allTypes, readVectors } from '../support/definitions.js';

interface Description {
  readonly type_description: IndividualTypeDescription;
  readonly referenced: readonly string[];
}

const registry = allTypes();
const hashes = Object.entries(readVectors<Record<string, string>>('idl/hashes.json'));
const { types } = readVectors<{ types: Record<string, Description> }>('idl/types.json');

describe('type hashes of ROS 2 Jazzy and Kilted (REP 2016)', () => {
  it('has all 311 of them', () => {
    expect(hashes).toHaveLength(311);
  });

  it.each(hashes)('%s', (typeName, hash) => {
    expect(registry.typeHash(typeName)).toBe(hash);
  });
});

describe('type descriptions that ROS 2 Kilted ships (REP 2011)', () => {
  it.each(Object.entries(types))('%s', (typeName, { type_description, referenced }) => {
    const described = describeType(linked(typeName));
    expect(described.type_description).toEqual(type_description);
    expect(described.referenced_type_descriptions.map(({ type_name }) => type_name)).toEqual(referenced);
  });
});

function linked(typeName: string): Parameters<typeof describeType>[0] {
  const attempts = [() => registry.message(typeName), () => registry.service(typeName), () => registry.action(typeName)];
  for (const attempt of attempts) {
    try {
      return attempt() as Parameters<typeof describeType>[0];
    } catch {
      // not of that kind
    }
  }
  throw new Error(`nobody knows ${typeName}`);
}
