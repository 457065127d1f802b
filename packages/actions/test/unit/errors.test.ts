import { isRcltsError } from '@rclts/cdr';
import { ActionError, ActionErrorCode, IllegalTransitionError, ServerLostError } from '../../src/errors.js';
import { GoalEvent } from '../../src/goal-state-machine.js';
import { GoalStatus } from '../../src/goal-status.js';

const ID = '00112233445566778899aabbccddeeff';

describe('the errors of an action', () => {
  it('carry a code, a name and their cause, and are known across copies of the package', () => {
    const cause = new Error('why');
    const error = new ActionError(ActionErrorCode.CLOSED, 'closed', { cause });
    expect(error).toMatchObject({ code: 'ERR_ACTION_CLOSED', name: 'ActionError', message: 'closed', cause });
    expect(isRcltsError(error)).toBe(true);
  });

  it('say which server was lost to which goal', () => {
    const error = new ServerLostError('/fibonacci', ID);
    expect(error).toBeInstanceOf(ActionError);
    expect(error).toMatchObject({ code: 'ERR_ACTION_SERVER_LOST', name: 'ServerLostError', goalId: ID });
    expect(error.message).toContain('/fibonacci');
    expect(error.message).toContain(ID);
  });

  it('say what a goal cannot do, and in which state it is', () => {
    const error = new IllegalTransitionError(ID, GoalStatus.SUCCEEDED, GoalEvent.CANCELED);
    expect(error).toMatchObject({
      code: 'ERR_ACTION_ILLEGAL_TRANSITION',
      name: 'IllegalTransitionError',
      goalId: ID,
      status: 4,
      event: 4,
      message: `Goal ${ID} is SUCCEEDED: CANCELED is not possible`,
    });
  });
});
