// Which goals a sample is about: goal ids stand at the head of requests and feedback, in status arrays, and replies are
// known by the request that they answer.
import { isRcltsError } from '@rclts/cdr';
import { GoalStatusArray } from '@rclts/interfaces/action_msgs/msg/GoalStatusArray';
import { serviceExchangeOf, TopicRole, type ServiceSample } from '@rclts/node';
import { remember, type TracedEndpoint } from './traced-graph.js';

/** The part of an action that a sample belongs to, and the goals that it names, as 32 hex digits. */
export interface GoalSample {
  readonly part: string;
  readonly goals: readonly string[];
  /** It cancels by time, or all: each goal of the action is meant. */
  readonly isForAll: boolean;
}

const ACTION_TOPIC = /\/_action\/(send_goal|get_result|cancel_goal|feedback|status)$/;
const ENCAPSULATION_BYTES = 4;
const GOAL_ID_BYTES = 16;
const NO_GOAL = '00'.repeat(GOAL_ID_BYTES);

export class GoalTracker {
  /** The goal of each call, by the key of its exchange. */
  readonly #exchanges = new Map<string, GoalSample>();
  /** By writer and sequence number: what later fragments, repeats and acknowledgements are about. */
  readonly #samples = new Map<string, GoalSample>();

  /** Takes the beginning of a sample, and tells of which goals it is; undefined: it is no part of an action. */
  track(endpoint: TracedEndpoint, writer: string, sample: ServiceSample): GoalSample | undefined {
    const part = ACTION_TOPIC.exec(endpoint.name)?.[1];
    if (part === undefined) return undefined;
    const found = this.#goalsOf(part, endpoint, sample);
    remember(this.#samples, `${writer} ${String(sample.sequenceNumber)}`, found);
    return found;
  }

  /** What is known of a sample that has passed before. */
  find(writer: string, sequenceNumber: number): GoalSample | undefined {
    return this.#samples.get(`${writer} ${String(sequenceNumber)}`);
  }

  #goalsOf(part: string, endpoint: TracedEndpoint, sample: ServiceSample): GoalSample {
    if (part === 'feedback') return named(part, goalIdAt(sample.payload, ENCAPSULATION_BYTES));
    if (part === 'status') return { part, goals: goalsInStatus(sample.payload), isForAll: false };
    const isRequest = endpoint.role === TopicRole.REQUEST;
    const words = `${part} ${isRequest ? 'request' : 'reply'}`;
    const exchange = serviceExchangeOf(endpoint.role === 'dds' ? TopicRole.TOPIC : endpoint.role, sample);
    if (exchange === undefined) return named(words, undefined);
    const key = `${endpoint.name} ${exchange.key}`;
    if (!isRequest) return { ...named(words, undefined), ...this.#exchanges.get(key), part: words };
    const request = named(words, goalIdAt(sample.payload, exchange.bodyOffset));
    remember(this.#exchanges, key, request);
    return request;
  }
}

function named(part: string, goal: string | undefined): GoalSample {
  const isForAll = goal === NO_GOAL;
  return { part, goals: goal === undefined || isForAll ? [] : [goal], isForAll };
}

function goalIdAt(payload: Uint8Array, offset: number): string | undefined {
  const octets = payload.subarray(offset, offset + GOAL_ID_BYTES);
  return octets.length === GOAL_ID_BYTES ? hexOf(octets) : undefined;
}

function goalsInStatus(payload: Uint8Array): string[] {
  try {
    return GoalStatusArray.codec.decode(payload).status_list.map(({ goal_info }) => hexOf(goal_info.goal_id.uuid));
  } catch (error) {
    // The first fragment of a long array, or not a status at all.
    if (isRcltsError(error)) return [];
    throw error;
  }
}

function hexOf(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
}
