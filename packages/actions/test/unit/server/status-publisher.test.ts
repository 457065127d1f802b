import { goalIdOf } from '../../../src/goal-id.js';
import { StatusPublisher } from '../../../src/server/status-publisher.js';

const A = goalIdOf(new Uint8Array(16).fill(1));
const B = goalIdOf(new Uint8Array(16).fill(2));

function setUp() {
  const deferred: (() => void)[] = [];
  const log: string[] = [];
  const states = new Map<string, string>();
  const publisher = new StatusPublisher(
    () => log.push([...states.values()].join(' ')),
    (callback) => deferred.push(callback),
  );
  return {
    publisher,
    log,
    change(goal: typeof A, state: string) {
      publisher.beforeChange(goal);
      states.set(goal, state);
      publisher.changed(goal);
    },
    nextMacrotask() {
      for (const callback of deferred.splice(0)) callback();
    },
  };
}

describe('the status publisher', () => {
  it('makes one sample of many changes in one turn of the loop', () => {
    const { log, change, nextMacrotask } = setUp();
    change(A, 'A:accepted');
    change(B, 'B:accepted');
    expect(log).toEqual([]);
    nextMacrotask();
    nextMacrotask();
    expect(log).toEqual(['A:accepted B:accepted']);
  });

  it('skips no state of a goal that changes twice in one turn', () => {
    const { log, change, nextMacrotask } = setUp();
    change(A, 'A:executing');
    change(B, 'B:executing');
    change(A, 'A:succeeded');
    nextMacrotask();
    expect(log).toEqual(['A:executing B:executing', 'A:succeeded B:executing']);
  });

  it('runs what has to come afterwards right after the sample, in order, also when nothing changed', () => {
    const { publisher, log, change, nextMacrotask } = setUp();
    change(A, 'A:canceling');
    publisher.afterwards(() => log.push('reply'));
    publisher.afterwards(() => log.push('abort signal'));
    nextMacrotask();
    publisher.afterwards(() => log.push('start'));
    expect(log).toHaveLength(3);
    nextMacrotask();
    expect(log).toEqual(['A:canceling', 'reply', 'abort signal', 'start']);
  });

  it('leaves what is brought up by something that runs afterwards to the next turn', () => {
    const { publisher, log, change, nextMacrotask } = setUp();
    change(A, 'A:accepted');
    publisher.afterwards(() => {
      change(A, 'A:executing');
      publisher.afterwards(() => log.push('runs'));
    });
    nextMacrotask();
    expect(log).toEqual(['A:accepted']);
    nextMacrotask();
    expect(log).toEqual(['A:accepted', 'A:executing', 'runs']);
  });

  it('says when the last change of a goal is published: at once when it is', () => {
    const { publisher, log, change, nextMacrotask } = setUp();
    publisher.whenPublished([A], () => log.push('first reply'));
    change(A, 'A:succeeded');
    publisher.whenPublished([B, A], () => log.push('reply'));
    publisher.whenPublished([B], () => log.push('reply about another goal'));
    expect(log).toEqual(['first reply', 'reply about another goal']);
    nextMacrotask();
    expect(log.slice(2)).toEqual(['A:succeeded', 'reply']);
  });

  it('says its last word when it closes, and then nothing', () => {
    const { publisher, log, change, nextMacrotask } = setUp();
    change(A, 'A:succeeded');
    publisher.afterwards(() => log.push('reply'));
    publisher.close();
    expect(log).toEqual(['A:succeeded', 'reply']);
    change(A, 'A:later');
    publisher.afterwards(() => log.push('later'));
    publisher.whenPublished([A], () => log.push('later'));
    nextMacrotask();
    expect(log).toHaveLength(2);
  });
});
