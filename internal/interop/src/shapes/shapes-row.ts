/** The titles under which docs/INTEROP.md lists what test/shapes.test.ts shows, one column for each vendor. */
export const SHAPES = { CYCLONE: 'shapes with Cyclone DDS', FAST: 'shapes with Fast DDS' } as const;

export const ShapesRow = {
  RELIABLE: 'reliable, keep all: every sample of every instance, in order',
  BEST_EFFORT: 'a best-effort reader of a reliable writer has samples',
  RELIABILITY: 'a best-effort writer and a reliable reader: RELIABILITY',
  LATE_JOINER: 'transient local, keep last 1: a late joiner has the last sample of each instance',
  VOLATILE: 'a volatile late joiner has nothing of before',
  DURABILITY: 'a volatile writer and a transient-local reader: DURABILITY',
  DEADLINE: 'a reader that wants shorter deadlines than are offered: DEADLINE',
  XCDR2: 'both speak XCDR2: samples',
  REPRESENTATION: 'one speaks XCDR2 and the other XCDR1 only: DATA_REPRESENTATION',
  PARTITION: 'partitions: the same, or a pattern of it, meet; others do not',
  TOPIC: 'other topics and other domains do not meet',
  INSTANCES: 'instances are disposed, unregistered, written again, and left by their writer',
} as const;
export type ShapesRow = (typeof ShapesRow)[keyof typeof ShapesRow];
