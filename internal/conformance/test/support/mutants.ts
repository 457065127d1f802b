import { CancelResponse, CancelReturnCode, GoalResponse, GoalStatus, isTerminalStatus } from '@rclts/actions';
import { String as StringMessage } from '@rclts/interfaces/std_msgs/msg/String';
import { hexOf } from '../../src/probe/hex.js';
import type { Message, Tampering } from './tampering.js';
import type { World } from './world.js';

/** A server with one fault, and the cases that must see it. */
export interface Mutant {
  readonly fault: string;
  readonly seenBy: readonly string[];
  make(world: World): void;
}

const isZero = ({ uuid }: Message): boolean => /^0+$/.test(hexOf(uuid as Uint8Array));
const isAnyTime = ({ sec, nanosec }: Message): boolean => sec === 0 && nanosec === 0;
const earlier = ({ sec, nanosec }: Message): Message => ({ sec: Number(sec) - 1, nanosec: Number(nanosec) });

/** With a fault between the server and the wire. */
function tampered(fault: string, seenBy: readonly string[], tampering: Tampering | (() => Tampering)): Mutant {
  return {
    fault,
    seenBy,
    make: (world) => world.server({}, typeof tampering === 'function' ? tampering() : tampering),
  };
}

const cancelReply = (change: (reply: Message, request: Message) => Message): Tampering => ({
  reply(service, reply, send, request) {
    send(service === 'cancel_goal' ? change(reply, request) : reply);
  },
});

const states = (change: (list: Message[]) => Message[]): Tampering => ({
  publish(topic, message, publish) {
    publish(topic === 'status' ? { status_list: change(message['status_list'] as Message[]) } : message);
  },
});

