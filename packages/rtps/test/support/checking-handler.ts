import type { SubmessageHandler } from '../../src/message/submessage-handler.js';
import type { InlineQos } from '../../src/parameters/inline-qos.js';
import type { NumberSet } from '../../src/types/number-set.js';

/** Counts what it is shown, after holding each against what the walk promises. A plain `if`: expect() is a thousand times slower. */
export class CheckingHandler implements SubmessageHandler {
  shown = 0;
  bytes: Uint8Array = new Uint8Array(0);

  onData: SubmessageHandler['onData'] = (receiver, { writerSn, payload, inlineQos }) => {
    this.#check(isSn(writerSn) && receiver.destinationIsUs);
    if (payload !== undefined) this.#check(payload.length >= 4 && this.#isInside(payload));
    this.#checkInlineQos(inlineQos);
  };

  onDataFrag: SubmessageHandler['onDataFrag'] = (_receiver, dataFrag) => {
    const { writerSn, fragmentStartingNum, fragmentsInSubmessage, fragmentSize, sampleSize, fragments } = dataFrag;
    this.#check(isSn(writerSn) && fragmentSize >= 4 && fragmentSize <= 65_500 && sampleSize >= 4);
    const last = fragmentStartingNum + fragmentsInSubmessage - 1;
    this.#check(fragmentStartingNum >= 1 && fragmentsInSubmessage >= 1 && (last - 1) * fragmentSize < sampleSize);
    const end = Math.min(last * fragmentSize, sampleSize);
    this.#check(this.#isInside(fragments) && fragments.length === end - (fragmentStartingNum - 1) * fragmentSize);
    this.#checkInlineQos(dataFrag.inlineQos);
  };

  onHeartbeat: SubmessageHandler['onHeartbeat'] = (_receiver, { firstSn, lastSn }) => {
    this.#check(isSn(firstSn) && lastSn >= firstSn - 1 && Number.isSafeInteger(lastSn));
  };

  onHeartbeatFrag: SubmessageHandler['onHeartbeatFrag'] = (_receiver, { writerSn, lastFragmentNum }) => {
    this.#check(isSn(writerSn) && lastFragmentNum >= 1);
  };

  onGap: SubmessageHandler['onGap'] = (_receiver, { gapStart, gapList }) => {
    this.#check(isSn(gapStart) && gapList.base >= gapStart);
    this.#checkSet(gapList, Number.MAX_SAFE_INTEGER);
  };

  onAckNack: SubmessageHandler['onAckNack'] = (_receiver, { readerSnState }) => {
    this.#check(readerSnState.base >= 1 || (readerSnState.base === 0 && readerSnState.numBits === 0));
    this.#checkSet(readerSnState, Number.MAX_SAFE_INTEGER);
  };

  onNackFrag: SubmessageHandler['onNackFrag'] = (_receiver, { writerSn, fragmentNumberState }) => {
    this.#check(isSn(writerSn) && fragmentNumberState.base >= 1);
    this.#checkSet(fragmentNumberState, 0xffff_ffff);
  };

  #checkSet(set: NumberSet, max: number): void {
    let members = 0;
    for (let member = set.next(0); member !== -1; member = set.next(member + 1)) {
      members++;
      this.#check(set.has(member) && member >= set.base && member <= max);
    }
    this.#check(set.numBits <= 256 && members <= set.numBits);
  }

  #checkInlineQos(inlineQos: InlineQos | undefined): void {
    if (inlineQos === undefined) return;
    const { relatedSampleIdentity, keyHash, statusInfo } = inlineQos;
    this.#check(statusInfo >= 0 && statusInfo <= 255 && (keyHash === undefined || keyHash.length === 16));
    if (relatedSampleIdentity === undefined) return;
    this.#check(relatedSampleIdentity.guid.length === 16 && relatedSampleIdentity.sequenceNumber >= -1);
  }

  #isInside(view: Uint8Array): boolean {
    return (
      view.buffer === this.bytes.buffer && view.byteOffset + view.length <= this.bytes.byteOffset + this.bytes.length
    );
  }

  #check(isTrue: boolean): void {
    this.shown++;
    if (!isTrue) throw new Error('the walk showed what it promises not to');
  }
}

function isSn(sn: number): boolean {
  return Number.isSafeInteger(sn) && sn >= 1;
}
