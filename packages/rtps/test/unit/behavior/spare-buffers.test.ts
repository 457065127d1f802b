import { SpareBuffers } from '../../../src/behavior/spare-buffers.js';

const KB = 1024;

describe('SpareBuffers', () => {
  it('gives back whole buffers, the last one first, each once', () => {
    const spares = new SpareBuffers();
    const [first, second] = [new Uint8Array(4 * KB), new Uint8Array(8 * KB)];
    spares.add(first.subarray(0, 3 * KB));
    spares.add(second);
    const taken = [spares.take(), spares.take(), spares.take()];
    expect(taken.map((bytes) => bytes?.buffer)).toEqual([second.buffer, first.buffer, undefined]);
    expect(taken.map((bytes) => bytes?.byteLength)).toEqual([8 * KB, 4 * KB, undefined]);
  });

  it('keeps half a megabyte, and what is taken no longer counts', () => {
    const spares = new SpareBuffers();
    for (let n = 0; n < 10; n++) spares.add(new Uint8Array(100 * KB));
    let taken = 0;
    while (spares.take() !== undefined) taken += 1;
    expect(taken).toBe(5);
    spares.add(new Uint8Array(512 * KB));
    expect(spares.take()?.byteLength).toBe(512 * KB);
  });

  it('leaves what is small, or too large', () => {
    const spares = new SpareBuffers();
    spares.add(new Uint8Array(KB - 1));
    spares.add(new Uint8Array(512 * KB + 1));
    expect(spares.take()).toBeUndefined();
  });
});
