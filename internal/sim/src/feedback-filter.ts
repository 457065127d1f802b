import type { ContentFilter, Reader, ReaderListener, Writer } from '@rclts/rtps';

/** Of a goal id, after the encapsulation header, in all messages of an action that begin with one. */
const GOAL_ID = [4, 20] as const;
/** DDS 1.4 §2.2.2.3.3 allows a hundred parameters: six goals. One more, and rcl_action filters no more. */
const MOST_PARAMETERS = 100;

/**
 * The content filter of an action client's feedback reader, as rcl_action of rolling keeps it: a goal is added when it is
 * sent, and removed when its result is here (ros2/rcl, rcl_action/src/rcl_action/action_client.c,
 * rcl_action_client_configure_feedback_subscription_filter_add_goal_id and its neighbours). For one action a participant.
 */
export class FeedbackFilter {
  /** Feedback that came though the filter does not name its goal; DDS throws it away before rcl sees it. */
  readonly unwanted: Uint8Array[] = [];
  readonly #goals: Uint8Array[] = [];
  readonly #resultsAsked = new Map<number, Uint8Array>();
  #isDisabled = false;
  #reader: Reader | undefined;

  addReader(reader: Reader): void {
    if (isFeedback(reader.topicName)) this.#reader = reader;
  }

  onWrite({ topicName }: Writer, payload: Uint8Array): void {
    if (!topicName.endsWith('/_action/send_goalRequest') || this.#isDisabled) return;
    this.#goals.push(payload.slice(...GOAL_ID));
    if (this.#goals.length * 16 > MOST_PARAMETERS) {
      this.#isDisabled = true;
      this.#goals.length = 0;
    }
    this.#announce();
  }

  onWritten({ topicName }: Writer, payload: Uint8Array, sequenceNumber: number): void {
    if (topicName.endsWith('/_action/get_resultRequest'))
      this.#resultsAsked.set(sequenceNumber, payload.slice(...GOAL_ID));
  }

  listener(topicName: string, listener: ReaderListener): ReaderListener {
    if (isFeedback(topicName))
      return {
        ...listener,
        onSample: (sample) => {
          const goal = sample.payload.slice(...GOAL_ID);
          if (this.#goals.length === 0 || this.#has(goal)) listener.onSample(sample);
          else this.unwanted.push(goal);
        },
      };
    if (!topicName.endsWith('/_action/get_resultReply')) return listener;
    return {
      ...listener,
      onSample: (sample) => {
        listener.onSample(sample);
        const goal = this.#resultsAsked.get(sample.relatedSampleIdentity?.sequenceNumber ?? 0);
        const index = this.#goals.findIndex((other) => goal !== undefined && isSame(other, goal));
        if (index < 0) return;
        this.#goals.splice(index, 1);
        this.#announce();
      },
    };
  }

  #has(goal: Uint8Array): boolean {
    return this.#goals.some((other) => isSame(other, goal));
  }

  #announce(): void {
    this.#reader?.setContentFilter(this.#goals.length === 0 ? undefined : filterOf(this.#goals));
  }
}

/** _generate_goal_id_filter_expression and _goal_id_to_string_array. */
export function filterOf(goals: readonly Uint8Array[]): ContentFilter {
  const one = (goal: number): string =>
    Array.from({ length: 16 }, (_, index) => `goal_id.uuid[${index}] = %${goal * 16 + index}`).join(' AND ');
  const clauses = goals.map((_, index) => one(index)).join(') OR (');
  return {
    contentFilteredTopicName: 'rt/fibonacci/_action/feedback_filtered_name_1',
    relatedTopicName: 'rt/fibonacci/_action/feedback',
    filterClassName: 'DDSSQL',
    filterExpression: goals.length > 1 ? `(${clauses})` : clauses,
    expressionParameters: goals.flatMap((goal) => Array.from(goal, String)),
  };
}

function isFeedback(topicName: string): boolean {
  return topicName.endsWith('/_action/feedback');
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((octet, index) => octet === right[index]);
}
