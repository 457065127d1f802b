import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TypeRegistry, generateModules, standardTypes, type LinkedType } from '@rclts/idl';

const root = join(__dirname, '../..');
const definitions = readdirSync(join(root, 'definitions'), { recursive: true })
  .map((path) => String(path).replaceAll('\\', '/'))
  .filter((path) => /\.(msg|srv|action)$/.test(path))
  .map((path) => ({
    typeName: path.replace(/\.\w+$/, ''),
    text: readFileSync(join(root, 'definitions', path), 'utf8'),
  }));
const hashes = JSON.parse(readFileSync(join(root, '../../vectors/idl/hashes.json'), 'utf8')) as Record<string, string>;

const registry = new TypeRegistry({ fallback: undefined });
for (const { typeName, text } of definitions) registry.addText(typeName, text);

function load(typeName: string): LinkedType {
  const name = typeName.slice(typeName.lastIndexOf('/') + 1);
  return jest.requireActual<Record<string, unknown>>(`@rclts/interfaces/${typeName}`)[name] as LinkedType;
}

describe('the generated modules', () => {
  it('are what their definitions give today (npm run generate)', () => {
    const modules = generateModules(definitions);
    const generated = readdirSync(join(root, 'generated'), { recursive: true })
      .map((path) => String(path).replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.ts'));
    expect(generated.sort()).toEqual([...modules.keys()].sort());
    for (const [path, source] of modules) expect(readFileSync(join(root, 'generated', path), 'utf8')).toBe(source);
  });

  it.each(definitions.map(({ typeName }) => typeName))('%s has its name, its hash and codecs that work', (typeName) => {
    const type = load(typeName);
    expect(type.typeName).toBe(typeName);
    expect(type.typeHash).toBe(registry.typeHash(typeName));
    if (!typeName.startsWith('example_interfaces/')) expect(type.typeHash).toBe(hashes[typeName]);
    const messages =
      type.kind === 'message'
        ? [type]
        : type.kind === 'service'
          ? [type.request, type.response]
          : [type.goal, type.result, type.feedback];
    for (const { codec, typeHash, typeName: part } of messages) {
      expect(typeHash).toBe(registry.typeHash(part));
      expect(codec.decode(codec.encode(codec.defaults()))).toEqual(codec.defaults());
    }
  });

  it('agree with what @rclts/idl knows of ROS’s own types', () => {
    for (const { typeName, text } of definitions.filter((definition) => standardTypes().has(definition.typeName))) {
      expect(standardTypes().typeHash(typeName)).toBe(hashes[typeName]);
      // throws where constants or defaults differ, which no hash covers
      expect(() =>
        new TypeRegistry({ fallback: undefined }).add(registryDefinition(typeName)).addText(typeName, text),
      ).not.toThrow();
    }
  });
});

function registryDefinition(typeName: string): ReturnType<TypeRegistry['addText']> {
  return typeName.includes('/srv/')
    ? standardTypes().service(typeName).definition
    : standardTypes().message(typeName).definition;
}
