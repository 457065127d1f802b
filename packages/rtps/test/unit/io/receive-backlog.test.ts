import { ReceiveBacklog } from '../../../src/io/receive-backlog.js';

describe('ReceiveBacklog', () => {
  it('is behind when one socket gave as much as a turn reads of it, until the turn is over', async () => {
    const backlog = new ReceiveBacklog();
    for (let datagram = 1; datagram < 32; datagram++) for (const port of [7_400, 7_410]) backlog.note(port);
    expect(backlog.isBehind).toBe(false);
    backlog.note(7_410);
    expect(backlog.isBehind).toBe(true);
    await new Promise((resolve) => setImmediate(resolve));
    expect(backlog.isBehind).toBe(false);
  });
});
