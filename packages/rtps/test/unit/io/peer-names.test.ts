import { PeerNames } from '../../../src/io/peer-names.js';

interface Setup {
  readonly names: PeerNames;
  readonly asked: string[];
  readonly missing: string[];
  changes: number;
  nowMs: number;
  answer: readonly string[] | Error;
}

function setup(): Setup {
  const state: Omit<Setup, 'names'> = { asked: [], missing: [], changes: 0, nowMs: 0, answer: [] };
  const names = new PeerNames({
    names: ['robot.local'],
    now: () => state.nowMs,
    lookup: (name) => {
      state.asked.push(name);
      return state.answer instanceof Error
        ? Promise.reject(state.answer)
        : Promise.resolve(state.answer.map((address) => ({ address })));
    },
    onChanged: () => (state.changes += 1),
    onMissing: (name) => state.missing.push(name),
  });
  return Object.assign(state, { names });
}

describe('names of static peers', () => {
  it('are looked up, again every 5 s while nothing is found, and every minute then', async () => {
    const of = setup();
    of.answer = new Error('ENOTFOUND');
    await of.names.refresh();
    expect([of.names.addressesOf('robot.local'), of.missing, of.changes]).toEqual([[], ['robot.local'], 0]);
    of.nowMs = 4_999;
    await of.names.refresh();
    expect(of.asked).toHaveLength(1);
    of.nowMs = 5_000;
    of.answer = ['192.0.2.7', '2001:db8::7'];
    await of.names.refresh();
    expect([of.asked.length, of.changes]).toEqual([2, 1]);
    const found = ['192.0.2.7', '2001:0db8:0000:0000:0000:0000:0000:0007'];
    expect(of.names.addressesOf('robot.local')).toEqual(found);
    of.nowMs = 64_999;
    await of.names.refresh();
    expect(of.asked).toHaveLength(2);
    of.nowMs = 65_000;
    of.answer = ['2001:db8::7', '192.0.2.7'];
    await of.names.refresh();
    expect([of.asked.length, of.changes]).toEqual([3, 1]);
  });

  it('follow a host that moves, and keep what is known while nothing is found', async () => {
    const of = setup();
    of.answer = ['192.0.2.7'];
    await of.names.refresh();
    of.answer = new Error('EAI_AGAIN');
    of.nowMs = 60_000;
    await of.names.refresh();
    expect([of.names.addressesOf('robot.local'), of.missing]).toEqual([['192.0.2.7'], []]);
    of.answer = ['192.0.2.8'];
    of.nowMs = 65_000;
    await of.names.refresh();
    expect([of.names.addressesOf('robot.local'), of.changes]).toEqual([['192.0.2.8'], 2]);
  });

  it('are asked for once at a time, and nobody is told after the end', async () => {
    const of = setup();
    of.answer = ['192.0.2.7'];
    const pending = [of.names.refresh(), of.names.refresh()];
    of.names.stop();
    await Promise.all(pending);
    expect([of.asked.length, of.changes]).toEqual([1, 0]);
  });

  it('are the operating system’s by default', async () => {
    const names = new PeerNames({ names: ['localhost'], now: () => 0, onChanged() {}, onMissing() {} });
    await names.refresh();
    expect(names.addressesOf('localhost').some((address) => /^(127\.|0000:)/.test(address))).toBe(true);
  });
});
