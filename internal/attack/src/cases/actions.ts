import { Fibonacci, MAX_ORDER } from '../fibonacci.js';
import { CDR_LE, join, u32 } from '../hostile/wire.js';
import { corrupt, EXTREMES, type AttackCase, type CaseFamily } from './case.js';

/** Requests to the action's services, in order and delivered, that are not what they should be. */
export const requests: CaseFamily = {
  family: 'action requests',
  cases(_peer, random, count) {
    const uuid = (): { uuid: Uint8Array } => ({ uuid: random.bytes(16) });
    const goal = (order: number): Uint8Array =>
      Fibonacci.sendGoal.request.codec.encode({ goal_id: uuid(), goal: { order } });
    const sound: Readonly<Record<string, () => Uint8Array>> = {
      send_goal: () => goal(random.integer(MAX_ORDER)),
      get_result: () => Fibonacci.getResult.request.codec.encode({ goal_id: uuid() }),
      cancel_goal: () =>
        Fibonacci.cancelGoal.request.codec.encode({ goal_info: { goal_id: uuid(), stamp: { sec: 1, nanosec: 1 } } }),
    };
    const cases: AttackCase[] = [];
    for (const [to, make] of Object.entries(sound)) {
      const whole = make();
      for (let length = 0; length <= whole.length; length++)
        cases.push({ name: `${to} cut after ${length}`, samples: [{ to, payload: whole.slice(0, length) }] });
      for (const representation of [0, 2, 3, 6, 7, 8, 9, 10, 11, 0x100, 0xffff]) {
        const payload = whole.slice();
        payload.set([representation >>> 8, representation]);
        cases.push({ name: `${to} as representation ${representation}`, samples: [{ to, payload }] });
      }
      cases.push({ name: `${to} of 1 MB`, samples: [{ to, payload: join(whole, new Uint8Array(1_000_000)) }] });
      cases.push({ name: `${to} of zeros`, samples: [{ to, payload: join(CDR_LE, new Uint8Array(28)) }] });
    }
    for (const order of EXTREMES)
      cases.push({ name: `an order of ${order}`, samples: [{ to: 'send_goal', payload: goal(order | 0) }] });
    cases.push({
      name: 'cancel everything',
      samples: [{ to: 'cancel_goal', payload: join(CDR_LE, new Uint8Array(16), u32(0), u32(0)) }],
    });
    cases.push({
      name: '200 goals at once',
      samples: Array.from({ length: 200 }, () => ({ to: 'send_goal', payload: goal(3) })),
    });
    const twice = goal(4);
    cases.push({ name: 'one goal twice', samples: [1, 2].map(() => ({ to: 'send_goal', payload: twice })) });
    while (cases.length < count) {
      const to = random.pick(Object.keys(sound));
      cases.push({
        name: `${to} broken at random`,
        samples: [{ to, payload: corrupt(random, sound[to]?.() ?? CDR_LE) }],
      });
    }
    return cases.slice(0, count);
  },
};