export const mutants: readonly Mutant[] = [
  tampered('has a publisher of another type besides', ['endpoints: three services and two topics, by name and type'], {
    besides: (node) => void node.createPublisher(StringMessage, '/fibonacci/_action/feedback'),
  }),
  tampered('forgets its status', ['endpoints: status is transient local', 'status: a late joiner hears the last one'], {
    qos: (topic) => (topic === 'status' ? { durability: 'volatile' } : 10),
  }),
  tampered(
    'says that it accepts what it rejects',
    [
      'goal: rejected, and known to nobody',
      'goal: a second one with the id of an active goal is refused',
      'goal: a second one with the id of a finished goal is refused',
      'client: learns that its goal is rejected',
    ],
    {
      reply: (service, reply, send) => send(service === 'send_goal' ? { ...reply, accepted: true } : reply),
    },
  ),
  tampered(
    'does not stamp its replies',
    ['goal: accepted, with the stamp of its acceptance', 'status: the same stamp as in the reply to send_goal'],
    {
      reply: (service, reply, send) =>
        send(service === 'send_goal' ? { ...reply, stamp: { sec: 0, nanosec: 0 } } : reply),
    },
  ),
  tampered(
    'stamps its replies before the goal, as rclpy does',
    ['status: the same stamp as in the reply to send_goal', 'cancel: a goal by the stamp in its own reply'],
    {
      reply: (service, reply, send) =>
        send(service === 'send_goal' ? { ...reply, stamp: earlier(reply['stamp'] as Message) } : reply),
    },
  ),
  {
    fault: 'rejects a goal while another is active',
    seenBy: [
      'goal: four at once are accepted and succeed',
      'goal: four execute at the same time',
      'client: three goals at once',
    ],
    make(world) {
      let active = 0;
      world.server(
        { goalCallback: () => (active++ === 0 ? GoalResponse.ACCEPT : GoalResponse.REJECT) },
        {
          publish(_topic, message, publish) {
            publish(message);
            const list = (message['status_list'] ?? []) as { status: GoalStatus }[];
            if (list.length > 0 && list.every(({ status }) => isTerminalStatus(status))) active = 0;
          },
        },
      );
    },
  },
  {
    fault: 'executes one goal after the other',
    seenBy: ['goal: four execute at the same time'],
    make(world) {
      const waiting: { readonly isActive: boolean; execute(): void }[] = [];
      const next = (): void => {
        if (waiting[0]?.isActive === false) waiting.shift();
        waiting[0]?.execute();
      };
      world.server(
        {
          handleAcceptedCallback(handle) {
            waiting.push(handle);
            if (waiting.length === 1) next();
          },
        },
        {
          publish(_topic, message, publish) {
            publish(message);
            if (waiting[0]?.isActive === false) next();
          },
        },
      );
    },
  },
  tampered('answers late', ['goal: reply, status, feedback and result come in that order'], () => ({
    reply: (service, reply, send) => {
      if (service === 'send_goal') setImmediateTurns(20, () => send(reply));
      else send(reply);
    },
  })),
  tampered('leaves out EXECUTING', ['status: tells every state of a goal, in order'], {
    publish(topic, message, publish) {
      const list = (message['status_list'] ?? []) as { status: number }[];
      if (topic === 'feedback' || list.every(({ status }) => status !== GoalStatus.EXECUTING)) publish(message);
    },
  }),
  tampered(
    'forgets finished goals in its status',
    ['status: finished goals stay until their result expires, in the order of acceptance'],
    () => {
      const told = new Set<string>();
      return states((list) =>
        list.filter(({ goal_info, status }) => {
          const id = hexOf((goal_info as { goal_id: { uuid: Uint8Array } }).goal_id.uuid);
          const isOld = told.has(id);
          if (isTerminalStatus(status as GoalStatus)) told.add(id);
          return !isOld;
        }),
      );
    },
  ),
  tampered(
    'turns its status round',
    ['status: finished goals stay until their result expires, in the order of acceptance'],
    states((list) => [...list].reverse()),
  ),
  tampered('stamps a goal anew in every state', ['status: one stamp for a goal from beginning to end'], () => {
    let nanosec = 0;
    return states((list) =>
      list.map((state) => {
        const info = state['goal_info'] as Message;
        return { ...state, goal_info: { ...info, stamp: { ...(info['stamp'] as Message), nanosec: nanosec++ } } };
      }),
    );
  }),
  tampered('gives feedback of another goal', ['feedback: carries the id of its goal'], {
    publish(topic, message, publish) {
      publish(topic === 'feedback' ? { ...message, goal_id: { uuid: new Uint8Array(16).fill(7) } } : message);
    },
  }),
  tampered('gives a result once', ['result: can be asked for any number of times'], () => {
    const given = new Set<string>();
    return {
      reply(service, reply, send, request) {
        const id = service === 'get_result' ? hexOf((request['goal_id'] as { uuid: Uint8Array }).uuid) : '';
        send(service === 'get_result' && given.has(id) ? { ...reply, status: GoalStatus.UNKNOWN } : reply);
        given.add(id);
      },
    };
  }),
  {
    fault: 'ends goals before their time',
    seenBy: ['result: who asks before the end is answered at the end'],
    make: (world) =>
      world.server(
        {},
        {
          // The status goes on to say EXECUTING while the result is given.
          publish(topic, message, publish) {
            if (topic === 'feedback') return publish(message);
            publish({
              status_list: (message['status_list'] as Message[]).map((state) => ({
                ...state,
                status: state['status'] === GoalStatus.CANCELED ? GoalStatus.EXECUTING : (state['status'] as number),
              })),
            });
          },
        },
      ),
  },
  tampered(
    'does not answer for goals that it does not know',
    [
      'result: of an unknown goal is UNKNOWN, at once',
      'result: of the zero id is UNKNOWN, at once',
      'goal: rejected, and known to nobody',
    ],
    {
      reply(service, reply, send) {
        if (service !== 'get_result' || reply['status'] !== GoalStatus.UNKNOWN) send(reply);
      },
    },
  ),
  tampered(
    'says that every goal succeeds',
    ['result: of a goal that aborts is ABORTED', 'cancel: one goal', 'client: cancels its goal'],
    {
      reply: (service, reply, send) =>
        send(service === 'get_result' ? { ...reply, status: GoalStatus.SUCCEEDED } : reply),
    },
  ),
  tampered(
    'says that every goal aborts',
    ['client: hears accepted, feedback, result in that order, and nothing after'],
    {
      reply: (service, reply, send) =>
        send(service === 'get_result' ? { ...reply, status: GoalStatus.ABORTED } : reply),
    },
  ),
  {
    fault: 'keeps results for ever',
    seenBy: ['result: expires, not before its time, and frees the id'],
    make: (world) => world.server({ resultTimeoutMs: Infinity }),
  },
  {
    fault: 'forgets results before their time',
    seenBy: ['result: expires, not before its time, and frees the id'],
    make: (world) => world.server({ resultTimeoutMs: 3_000 }),
  },
  tampered(
    'always answers NONE to a cancel',
    [
      'cancel: an unknown id is UNKNOWN_GOAL_ID',
      'cancel: a finished goal is GOAL_TERMINATED, and stays what it is',
      'cancel: a goal that is canceled already is GOAL_TERMINATED',
      'cancel: a goal that refuses is REJECTED and goes on',
      'cancel: all goals is REJECTED when three of three refuse',
    ],
    cancelReply((reply) => ({ ...reply, return_code: CancelReturnCode.NONE })),
  ),
  tampered(
    'lists no goal that it cancels',
    ['cancel: one goal', 'cancel: all goals, in the order of acceptance', 'client: cancels its goal'],
    cancelReply((reply) => ({ ...reply, goals_canceling: [] })),
  ),
  tampered(
    'lists the goals that it cancels the wrong way round',
    ['cancel: all goals, in the order of acceptance', 'cancel: all goals up to the stamp of one, that one too'],
    cancelReply((reply) => ({ ...reply, goals_canceling: [...(reply['goals_canceling'] as Message[])].reverse() })),
  ),
  tampered(
    'takes it for an error that there is nothing to cancel',
    ['cancel: all goals is no error when none is active'],
    cancelReply((reply, { goal_info }) =>
      isZero((goal_info as { goal_id: Message }).goal_id) && (reply['goals_canceling'] as Message[]).length === 0
        ? { ...reply, return_code: CancelReturnCode.UNKNOWN_GOAL_ID }
        : reply,
    ),
  ),
  tampered(
    'does not look at the stamp of a cancel',
    [
      'cancel: all goals up to the stamp of one, that one too',
      'cancel: a stamp and an id mean both',
      'cancel: a stamp and an unknown id mean the stamp',
    ],
    {
      request(service, request) {
        if (service !== 'cancel_goal') return request;
        return { goal_info: { ...(request['goal_info'] as Message), stamp: { sec: 0, nanosec: 0 } } };
      },
    },
  ),
  tampered('does not look at the id of a cancel with a stamp', ['cancel: a stamp and an id mean both'], {
    request(service, request) {
      const { stamp } = (request['goal_info'] ?? {}) as { stamp: Message };
      if (service !== 'cancel_goal' || isAnyTime(stamp)) return request;
      return { goal_info: { goal_id: { uuid: new Uint8Array(16) }, stamp } };
    },
  }),
  tampered(
    'publishes CANCELING after the answer',
    ['cancel: CANCELING is published before the answer is given, CANCELED after it'],
    () => ({
      publish(topic, message, publish) {
        const list = (message['status_list'] ?? []) as { status: number }[];
        if (topic === 'feedback' || list.every(({ status }) => status !== GoalStatus.CANCELING)) publish(message);
        else setImmediateTurns(20, () => publish(message));
      },
    }),
  ),
  {
    fault: 'cancels what refuses',
    seenBy: [
      'cancel: a goal that refuses is REJECTED and goes on',
      'cancel: all goals is REJECTED when three of three refuse',
      'cancel: all goals lists those that agree, not the one that refuses',
    ],
    make: (world) => world.server({ cancelCallback: () => CancelResponse.ACCEPT }),
  },
];

/** Somewhat later, in real turns of the loop: virtual time has no say between a server and its wire. */
function setImmediateTurns(turns: number, run: () => void): void {
  if (turns === 0) run();
  else setImmediate(() => setImmediateTurns(turns - 1, run));
}
