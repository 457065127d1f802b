import { PolicyId } from '@rclts/rtps';
import { claimDomain, type Domain } from '../src/process/domain.js';
import { peerEnvironment, Transport } from '../src/process/environment.js';
import { cycloneProgram, fastDdsProgram } from '../src/process/programs.js';
import { RemotePeer } from '../src/remote-peer.js';
import { Shapes } from '../src/shapes/shapes.js';
import type { ShapesEnd, ShapesEntity, ShapesEvent, ShapesMethods, ShapesQos } from '../src/shapes/shapes-protocol.js';
import { SHAPES, ShapesRow } from '../src/shapes/shapes-row.js';

const PATIENCE_MS = 60_000;
const CASE_MS = 300_000;

const DEFAULTS: ShapesQos = {
  isReliable: true,
  isTransientLocal: false,
  depth: 0,
  deadlineMs: 0,
  representation: 'XCDR1',
  partition: '',
};

/** Less and more than a key hash could hold. One after the other: once Fast DDS has hashed a long key, it finds no short one any more. */
const SHORT = ['BLUE', 'RED', 'GREEN'] as const;
const LONG = ['ULTRAMARINE-OF-LAPIS-LAZULI', 'ROSE-MADDER-OF-RUBIA-TINCTORUM', 'GREEN-EARTH-OF-MONTE-BALDO'] as const;

/** A volatile writer of Fast DDS forgets an instance with its last sample, and then cannot dispose it. */
const LASTING = { isTransientLocal: true, depth: 10 } as const;

type Peer = RemotePeer<ShapesMethods, ShapesEvent>;

/** A writer at one end and a reader at the other, under a topic of their own. */
interface Pair {
  readonly title: string;
  readonly writing: ShapesEnd;
  readonly reading: ShapesEnd;
  readonly name: string;
}

/** What the other end does in its own way. */
interface Ways {
  /** As a writer it sends a volatile reader what was before, and leaves it to the reader to look away. */
  readonly repeatsHistory: boolean;
  /** As a reader it has nothing to take when an instance has lost its writer by that writer's end. */
  readonly isSilentOfGoneWriters: boolean;
}

const CYCLONE: Ways = { repeatsHistory: true, isSilentOfGoneWriters: false };
const FAST: Ways = { repeatsHistory: false, isSilentOfGoneWriters: true };

