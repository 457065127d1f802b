import { GoalStream } from '../../../src/client/goal-stream.js';

const code = (text: string) => expect.objectContaining({ code: text }) as unknown;

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

describe('a stream', () => {
  it('gives what came before and after it was read, in order, and ends', async () => {
    const stream = new GoalStream<number>({}, () => undefined);
    stream.pushDroppable(1);
    stream.push(2);
    const items = all(stream);
    await Promise.resolve();
    stream.pushDroppable(3);
    stream.end();
    stream.push(4);
    expect(await items).toEqual([1, 2, 3]);
  });

  it("'latest' keeps the newest, one by default, and drops nothing else", async () => {
    const stream = new GoalStream<string>({ policy: 'latest' }, () => undefined);
    for (const item of ['a', 'b']) stream.pushDroppable(item);
    stream.push('kept');
    stream.pushDroppable('c');
    stream.end();
    expect(await all(stream)).toEqual(['kept', 'c']);
    const two = new GoalStream<number>({ policy: 'latest', capacity: 2 }, () => undefined);
    for (let i = 0; i < 10; i++) two.pushDroppable(i);
    two.end();
    expect(await all(two)).toEqual([8, 9]);
  });

  it("'all' drops nothing silently: it throws after what it kept", async () => {
    let closed = 0;
    const stream = new GoalStream<number>({ capacity: 2 }, () => closed++);
    for (let i = 0; i < 4; i++) stream.pushDroppable(i);
    expect(await stream.next()).toEqual({ done: false, value: 0 });
    expect(await stream.next()).toEqual({ done: false, value: 1 });
    await expect(stream.next()).rejects.toEqual(code('ERR_ACTION_STREAM_OVERFLOW'));
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(closed).toBe(1);
  });

  it('replaces what nobody has read yet by what has the same key', async () => {
    const stream = new GoalStream<string>({}, () => undefined);
    stream.push('a1', 'a');
    stream.push('b1', 'b');
    stream.push('a2', 'a');
    stream.end();
    expect(await all(stream)).toEqual(['a2', 'b1']);
  });

  it('serves several reads at once, and rejects one of them when it fails', async () => {
    const stream = new GoalStream<number>({}, () => undefined);
    const reads = [stream.next(), stream.next(), stream.next()];
    stream.pushDroppable(1);
    stream.fail(new Error('oops'));
    expect(await reads[0]).toEqual({ done: false, value: 1 });
    await expect(reads[1]).rejects.toThrow('oops');
    expect(await reads[2]).toEqual({ done: true, value: undefined });
  });

  it('that nobody reads fails without an unhandled rejection', async () => {
    new GoalStream<number>({}, () => undefined).fail(new Error('oops'));
    await new Promise((resolve) => setImmediate(resolve)); // jest fails on unhandled rejections
  });

  it('closes when the loop is left, and keeps nothing', async () => {
    let closed = 0;
    const stream = new GoalStream<number>({}, () => closed++);
    for (let i = 0; i < 4; i++) stream.pushDroppable(i);
    for await (const item of stream) if (item === 1) break;
    expect(closed).toBe(1);
    stream.pushDroppable(9);
    expect(await all(stream)).toEqual([]);
    stream.fail(new Error('too late'));
    expect(closed).toBe(1);
  });

  it.each([[{ policy: 'some' }], [{ capacity: 0 }], [{ capacity: 1.5 }]])('refuses %j', (options) => {
    expect(() => new GoalStream(options as never, () => undefined)).toThrow();
  });
});
