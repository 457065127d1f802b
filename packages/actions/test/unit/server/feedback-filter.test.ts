import type { ContentFilter } from '@rclts/node';
import fc from 'fast-check';
import { goalIdBytes, type GoalId } from '../../../src/goal-id.js';
import { goalsOf } from '../../../src/server/feedback-filter.js';

const A = '000102030405060708090a0b0c0d0eff' as GoalId;
const B = 'f0e0d0c0b0a090807060504030201000' as GoalId;

function filter(filterExpression: string, expressionParameters: readonly string[] = []): ContentFilter {
  const names = { contentFilteredTopicName: 'rt/a_filtered_name', relatedTopicName: 'rt/a' };
  return { ...names, filterClassName: 'DDSSQL', filterExpression, expressionParameters };
}
const goals = (...args: Parameters<typeof filter>): readonly string[] | undefined => {
  const found = goalsOf(filter(...args));
  return found && [...found];
};
const parameters = (...ids: GoalId[]): string[] => ids.flatMap((id) => Array.from(goalIdBytes(id), String));
const clause = (goal: number): string =>
  Array.from({ length: 16 }, (_, i) => `goal_id.uuid[${i}] = %${16 * goal + i}`).join(' AND ');

// To the octet what _generate_goal_id_filter_expression of rcl_action writes for one goal and for two (ros2/rcl, rolling).
const ONE =
  'goal_id.uuid[0] = %0 AND goal_id.uuid[1] = %1 AND goal_id.uuid[2] = %2 AND goal_id.uuid[3] = %3 AND ' +
  'goal_id.uuid[4] = %4 AND goal_id.uuid[5] = %5 AND goal_id.uuid[6] = %6 AND goal_id.uuid[7] = %7 AND ' +
  'goal_id.uuid[8] = %8 AND goal_id.uuid[9] = %9 AND goal_id.uuid[10] = %10 AND goal_id.uuid[11] = %11 AND ' +
  'goal_id.uuid[12] = %12 AND goal_id.uuid[13] = %13 AND goal_id.uuid[14] = %14 AND goal_id.uuid[15] = %15';
const TWO = `(${ONE}) OR (${ONE.replaceAll(/%(\d+)/g, (_, number: string) => `%${Number(number) + 16}`)})`;

describe('the filter of rcl_action on goal ids', () => {
  it('names its goals, one to six', () => {
    expect(goals(ONE, parameters(A))).toEqual([A]);
    expect(goals(TWO, parameters(A, B))).toEqual([A, B]);
    const six = Array.from({ length: 6 }, (_, i) => `${i}${i}`.repeat(16) as GoalId);
    expect(goals(`(${six.map((_, goal) => clause(goal)).join(') OR (')})`, parameters(...six))).toEqual(six);
  });

  it('does so in other words of the same language', () => {
    expect(goals(`(${ONE})`, parameters(A))).toEqual([A]);
    expect(goals(TWO.replaceAll(/[()]/g, ''), parameters(A, B))).toEqual([A, B]);
    expect(goals(TWO.toLowerCase().replaceAll(' = ', '='), parameters(A, B))).toEqual([A, B]);
    expect(goals(ONE.split(' AND ').reverse().join('\n\tand  '), parameters(A))).toEqual([A]);
    expect(goals(ONE.replaceAll(/%(\d+)/g, (_, at: string) => parameters(A)[Number(at)] ?? ''))).toEqual([A]);
  });

  it.each([
    ['nothing', ''],
    ['an octet less', ONE.slice(0, ONE.lastIndexOf(' AND '))],
    ['an octet twice', ONE.replace('uuid[15]', 'uuid[14]')],
    ['an octet more', `${ONE} AND goal_id.uuid[16] = %0`],
    ['octets out of reach', ONE.replace('uuid[15]', 'uuid[16]')],
    ['an OR within a goal', ONE.replace('AND', 'OR')],
    ['another comparison', ONE.replace('=', '<>')],
    ['another field', ONE.replace('goal_id.uuid[3]', 'feedback.sequence[3]')],
    ['a negation', `NOT (${ONE})`],
    ['more than it began with', `${ONE} OR`],
    ['a parenthesis that is not closed', `(${ONE}`],
    ['one that is not opened', `${ONE})`],
    ['nested ones', `((${ONE}))`],
    ['a NUL', `${ONE}\0`],
  ])('is not understood with %s', (_, expression) => {
    expect(goals(expression, parameters(A))).toBeUndefined();
  });

  it.each([['256'], ['-1'], ['1.5'], ["'1'"], [''], ['0x1'], ['1 ']])('nor with the octet %p', (octet) => {
    expect(goals(ONE, [...parameters(A).slice(0, 15), octet])).toBeUndefined();
  });

  it('nor with a parameter that is missing, nor in another language', () => {
    expect(goals(ONE, parameters(A).slice(0, 15))).toBeUndefined();
    expect(goalsOf({ ...filter(ONE, parameters(A)), filterClassName: 'STRINGMATCH' })).toBeUndefined();
  });

  it('lets no text throw, nor take long', () => {
    const words = fc.constantFrom(
      'goal_id.uuid[',
      '1',
      ']',
      ' = ',
      '%',
      'AND ',
      'OR ',
      '(',
      ')',
      ' ',
      '\t',
      'x',
      clause(0),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), fc.array(fc.string(), { maxLength: 20 }), (texts, values) => {
        goalsOf(filter(texts.join(''), values));
      }),
    );
    for (const text of [' '.repeat(4096), '('.repeat(4096), 'goal_id.uuid['.repeat(300), 'AND '.repeat(1024)])
      expect(goals(text)).toBeUndefined();
  });
});
