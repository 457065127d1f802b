import {
  isConstantName,
  isFieldName,
  isMessageName,
  isPackageName,
  isTypeName,
  parseTypeName,
} from '../../src/names.js';

describe('names, as rosidl has them', () => {
  it.each([
    [isPackageName, ['a', 'std_msgs', 'a1'], ['', 'A', '1a', 'a__b', 'a_', '_a', 'a-b', 'a.b']],
    [isFieldName, ['x', 'goal_id', 'x1', 'constructor'], ['X', 'a"b', 'a b', '__proto__', 'é']],
    [isConstantName, ['A', 'A_B', 'STATUS_1', 'A1'], ['a', 'A__B', 'A_', '_A', '1A', '']],
    [isMessageName, ['String', 'UUID', 'A'], ['string', 'A_B', '1A', '']],
    [
      isTypeName,
      ['std_msgs/msg/String', 'a/srv/B_Request', 'a/action/B_SendGoal_Request'],
      ['String', 'a/String', 'a/msg/b', 'a/foo/B', 'a/msg/B;', 'a/msg/B_', 'a/msg/B\n'],
    ],
  ] as const)('%p', (isName, good, bad) => {
    for (const name of good) expect([name, isName(name)]).toEqual([name, true]);
    for (const name of bad) expect([name, isName(name)]).toEqual([name, false]);
  });

  it('splits a full name', () => {
    expect(parseTypeName('a/srv/B_Request')).toEqual({ packageName: 'a', kind: 'srv', name: 'B_Request' });
    expect(parseTypeName('a/B')).toBeUndefined();
  });
});
