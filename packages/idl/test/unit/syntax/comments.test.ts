import { stripComment } from '../../../src/syntax/comments.js';

describe('stripComment', () => {
  it.each([
    ['int32 order # how many', 'int32 order '],
    ['# all of it', ''],
    ['int32 order', 'int32 order'],
    ['string name "a # b" # c', 'string name "a # b" '],
    ["string name 'a # b'", "string name 'a # b'"],
    ['string NAME="a#b"', 'string NAME="a#b"'],
    ['string name "a \\" # b" # c', 'string name "a \\" # b" '],
    ['string[] names ["#1", \'#2\'] # three', 'string[] names ["#1", \'#2\'] '],
  ])('%s', (line, code) => {
    expect(stripComment(line)).toBe(code);
  });

  it('takes no apostrophe inside of a comment or a word for a quote', () => {
    expect(stripComment("int32 x # the robot's x, not the map's")).toBe('int32 x ');
    expect(stripComment("string S=don't # isn't")).toBe("string S=don't ");
    expect(stripComment('string S="open # comment')).toBe('string S="open ');
  });
});
