import { measureCodec } from '../../src/micro/codec.js';
import { measureCoreLoop } from '../../src/micro/core-loop.js';

describe('the micro benchmarks', () => {
  it('carry every sample from core to core, in fewer datagrams when they are packed', () => {
    const { singleDatagrams, packedDatagrams } = measureCoreLoop();
    expect(singleDatagrams).toBeGreaterThanOrEqual(1);
    expect(packedDatagrams).toBeLessThan(singleDatagrams);
  });

  it('measure messages of the size that CDR gives them', () => {
    const bytes = new Map(measureCodec().map((figures) => [figures.title, figures.bytes]));
    expect(bytes.get('int32[] of 262 144')).toBe(4 + 4 + 4 * 262_144);
  });
});
