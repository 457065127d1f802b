import {
  helpOf,
  parseArguments,
  parseSeconds,
  parseWholeNumber,
  usageOf,
  type Command,
} from '../../src/command-line.js';

const command: Command = {
  words: 'rclts thing do',
  summary: 'Do a thing',
  positionals: [
    { name: 'what', help: 'What to do' },
    { name: 'how', otherwise: '{}', help: 'How to do it' },
  ],
  options: [
    { name: 'fast', short: 'f', help: 'Do it fast' },
    { name: 'path', short: 'p', value: 'DIR', multiple: true, help: 'Where to look' },
    { name: 'a-very-long-option', value: 'VALUE', help: 'Its help begins on the next line' },
  ],
  run: () => Promise.resolve(0),
};

function parse(...words: string[]): unknown {
  const given = parseArguments(command, words);
  if (given === undefined) return 'help';
  const names = ['what', 'how', 'fast', 'path', 'a-very-long-option'];
  return Object.fromEntries(names.filter((name) => given.has(name)).map((name) => [name, given.all(name)]));
}

describe('words are sorted into arguments', () => {
  test('positionals in order, a missing optional one by its default', () => {
    expect(parse('jump')).toEqual({ what: ['jump'], how: ['{}'] });
    expect(parse('jump', '{high: true}')).toEqual({ what: ['jump'], how: ['{high: true}'] });
  });

  test('options before, between and after them, short and long, with their values', () => {
    expect(parse('-f', 'jump', '--path', '/a', 'x', '-p/b', '--a-very-long-option=1')).toEqual({
      what: ['jump'],
      how: ['x'],
      fast: [''],
      path: ['/a', '/b'],
      'a-very-long-option': ['1'],
    });
  });

  test('after -- everything is positional', () => {
    expect(parse('--', '-f')).toEqual({ what: ['-f'], how: ['{}'] });
  });

  test('a request for help wins over what is missing', () => {
    expect(parse('-h')).toBe('help');
    expect(parse('jump', '--help')).toBe('help');
  });

  test.each([
    [[], 'the following arguments are required: what'],
    [['a', 'b', 'c', 'd'], 'unrecognized arguments: c d'],
    [['a', '--path'], /path <value>' argument missing/],
    [['a', '--slow'], /Unknown option '--slow'/],
    [['a', '--fast=1'], /does not take an argument/],
  ])('%j is refused', (words, message) => {
    expect(() => parseArguments(command, words)).toThrow(message);
  });

  test('numbers are checked', () => {
    const option = { name: 'timeout', short: 't', value: 'N', help: '' };
    expect(parseWholeNumber(option, '12')).toBe(12);
    expect(parseSeconds(option, '.5')).toBe(0.5);
    expect(() => parseWholeNumber(option, '1.5')).toThrow(
      'argument -t N, --timeout N: value must be non-negative integer',
    );
    expect(() => parseSeconds(option, '-1')).toThrow("argument -t N, --timeout N: invalid float value: '-1'");
  });
});

test('the usage and the help read as argparse writes them', () => {
  expect(usageOf(command)).toBe('usage: rclts thing do [-h] [-f] [-p DIR] [--a-very-long-option VALUE] what [how]\n');
  expect(helpOf(command)).toBe(`usage: rclts thing do [-h] [-f] [-p DIR] [--a-very-long-option VALUE] what [how]

Do a thing

positional arguments:
  what                  What to do
  how                   How to do it

options:
  -h, --help            show this help message and exit
  -f, --fast            Do it fast
  -p DIR, --path DIR    Where to look
  --a-very-long-option VALUE
                        Its help begins on the next line
`);
});
