import fc from 'fast-check';
import { GoalEventQueue } from '../../../src/client/goal-event-queue.js';

function setUp(limit = 1_000) {
  const deferred: (() => void)[] = [];
  const heard: string[] = [];
  const queue = new GoalEventQueue((callback) => deferred.push(callback), limit);
  return {
    queue,
    heard,
    say: (text: string) => () => void heard.push(text),
    nextMacrotask: () => {
      for (const callback of deferred.splice(0)) callback();
    },
  };
}

describe("a client goal's event queue", () => {
  it('holds early feedback until one macrotask after the acceptance', () => {
    const { queue, heard, say, nextMacrotask } = setUp();
    queue.push(say('feedback 1'));
    nextMacrotask();
    expect(heard).toEqual([]);
    queue.open();
    queue.push(say('feedback 2'));
    expect(heard).toEqual([]);
    nextMacrotask();
    expect(heard).toEqual(['feedback 1', 'feedback 2']);
    queue.push(say('feedback 3'));
    expect(heard).toEqual(['feedback 1', 'feedback 2', 'feedback 3']);
  });

  it('delivers the result after all feedback that came before it, and nothing after it', () => {
    const { queue, heard, say, nextMacrotask } = setUp();
    queue.push(say('feedback'));
    queue.finish(say('result'));
    queue.push(say('late feedback'));
    queue.finish(say('another result'));
    queue.open();
    nextMacrotask();
    queue.push(say('later feedback'));
    expect(heard).toEqual(['feedback', 'result']);
    expect(queue.isFinished).toBe(true);
  });

  it('delivers nothing of a goal that was refused', () => {
    const { queue, heard, say, nextMacrotask } = setUp();
    queue.push(say('feedback'));
    queue.discard();
    queue.open();
    nextMacrotask();
    queue.finish(say('result'));
    expect(heard).toEqual([]);
  });

  it('delivers nothing of a goal that is given up while it opens', () => {
    const { queue, heard, say, nextMacrotask } = setUp();
    queue.push(say('feedback'));
    queue.open();
    queue.discard();
    nextMacrotask();
    expect(heard).toEqual([]);
  });

  it('keeps the order when a delivery brings another event', () => {
    const { queue, heard, say, nextMacrotask } = setUp();
    queue.open();
    nextMacrotask();
    queue.push(() => {
      queue.push(say('second'));
      heard.push('first');
    });
    expect(heard).toEqual(['first', 'second']);
  });

  it('forgets the oldest when too many wait, and counts them; never the result', () => {
    const { queue, heard, say, nextMacrotask } = setUp(2);
    for (const text of ['1', '2', '3', '4']) queue.push(say(text));
    queue.finish(say('result'));
    queue.open();
    nextMacrotask();
    expect(heard).toEqual(['3', '4', 'result']);
    expect(queue.dropped).toBe(2);
  });

  it('opens once', () => {
    const { queue, heard, say, nextMacrotask } = setUp();
    queue.push(say('feedback'));
    queue.open();
    queue.open();
    nextMacrotask();
    queue.open();
    nextMacrotask();
    expect(heard).toEqual(['feedback']);
  });

  it('delivers a prefix of what was pushed, in order, and the first result last, in any order of events', () => {
    const event = fc.constantFrom('push', 'finish', 'open', 'macrotask');
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const { queue, heard, say, nextMacrotask } = setUp();
        const said: string[] = [];
        let finished = false;
        events.forEach((kind, n) => {
          if (kind === 'push') {
            if (!finished) said.push(`feedback ${n}`);
            queue.push(say(`feedback ${n}`));
          } else if (kind === 'finish') {
            if (!finished) said.push(`result ${n}`);
            finished = true;
            queue.finish(say(`result ${n}`));
          } else if (kind === 'open') queue.open();
          else nextMacrotask();
          expect(heard).toEqual(said.slice(0, heard.length));
        });
        queue.open();
        nextMacrotask();
        nextMacrotask();
        expect(heard).toEqual(said);
      }),
    );
  });
});
