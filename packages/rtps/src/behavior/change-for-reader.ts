import { quirksOf } from '../vendor/quirks.js';
import { contentFor, type CacheChange, type ChangeContent } from './cache-change.js';
import type { ReaderProxy } from './reader-proxy.js';

/** What a reader is sent of a change: its group's words for it, and of an instance's end only what it understands. */
export function contentOf(change: CacheChange, proxy: ReaderProxy): ChangeContent {
  const content = contentFor(change, proxy);
  if (change.isKeyPayload !== true || !quirksOf(proxy.endpoint.participant.vendorId).takesKeyForHash) return content;
  return { payload: undefined, inlineQos: content.inlineQos };
}

/** Whether a change is for a reader, and its time is not up. */
export function isRelevant(change: CacheChange, proxy: ReaderProxy, now: number): boolean {
  if (change.expiresAt <= now && !mustBeFinished(change, proxy)) return false;
  return change.relevantTo === undefined || change.relevantTo.has(proxy.groupKey);
}

/** Some of it has left, and the reader would not survive to hear that the rest will not come: it drops what is too old itself. */
function mustBeFinished({ sn }: CacheChange, proxy: ReaderProxy): boolean {
  const { diesOfGapAmongFragments } = quirksOf(proxy.endpoint.participant.vendorId);
  return diesOfGapAmongFragments && proxy.findFragments(sn) !== undefined;
}
