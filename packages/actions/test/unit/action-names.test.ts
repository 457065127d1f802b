import { actionNames } from '../../src/action-names.js';

describe('twin of rcl_action TestActionDerivedName', () => {
  it.each([
    ['sendGoal', 'test_it/_action/send_goal'],
    ['cancelGoal', 'test_it/_action/cancel_goal'],
    ['getResult', 'test_it/_action/get_result'],
    ['feedback', 'test_it/_action/feedback'],
    ['status', 'test_it/_action/status'],
  ] as const)('derives %s', (which, name) => {
    expect(actionNames('test_it')[which]).toBe(name);
  });

  it('keeps absolute and private names what they are', () => {
    expect(actionNames('/ns/fibonacci').sendGoal).toBe('/ns/fibonacci/_action/send_goal');
    expect(actionNames('~/fibonacci').status).toBe('~/fibonacci/_action/status');
  });

  it.each([[''], [undefined], [null], [7]])('refuses %p', (name) => {
    expect(() => actionNames(name as string)).toThrow(expect.objectContaining({ code: 'ERR_ACTION_INVALID_NAME' }));
  });
});