describe.each([
  [SHAPES.CYCLONE, () => cycloneProgram('shapes_peer.py'), CYCLONE],
  [SHAPES.FAST, () => fastDdsProgram('shapes_peer'), FAST],
])('%s', (label, program, ways) => {
  let domain: Domain;
  let elsewhere: Domain;
  let peer: Peer;
  let ours: Shapes;
  let pairs = 0;

  beforeAll(async () => {
    [domain, elsewhere] = [await claimDomain(), await claimDomain()];
    ours = new Shapes();
    peer = await RemotePeer.start<ShapesMethods, ShapesEvent>(
      label,
      program(),
      peerEnvironment(domain.id, Transport.UDPV4),
    );
  }, CASE_MS);

  afterAll(async () => {
    await peer?.crash();
    await ours?.close();
    await domain?.release();
    await elsewhere?.release();
  }, CASE_MS);

  const directions = (): Pair[] => [
    { title: 'ours writes', writing: ours, reading: peer, name: `pair${++pairs}` },
    { title: 'ours reads', writing: peer, reading: ours, name: `pair${++pairs}` },
  ];

  async function create(end: ShapesEnd, kind: 'writer' | 'reader', name: string, changed: Partial<ShapesEntity>) {
    await end.call('create', { ...DEFAULTS, name, kind, topic: name, domainId: domain.id, ...changed });
  }

  async function createBoth(
    pair: Pair,
    writer: Partial<ShapesEntity> = {},
    reader: Partial<ShapesEntity> = {},
  ): Promise<void> {
    await create(pair.writing, 'writer', pair.name, writer);
    await create(pair.reading, 'reader', pair.name, reader);
  }

  async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const end = performance.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (performance.now() > end) throw new Error(`not within ${PATIENCE_MS} ms: ${what}\n${peer.process.describe()}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const statusesOf = async ({ writing, reading, name }: Pair) => [
    await writing.call('status', { name }),
    await reading.call('status', { name }),
  ];

  const untilMatched = (pair: Pair): Promise<void> =>
    until(`${pair.title}: both match`, async () => (await statusesOf(pair)).every(({ matched }) => matched === 1));

  /** What each colour's reader was told, in order; colours are not ordered among each other. */
  async function byColour({ reading, name }: Pair): Promise<Record<string, string[]>> {
    const told: Record<string, string[]> = {};
    for (const line of await reading.call('told', { name })) {
      const [colour = '', what = ''] = line.split(' ');
      (told[colour] ??= []).push(what);
    }
    return told;
  }

  /** Until the reader was told so many lines; then what they are. */
  async function toldOf(pair: Pair, lines: number): Promise<Record<string, string[]>> {
    await until(`${pair.title}: ${lines} lines`, async () => {
      return (await pair.reading.call('told', { name: pair.name })).length >= lines;
    });
    return byColour(pair);
  }

  const write = (pair: Pair, color: string, x: number): Promise<void> =>
    pair.writing.call('write', { name: pair.name, color, x, y: 1 });

  /** A policy keeps the two apart, and both of them say which. */
  async function expectPolicy(policy: PolicyId, writer: Partial<ShapesQos>, reader: Partial<ShapesQos>): Promise<void> {
    for (const pair of directions()) {
      await createBoth(pair, writer, reader);
      await until(`${pair.title}: both name the policy`, async () =>
        (await statusesOf(pair)).every((status) => status.policy !== 0),
      );
      expect([pair.title, ...(await statusesOf(pair))]).toEqual([
        pair.title,
        { matched: 0, policy },
        { matched: 0, policy },
      ]);
      await closeBoth(pair);
    }
  }

  async function expectSamples(writer: Partial<ShapesQos>, reader: Partial<ShapesQos>): Promise<void> {
    for (const pair of directions()) {
      await createBoth(pair, writer, reader);
      await untilMatched(pair);
      await write(pair, 'BLUE', 1);
      expect([pair.title, await toldOf(pair, 1)]).toEqual([pair.title, { BLUE: ['1'] }]);
      await closeBoth(pair);
    }
  }

  /** They do not meet: a pair that was made after them has met, and discovery tells of endpoints in their order. */
  async function expectSilence(writer: Partial<ShapesEntity>, reader: Partial<ShapesEntity>): Promise<void> {
    for (const pair of directions()) {
      await createBoth(pair, writer, reader);
      const later = { ...pair, name: `${pair.name}-later` };
      await createBoth(later);
      await untilMatched(later);
      expect([pair.title, ...(await statusesOf(pair))]).toEqual([
        pair.title,
        { matched: 0, policy: 0 },
        { matched: 0, policy: 0 },
      ]);
      await closeBoth(pair);
      await closeBoth(later);
    }
  }

  async function closeBoth({ writing, reading, name }: Pair): Promise<void> {
    await writing.call('close', { name });
    await reading.call('close', { name });
  }

  const test = (row: ShapesRow, run: () => Promise<void>): void => it(row, run, CASE_MS);

  test(ShapesRow.RELIABLE, async () => {
    for (const pair of directions()) {
      await createBoth(pair);
      await untilMatched(pair);
      const numbers = Array.from({ length: 50 }, (_, x) => x);
      for (const x of numbers) for (const color of ['BLUE', 'RED']) await write(pair, color, x);
      const texts = numbers.map(String);
      expect([pair.title, await toldOf(pair, 100)]).toEqual([pair.title, { BLUE: texts, RED: texts }]);
      await closeBoth(pair);
    }
  });

  test(ShapesRow.BEST_EFFORT, async () => {
    for (const pair of directions()) {
      await createBoth(pair, {}, { isReliable: false });
      await untilMatched(pair);
      // One may get lost: until some come.
      let x = 0;
      await until(`${pair.title}: a sample`, async () => {
        await write(pair, 'BLUE', x++);
        return Object.keys(await byColour(pair)).length > 0;
      });
      await closeBoth(pair);
    }
  });

  test(ShapesRow.RELIABILITY, () => expectPolicy(PolicyId.RELIABILITY, { isReliable: false }, {}));

  test(ShapesRow.LATE_JOINER, async () => {
    const late = { isTransientLocal: true, depth: 1 };
    for (const pair of directions()) {
      await create(pair.writing, 'writer', pair.name, late);
      for (let x = 1; x <= 3; x++) for (const color of ['BLUE', 'RED', 'GREEN']) await write(pair, color, x);
      await create(pair.reading, 'reader', pair.name, late);
      const expected = { BLUE: ['3'], RED: ['3'], GREEN: ['3'] };
      expect([pair.title, await toldOf(pair, 3)]).toEqual([pair.title, expected]);
      await closeBoth(pair);
    }
  });

  test(ShapesRow.VOLATILE, async () => {
    for (const pair of directions()) {
      await create(pair.writing, 'writer', pair.name, { isTransientLocal: true });
      await write(pair, 'BLUE', 1);
      await create(pair.reading, 'reader', pair.name, {});
      await untilMatched(pair);
      await write(pair, 'BLUE', 2);
      const mayRepeat = ways.repeatsHistory && pair.reading === ours;
      if (mayRepeat) await until('the sample', async () => (await byColour(pair))['BLUE']?.at(-1) === '2');
      else expect([pair.title, await toldOf(pair, 1)]).toEqual([pair.title, { BLUE: ['2'] }]);
      await closeBoth(pair);
    }
  });

  test(ShapesRow.DURABILITY, () => expectPolicy(PolicyId.DURABILITY, {}, { isTransientLocal: true }));

  test(ShapesRow.DEADLINE, async () => {
    await expectPolicy(PolicyId.DEADLINE, { deadlineMs: 2_000 }, { deadlineMs: 1_000 });
    await expectSamples({ deadlineMs: 1_000 }, { deadlineMs: 2_000 });
  });

  test(ShapesRow.XCDR2, () => expectSamples({ representation: 'XCDR2' }, { representation: 'XCDR2' }));

  test(ShapesRow.REPRESENTATION, async () => {
    await expectPolicy(PolicyId.DATA_REPRESENTATION, { representation: 'XCDR2' }, { representation: 'XCDR1' });
    await expectPolicy(PolicyId.DATA_REPRESENTATION, { representation: 'XCDR1' }, { representation: 'XCDR2' });
  });

  test(ShapesRow.PARTITION, async () => {
    await expectSamples({ partition: 'left' }, { partition: 'left' });
    await expectSamples({ partition: 'left' }, { partition: 'l?f*' });
    await expectSilence({ partition: 'left' }, { partition: 'right' });
    await expectSilence({}, { partition: 'right' });
  });

  test(ShapesRow.TOPIC, async () => {
    await expectSilence({ topic: 'Square' }, { topic: 'Circle' });
    await expectSilence({}, { domainId: elsewhere.id });
  });

  it.each([SHORT, LONG])(
    `${ShapesRow.INSTANCES}: %s, %s and %s`,
    async (...colors) => {
      const [disposed, unregistered, left] = colors;
      for (const pair of directions()) {
        const { name, writing, reading } = pair;
        await createBoth(pair, LASTING, LASTING);
        await untilMatched(pair);
        for (const color of colors) await write(pair, color, 1);
        await toldOf(pair, 3);
        await writing.call('dispose', { name, color: disposed });
        await writing.call('unregister', { name, color: unregistered });
        await toldOf(pair, 5);
        await write(pair, disposed, 2);
        await toldOf(pair, 6);
        await writing.call('close', { name });
        const end = ways.isSilentOfGoneWriters && reading === peer ? [] : ['NOT_ALIVE_NO_WRITERS'];
        expect([pair.title, await toldOf(pair, 6 + 2 * end.length)]).toEqual([
          pair.title,
          {
            [disposed]: ['1', 'NOT_ALIVE_DISPOSED', '2', ...end],
            [unregistered]: ['1', 'NOT_ALIVE_NO_WRITERS'],
            [left]: ['1', ...end],
          },
        ]);
        await reading.call('close', { name });
      }
    },
    CASE_MS,
  );
});
