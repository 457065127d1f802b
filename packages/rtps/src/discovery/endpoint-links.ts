import type { ReaderProxy } from '../behavior/reader-proxy.js';
import type { StatefulReader } from '../behavior/stateful-reader.js';
import type { StatefulWriter } from '../behavior/stateful-writer.js';
import type { WriterProxy } from '../behavior/writer-proxy.js';
import type { EntityId } from '../types/entity-id.js';

/** One of our readers and what it knows of a writer of a remote participant. */
export interface ReaderLink {
  readonly reader: StatefulReader;
  readonly proxy: WriterProxy;
}

/** One of our writers and what it knows of a reader of a remote participant. */
export interface WriterLink {
  readonly writer: StatefulWriter;
  readonly proxy: ReaderProxy;
}

/** Adds `link` to the list under `id`. */
export function addLink<Link>(links: Map<EntityId, Link[]>, id: EntityId, link: Link): void {
  const list = links.get(id);
  if (list === undefined) links.set(id, [link]);
  else list.push(link);
}

/** Removes the links under `id` that `matches` and returns them. */
export function removeLinks<Link>(
  links: Map<EntityId, Link[]>,
  id: EntityId,
  matches: (link: Link) => boolean,
): Link[] {
  const list = links.get(id) ?? [];
  const kept = list.filter((link) => !matches(link));
  if (kept.length === 0) links.delete(id);
  else links.set(id, kept);
  return list.filter(matches);
}
