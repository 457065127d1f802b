import { AssemblyBudget } from '../../../../packages/rtps/src/behavior/assembly-budget.js';
import { FragmentAssembler } from '../../../../packages/rtps/src/behavior/fragment-assembler.js';
import { Verdict } from '../../../../packages/rtps/src/message/verdict.js';
import { createDataFrag, readDataFrag } from '../../../../packages/rtps/src/message/submessages/data-frag.js';
import { check, type Target } from '../loop/target.js';

const BUDGET = 16_384;
/** An operation: kind, octets of body, body. */
const OPERATION = 2;
const FLAGS = 0x01;
/** A fragment of 4 octets is counted with 96 for its place in a map. */
const MEMORY_PER_OCTET = 25;

/** A sequence of DATA_FRAGs as they come from the wire, of HEARTBEAT_FRAGs and of what a reader does in between. */
export function fragmentsTarget(): Target {
  const dataFrag = createDataFrag();
  return {
    name: 'fragments',
    title: 'assembly of fragments',
    modules: ['packages/rtps/src/behavior/fragment-assembler.ts', 'packages/rtps/src/behavior/assembly-budget.ts'],
    weight: 30,
    maxLength: 2_048,
    seeds: () => [sequence([1, 2, 3, 4], 16, 60), sequence([4, 2, 2, 1, 3], 16, 60), sequence([2, 1], 40, 79)],
    run(input) {
      const budget = new AssemblyBudget(BUDGET);
      const assembler = new FragmentAssembler(budget, (input[0] ?? 0) % 2 === 0);
      let now = 0;
      let received = 0;
      for (let at = 1; at + OPERATION <= input.length;) {
        const kind = input[at] ?? 0;
        const end = Math.min(input.length, at + OPERATION + (input[at + 1] ?? 0));
        const body = input.subarray(at + OPERATION, end);
        at = end;
        now += kind >>> 3;
        const sn = (body[0] ?? 0) % 8;
        switch (kind % 8) {
          case 5:
            assembler.announce(sn, body[1] ?? 0);
            break;
          case 6:
            assembler.announceWhole(sn);
            check(assembler.forEachMissing(sn, () => undefined) >= 0, 'what is missing has an end');
            break;
          case 7:
            assembler.dropBelow(sn);
            break;
          default: {
            if (readDataFrag(input, at - body.length, at, FLAGS, dataFrag) !== Verdict.OK) break;
            const whole = assembler.add(dataFrag, undefined, now);
            check(
              whole === undefined || whole.payload.length === dataFrag.sampleSize,
              'a sample is as long as announced',
            );
            check(whole === undefined || !assembler.has(dataFrag.writerSn), 'a sample comes once');
          }
        }
        check(budget.bytes >= 0 && budget.bytes <= BUDGET, 'memory keeps to its budget');
        received += body.length;
        check(budget.bytes <= MEMORY_PER_OCTET * received, 'memory grows with what was received');
      }
      assembler.clear();
      check(budget.bytes === 0 && assembler.size === 0, 'nothing is left over');
    },
  };
}

/** DATA_FRAGs of one sample in this order. */
function sequence(order: readonly number[], fragmentSize: number, sampleSize: number): Uint8Array {
  const operations = order.flatMap((number) => {
    const from = (number - 1) * fragmentSize;
    const length = Math.min(fragmentSize, sampleSize - from);
    const body = new Uint8Array(32 + ((length + 3) & ~3));
    const view = new DataView(body.buffer);
    view.setUint16(2, 28, true);
    view.setUint32(16, 1, true);
    view.setUint32(20, number, true);
    view.setUint16(24, 1, true);
    view.setUint16(26, fragmentSize, true);
    view.setUint32(28, sampleSize, true);
    for (let i = 0; i < length; i++) body[32 + i] = from + i;
    return [0, body.length, ...body];
  });
  return Uint8Array.of(0, ...operations, 6, 1, 1);
}
