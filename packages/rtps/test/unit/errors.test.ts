import { isRcltsError } from '@rclts/cdr';
import { RtpsError, RtpsErrorCode } from '../../src/errors.js';

it('an RtpsError has a code, a cause and a brand', () => {
  const cause = new Error('EADDRINUSE');
  const error = new RtpsError(RtpsErrorCode.PORT_IN_USE, 'no pair of ports is free', { cause });
  expect(error).toMatchObject({ code: 'ERR_RTPS_PORT_IN_USE', cause, name: 'RtpsError' });
  expect(isRcltsError(error)).toBe(true);
});
