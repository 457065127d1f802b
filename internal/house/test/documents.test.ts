import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../../..');

test.each(['spec-index', 'limits', 'catalogue', 'readmes', 'guide'])(
  'what tools/%s.mjs writes is what is committed',
  (tool) => {
    const { status, stderr } = spawnSync(process.execPath, [join(root, 'tools', `${tool}.mjs`), '--check'], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  },
);

test('README.md lists the examples that there are', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, section = ''] = readme.split('## More of actions');
  const cells = Array.from(section.split('\n## ')[0]?.matchAll(/^\| (`[^|]*)\|/gm) ?? [], ([, cell = '']) => cell);
  const listed = cells.flatMap((cell) => cell.match(/[\w-]+/g) ?? []);
  const { stderr } = spawnSync(process.execPath, [join(root, 'tools/example.mjs')], { encoding: 'utf8' });
  const [, names = ''] = stderr.split('NAME is one of');
  expect(listed.sort()).toEqual(names.trim().split(/\s+/).sort());
});

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...['docs', 'docs/adr'].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((file) => file.endsWith('.md'))
      .map((file) => `${folder}/${file}`),
  ),
];

test.each(documents)('%s links to nothing that is not there', (document) => {
  const text = readFileSync(join(root, document), 'utf8');
  const links = Array.from(text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g), ([, link = '']) => link);
  const broken = links.filter((link) => !/^https?:/.test(link) && !existsSync(join(root, dirname(document), link)));
  expect(broken).toEqual([]);
});

test.each(documents)('%s names no file of the sources that is not there', (document) => {
  const text = readFileSync(join(root, document), 'utf8');
  const named = text.match(/\b(?:packages|internal|tools|examples|vectors)\/[\w./-]*\w/g) ?? [];
  expect([...new Set(named)].filter((path) => !path.includes('*') && !existsSync(join(root, path)))).toEqual([]);
});

test.each(documents)('%s names no npm script that is not there', (document) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const text = readFileSync(join(root, document), 'utf8');
  const named = Array.from(text.matchAll(/`npm (?:run )?(start|test|[a-z:]+)/g), ([, name = '']) => name);
  expect(named.filter((name) => !(name in scripts) && name !== 'install' && name !== 'publish')).toEqual([]);
});
