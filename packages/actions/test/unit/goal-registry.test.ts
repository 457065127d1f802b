import fc from 'fast-check';
import { goalIdOf, type GoalId } from '../../src/goal-id.js';
import { GoalRegistry } from '../../src/goal-registry.js';

const id = (n: number): GoalId => goalIdOf(new Uint8Array(16).fill(n));
const goal = (n: number) => ({ goalId: id(n), n });

function accepted(registry: GoalRegistry<{ goalId: GoalId; n: number }>, ...numbers: number[]) {
  for (const n of numbers) {
    expect(registry.reserve(id(n))).toBe(true);
    registry.accept(goal(n));
  }
}
const numbers = (goals: Iterable<{ n: number }>) => [...goals].map(({ n }) => n);

describe('the registry of goals', () => {
  it('remembers in acceptance order, not in the order of the requests', () => {
    const registry = new GoalRegistry<ReturnType<typeof goal>>(10_000);
    registry.reserve(id(1));
    accepted(registry, 2, 3);
    registry.accept(goal(1));
    expect(numbers(registry.values())).toEqual([2, 3, 1]);
    expect(registry.size).toBe(3);
  });

  it('refuses an id that is undecided, active or finished but not expired, and takes it again afterwards', () => {
    const registry = new GoalRegistry<ReturnType<typeof goal>>(100);
    expect(registry.reserve(id(1))).toBe(true);
    expect(registry.reserve(id(1))).toBe(false);
    registry.accept(goal(1));
    expect(registry.reserve(id(1))).toBe(false);
    registry.finished(id(1), 0);
    expect(registry.reserve(id(1))).toBe(false);
    registry.expire(100);
    expect(registry.reserve(id(1))).toBe(true);
    registry.release(id(1));
    expect(registry.reserve(id(1))).toBe(true);
  });

  it('forgets the results that came first until the others fit, and never a goal that has none', () => {
    const registry = new GoalRegistry<ReturnType<typeof goal>>(100);
    accepted(registry, 1, 2, 3, 4);
    for (const n of [3, 1, 4]) {
      registry.keepResult(id(n), 10);
      registry.keepResult(id(n), 10); // only the first time counts
      registry.finished(id(n), n);
    }
    expect(registry.evict(30)).toEqual([]);
    expect(numbers(registry.evict(29))).toEqual([3]);
    expect(registry.nextExpiry()).toBe(101);
    expect(numbers(registry.expire(101))).toEqual([1]);
    expect(registry.evict(10)).toEqual([]); // what has expired does not count
    expect(numbers(registry.evict(0))).toEqual([4]);
    expect(numbers(registry.values())).toEqual([2]);
  });

  it('does not count an undecided goal as one that it knows', () => {
    const registry = new GoalRegistry<ReturnType<typeof goal>>(100);
    registry.reserve(id(1));
    expect(registry.get(id(1))).toBeUndefined();
    expect(registry.size).toBe(0);
  });

  it('twin of rclpy test_expire_goals_none: keeps what has not finished', () => {
    const registry = new GoalRegistry<ReturnType<typeof goal>>(100);
    accepted(registry, 1);
    expect(registry.nextExpiry()).toBe(Infinity);
    expect(registry.expire(1e12)).toEqual([]);
    expect(registry.size).toBe(1);
  });

  it('twin of rclpy test_expire_goals_one: counts from the end, to the millisecond', () => {
    const registry = new GoalRegistry<ReturnType<typeof goal>>(100);
    accepted(registry, 1);
    registry.finished(id(1), 1_000);
    expect(registry.nextExpiry()).toBe(1_100);
    expect(registry.expire(1_099)).toEqual([]);
    expect(registry.get(id(1))).toBeDefined();
    expect(numbers(registry.expire(1_100))).toEqual([1]);
    expect(registry.get(id(1))).toBeUndefined();
    expect(registry.nextExpiry()).toBe(Infinity);
  });

  it('twin of rclpy test_expire_goals_multi: in the order in which they finished', () => {
    const registry = new GoalRegistry<ReturnType<typeof goal>>(100);
    accepted(registry, 1, 2, 3);
    registry.finished(id(3), 10);
    registry.finished(id(1), 20);
    registry.finished(id(2), 500);
    expect(numbers(registry.expire(120))).toEqual([3, 1]);
    expect(registry.nextExpiry()).toBe(600);
    expect(numbers(registry.values())).toEqual([2]);
  });

  it('counts the end of a goal once', () => {
    const registry = new GoalRegistry<ReturnType<typeof goal>>(100);
    accepted(registry, 1);
    registry.finished(id(1), 0);
    registry.finished(id(1), 50);
    expect(registry.nextExpiry()).toBe(100);
  });

  it('never expires anything with a timeout of Infinity, and at once with 0', () => {
    const forever = new GoalRegistry<ReturnType<typeof goal>>(Infinity);
    accepted(forever, 1);
    forever.finished(id(1), 0);
    expect(forever.nextExpiry()).toBe(Infinity);
    expect(forever.expire(1e15)).toEqual([]);

    const never = new GoalRegistry<ReturnType<typeof goal>>(0);
    accepted(never, 1);
    never.finished(id(1), 7);
    expect(numbers(never.expire(7))).toEqual([1]);
  });

  it('holds exactly the goals whose time is not up, whatever the order of events', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ finishAfter: fc.nat(50), wait: fc.nat(50) }), { maxLength: 30 }), (steps) => {
        const registry = new GoalRegistry<ReturnType<typeof goal>>(40);
        const ends = new Map<number, number>();
        let now = 0;
        steps.forEach(({ finishAfter, wait }, n) => {
          accepted(registry, n);
          now += finishAfter;
          registry.finished(id(n), now);
          ends.set(n, now);
          now += wait;
          registry.expire(now);
          expect(numbers(registry.values())).toEqual([...ends].filter(([, end]) => end + 40 > now).map(([key]) => key));
        });
      }),
    );
  });
});
