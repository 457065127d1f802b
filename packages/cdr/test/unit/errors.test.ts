import { CdrError, CdrErrorCode, RcltsError, isRcltsError } from '../../src/errors.js';

describe('RcltsError', () => {
  it('carries code, offset and its own name', () => {
    const error = new CdrError(CdrErrorCode.OUT_OF_BOUNDS, '4 octets are needed', 7);
    expect(error).toBeInstanceOf(RcltsError);
    expect(error).toMatchObject({ code: 'ERR_CDR_OUT_OF_BOUNDS', offset: 7, name: 'CdrError' });
    expect(error.message).toBe('4 octets are needed (at byte 7)');
  });

  it('is recognised by its brand, so that a second copy of the package is no stranger', () => {
    expect(isRcltsError(new CdrError(CdrErrorCode.BAD_STRING, 'x', 0))).toBe(true);
    expect(isRcltsError({ [Symbol.for('rclts.error')]: true, code: 'ERR_CDR_BAD_STRING' })).toBe(true);
    expect(isRcltsError(new Error('x'))).toBe(false);
    expect(isRcltsError(undefined)).toBe(false);
  });
});
