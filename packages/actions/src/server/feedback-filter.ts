import type { ContentFilter } from '@rclts/node';
import { type GoalId, goalIdOf } from '../goal-id.js';

/*
 * The content filter that an action client of rolling and Lyrical puts on its feedback reader, so that it gets the feedback of
 * its own goals only (ros2/rcl, rcl_action/src/rcl_action/action_client.c, _generate_goal_id_filter_expression):
 *
 *     goal_id.uuid[0] = %0 AND … goal_id.uuid[15] = %15                   one goal
 *     (goal_id.uuid[0] = %0 AND …) OR (… goal_id.uuid[15] = %31) OR …     up to six
 *
 * with each octet as a decimal parameter. This is what is understood of the filter language (DDS 1.4 annex B), besides other
 * orders, other cases and numbers in the place of parameters: whoever wants more gets everything, and filters for himself.
 */

const OCTETS = 16;
const FILTER_CLASS = 'DDSSQL';
const TOKEN =
  /\s*(?:(?<word>AND|OR|\(|\))|goal_id\.uuid\[(?<index>\d{1,2})\]\s*=\s*(?<percent>%?)(?<number>\d{1,3}))\s*/giy;

/** The goals that a filter lets through; undefined where it is not understood: then everything does. Never throws. */
export function goalsOf({
  filterClassName,
  filterExpression,
  expressionParameters,
}: ContentFilter): ReadonlySet<GoalId> | undefined {
  if (filterClassName !== FILTER_CLASS) return undefined;
  const tokens = tokensOf(filterExpression);
  const goals = new Set<GoalId>();
  for (let at = 0; tokens !== undefined;) {
    const isGrouped = tokens[at] === '(';
    const end = endOfGoal(tokens, isGrouped ? at + 1 : at);
    const goal = goalOf(tokens.slice(isGrouped ? at + 1 : at, end), expressionParameters);
    if (goal === undefined || (isGrouped && tokens[end] !== ')')) return undefined;
    goals.add(goal);
    at = isGrouped ? end + 1 : end;
    if (at === tokens.length) return goals;
    if (tokens[at++] !== 'OR') return undefined;
  }
  return undefined;
}

interface Comparison {
  readonly index: number;
  readonly isParameter: boolean;
  readonly number: number;
}
type Token = '(' | ')' | 'AND' | 'OR' | Comparison;

/** Undefined for an expression with anything else in it. */
function tokensOf(expression: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < expression.length) {
    const { groups } = TOKEN.exec(expression) ?? {};
    if (groups === undefined) return undefined;
    const { word, index, percent, number } = groups;
    if (word !== undefined) tokens.push(word.toUpperCase() as Token);
    else tokens.push({ index: Number(index), isParameter: percent === '%', number: Number(number) });
  }
  return tokens;
}

/** Where the comparisons of one goal end: at what is neither a comparison nor an AND. */
function endOfGoal(tokens: readonly Token[], from: number): number {
  let at = from;
  while (at < tokens.length && (typeof tokens[at] === 'object' || tokens[at] === 'AND')) at++;
  return at;
}

/** Of comparisons that say each octet once. */
function goalOf(tokens: readonly Token[], parameters: readonly string[]): GoalId | undefined {
  if (tokens.length !== 2 * OCTETS - 1) return undefined;
  const octets = new Uint8Array(OCTETS);
  const said = new Set<number>();
  for (const [at, token] of tokens.entries()) {
    if (at % 2 === 1 ? token !== 'AND' : typeof token !== 'object') return undefined;
    if (typeof token !== 'object') continue;
    const text = token.isParameter ? (parameters[token.number] ?? '') : String(token.number);
    if (token.index >= OCTETS || !/^\d{1,3}$/.test(text) || Number(text) > 255) return undefined;
    octets[token.index] = Number(text);
    said.add(token.index);
  }
  return said.size === OCTETS ? goalIdOf(octets) : undefined;
}
