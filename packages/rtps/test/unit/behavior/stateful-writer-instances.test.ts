import { encodeInlineQos } from '../../../src/parameters/inline-qos.js';
import { StatusInfo } from '../../../src/types/status-info.js';
import { VendorId } from '../../../src/types/vendor-id.js';
import { WriterBench } from '../../support/writer-bench.js';

const inlineQos = encodeInlineQos({ keyHash: new Uint8Array(16).fill(9), statusInfo: StatusInfo.DISPOSED });
const END = { inlineQos, instance: 'nine', isDispose: true, isKeyPayload: true } as const;

/** Of each DATA and DATA_FRAG of the last flush: the flag and the octets of its payload, and the status. */
function endsIn(bench: WriterBench): unknown[] {
  return bench.submessages.flatMap((submessage) => {
    if (submessage.kind === 'DATA')
      return [[submessage.isKeyPayload, submessage.payload?.byteLength, submessage.inlineQos?.statusInfo]];
    return submessage.kind === 'DATA_FRAG' ? [[submessage.isKeyPayload, submessage.fragments.byteLength]] : [];
  });
}

describe('the end of an instance', () => {
  it('goes out with the key, but to whom would take it for a hash with the hash alone, in repairs too', () => {
    const bench = new WriterBench();
    const [cyclone, fast, ours] = [VendorId.CYCLONE_DDS, VendorId.FAST_DDS, VendorId.UNKNOWN].map((vendorId) =>
      bench.matchHeard({ vendorId }),
    );
    bench.write(new Uint8Array(8), END);
    bench.flush();
    const expected = [
      [true, 8, StatusInfo.DISPOSED],
      [false, undefined, StatusInfo.DISPOSED],
      [true, 8, StatusInfo.DISPOSED],
    ];
    expect(endsIn(bench)).toEqual(expected);
    bench.now += 100;
    for (const proxy of [cyclone!, fast!, ours!]) bench.ack(proxy, 1, [1]);
    bench.flush();
    expect(endsIn(bench)).toEqual(expected);
  });

  it('goes out in fragments that say so, when the key is long', () => {
    const bench = new WriterBench();
    bench.matchHeard();
    bench.write(new Uint8Array(2_000), END);
    bench.flush();
    expect(endsIn(bench)).toEqual([
      [true, 1_024],
      [true, 976],
    ]);
  });
});
