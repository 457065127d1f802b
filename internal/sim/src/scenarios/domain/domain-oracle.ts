import { areCompatible } from './compatible.js';
import type { Hearsay } from '../hearsay.js';
import type { ScriptedReader, ScriptedWriter } from './endpoints.js';
import type { Member } from './member.js';
import type { DomainMutant } from './mutants.js';

/** What has to hold once the network has been whole and everybody awake for a lease and some. Each line is a complaint. */
export function judgeDomain(members: readonly Member[], hearsay: Hearsay, mutant?: DomainMutant): string[] {
  const complaints: string[] = [];
  const writers = members.flatMap((member) => [...member.writers]);
  const readers = members.flatMap((member) => [...member.readers]);
  for (const member of members) {
    const others = members.filter((one) => one !== member);
    const seen = Array.from(member.participant.participants, ({ guidPrefix }) => guidPrefix.text);
    expectSame(
      `${member.name} sees participants`,
      mutant?.see?.(seen) ?? seen,
      others.map(({ key }) => key),
    );
    const endpoints = Array.from(member.participant.endpoints, ({ guidText }) => guidText);
    const there = others.flatMap((one) => [...one.writers, ...one.readers].map(({ guid }) => guid));
    expectSame(`${member.name} sees endpoints`, endpoints, there);
  }
  for (const writer of writers) {
    const matched = writer.writer.matchedReaders.map(({ guidText }) => guidText);
    const compatible = readers.filter((reader) => areCompatible(writer.plan, reader.plan));
    expectSame(
      `${writer.guid} on ${writer.member.name} has readers`,
      matched,
      compatible.map(({ guid }) => guid),
    );
  }
  for (const reader of readers) {
    const matched = reader.reader.matchedWriters.map(({ guidText }) => guidText);
    const compatible = writers.filter((writer) => areCompatible(writer.plan, reader.plan));
    expectSame(
      `${reader.guid} on ${reader.member.name} has writers`,
      matched,
      compatible.map(({ guid }) => guid),
    );
    complaints.push(...reader.complaints);
    for (const writer of compatible) complaints.push(...judgeDelivery(writer, reader, hearsay));
  }
  return complaints;

  function expectSame(what: string, actual: readonly string[], expected: readonly string[]): void {
    const [a, b] = [[...actual].sort().join(' '), [...expected].sort().join(' ')];
    if (a !== b) complaints.push(`${what} ${a}; there are ${b}`);
  }
}

/** Reliable readers have what they are owed: all since they met, if they never lost each other; in any case what is kept for them. */
function judgeDelivery(writer: ScriptedWriter, reader: ScriptedReader, hearsay: Hearsay): string[] {
  if (!writer.plan.isReliable || !reader.plan.isReliable) return [];
  const { samples, plan, guid, member } = writer;
  const got = new Set(reader.streams.get(guid)?.numbers);
  const kept = plan.isKeepAll ? samples.length : Math.min(plan.depth, samples.length);
  const owed = new Set<number>();
  samples.forEach(({ at, matched }, index) => {
    const isKept = index >= samples.length - kept;
    const isForNewcomers = plan.isTransientLocal && reader.plan.isTransientLocal;
    const isPresent = matched.has(reader.guid) && !hearsay.wasSilent(member, reader.member, at);
    if (isKept && (isPresent || isForNewcomers)) owed.add(index + 1);
  });
  const missing = [...owed].filter((number) => !got.has(number));
  if (missing.length === 0) return [];
  return [`${reader.guid} on ${reader.member.name} lacks #${missing.join(' #')} of ${guid} on ${member.name}`];
}
