import fc from 'fast-check';
import { goalIdBytes, goalIdOf, isZeroGoalId, newGoalId, toGoalId } from '../../src/goal-id.js';

const BYTES = Uint8Array.from({ length: 16 }, (_, i) => i * 17);
const TEXT = '00112233445566778899aabbccddeeff';

describe('a goal id', () => {
  it('is the 16 bytes as lower-case hexadecimal, as `ros2 action send_goal` prints it', () => {
    expect(goalIdOf(BYTES)).toBe(TEXT);
    expect(goalIdBytes(toGoalId(TEXT))).toEqual(BYTES);
  });

  it('keeps ids that are no RFC 9562 UUIDs: a stranger may choose any 16 bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        expect(goalIdBytes(goalIdOf(bytes))).toEqual(bytes);
      }),
    );
  });

  it.each([
    ['32 digits', TEXT],
    ['upper case', TEXT.toUpperCase()],
    ['hyphens', 'f47ac10b-58cc-4372-a567-0e02b2c3d479'],
    ['bytes', BYTES],
    ['a ROS message', { uuid: BYTES }],
    ['a ROS message with a plain array', { uuid: [...BYTES] }],
  ])('is read from %s', (_form, like) => {
    expect(toGoalId(like)).toBe(typeof like === 'string' ? like.toLowerCase().replaceAll('-', '') : TEXT);
  });

  it.each([
    ['a short text', 'abc'],
    ['digits that are none', 'z'.repeat(32)],
    ['15 bytes', BYTES.subarray(1)],
    ['numbers that are no bytes', { uuid: Array.from({ length: 16 }, () => 256) }],
    ['a number', 7],
    ['nothing', null],
    ['zero, which means every goal', '0'.repeat(32)],
    ['zero bytes', new Uint8Array(16)],
  ])('is not read from %s', (_form, like) => {
    expect(() => toGoalId(like as string)).toThrow(TypeError);
  });

  it('is random where it is made: version 4, variant 1, the rest as the random bytes say', () => {
    expect(newGoalId(new Uint8Array(16))).toBe('00000000000040008000000000000000');
    expect(newGoalId(new Uint8Array(16).fill(255))).toBe('ffffffffffff4fffbfffffffffffffff');
  });

  it('does not change the random bytes it is given', () => {
    const random = new Uint8Array(16);
    newGoalId(random);
    expect(random).toEqual(new Uint8Array(16));
  });

  it('knows zero', () => {
    expect(isZeroGoalId(goalIdOf(new Uint8Array(16)))).toBe(true);
    expect(isZeroGoalId(goalIdOf(BYTES))).toBe(false);
  });
});
