import { splitLines, splitSections, tokenize } from '../../../src/syntax/tokenizer.js';

const parts = (text: string): unknown => {
  const found = tokenize({ line: 1, text });
  return found && [found.type.text, found.name.text, found.isConstant, found.value.text];
};

describe('tokenize', () => {
  it.each([
    ['int32 order', ['int32', 'order', false, '']],
    ['  int32\torder\t5 ', ['int32', 'order', false, '5']],
    ['int32 A=5', ['int32', 'A', true, '5']],
    ['int32 A = 5 # five', ['int32', 'A', true, '5']],
    ['string<=10 name "a = b"', ['string<=10', 'name', false, '"a = b"']],
    ["string[<=3] names ['a=b']", ['string[<=3]', 'names', false, "['a=b']"]],
    ['string NAME=a = b', ['string', 'NAME', true, 'a = b']],
    ['string NAME=', ['string', 'NAME', true, '']],
    ['int32', ['int32', '', false, '']],
    ['int32 =5', ['int32', '', true, '5']],
    ['   # nothing', undefined],
    ['', undefined],
  ])('%s', (line, expected) => {
    expect(parts(line)).toEqual(expected);
  });

  it('counts columns from 1', () => {
    const { type, name, value } = tokenize({ line: 3, text: '  int32  A = 5' })!;
    expect([type.column, name.column, value.column]).toEqual([3, 10, 14]);
  });
});

describe('splitLines and splitSections', () => {
  it('take all line ends', () => {
    expect(splitLines('a\nb\r\nc\rd').map(({ line, text }) => `${line}${text}`)).toEqual(['1a', '2b', '3c', '4d']);
  });

  it('keep line numbers over sections, and allow space after the line', () => {
    const sections = splitSections('a\n---  \nb\r\n---\r\n');
    expect(sections.map((lines) => lines.map(({ line, text }) => `${line}${text}`))).toEqual([['1a'], ['3b'], ['5']]);
    expect(splitSections(' ---\n----')).toHaveLength(1);
  });
});
