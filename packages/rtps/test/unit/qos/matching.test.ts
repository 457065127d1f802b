import * as fc from 'fast-check';
import { defaultReaderQos, defaultWriterQos, withQos } from '../../../src/qos/defaults.js';
import { incompatiblePolicies, isReportable, policyName } from '../../../src/qos/matching.js';
import {
  DataRepresentation,
  DestinationOrderKind,
  DurabilityKind,
  LivelinessKind,
  OwnershipKind,
  PolicyId,
  PresentationScope,
  type QosPolicies,
  ReliabilityKind,
} from '../../../src/qos/policies.js';
import { DURATION_INFINITE, durationToMs, msToDuration } from '../../../src/types/time.js';

const { XCDR1, XCDR2 } = DataRepresentation;

/** The names of what keeps an offer and a request apart, on top of the defaults. */
function apart(offered: Partial<QosPolicies>, requested: Partial<QosPolicies>): string {
  const found = incompatiblePolicies(withQos(defaultWriterQos, offered), withQos(defaultReaderQos, requested));
  return found.map(policyName).join(' ');
}

function presentation(
  accessScope: PresentationScope,
  coherentAccess = false,
  orderedAccess = false,
): Partial<QosPolicies> {
  return { presentation: { accessScope, coherentAccess, orderedAccess } };
}

const { BEST_EFFORT, RELIABLE } = ReliabilityKind;
const { VOLATILE, TRANSIENT_LOCAL, PERSISTENT } = DurabilityKind;
const s = (seconds: number): ReturnType<typeof msToDuration> => msToDuration(seconds * 1000);

describe('what is offered meets what is requested (DDS 1.4 §2.2.3)', () => {
  it.each<[string, Partial<QosPolicies>, Partial<QosPolicies>, string]>([
    ['the defaults', {}, {}, ''],
    ['reliable for best effort', { reliability: RELIABLE }, { reliability: BEST_EFFORT }, ''],
    ['best effort for reliable', { reliability: BEST_EFFORT }, { reliability: RELIABLE }, 'RELIABILITY'],
    ['transient local for volatile', { durability: TRANSIENT_LOCAL }, { durability: VOLATILE }, ''],
    ['volatile for transient local', { durability: VOLATILE }, { durability: TRANSIENT_LOCAL }, 'DURABILITY'],
    ['transient local for persistent', { durability: TRANSIENT_LOCAL }, { durability: PERSISTENT }, 'DURABILITY'],
    ['a deadline of 1 s for one of 2 s', { deadline: s(1) }, { deadline: s(2) }, ''],
    ['a deadline of 2 s for one of 1 s', { deadline: s(2) }, { deadline: s(1) }, 'DEADLINE'],
    ['no deadline for one of 1 s', {}, { deadline: s(1) }, 'DEADLINE'],
    ['a deadline for none', { deadline: s(1) }, {}, ''],
    ['a latency budget of 1 s for none', { latencyBudget: s(1) }, {}, 'LATENCY_BUDGET'],
    ['exclusive for shared ownership', { ownership: OwnershipKind.EXCLUSIVE }, {}, 'OWNERSHIP'],
    ['shared for exclusive ownership', {}, { ownership: OwnershipKind.EXCLUSIVE }, 'OWNERSHIP'],
    ['a liveliness lease of 10 s for 10 s', { livelinessLeaseDuration: s(10) }, { livelinessLeaseDuration: s(10) }, ''],
    ['an infinite lease for 10 s', {}, { livelinessLeaseDuration: s(10) }, 'LIVELINESS'],
    ['manual for automatic liveliness', { liveliness: LivelinessKind.MANUAL_BY_TOPIC }, {}, ''],
    ['automatic for manual liveliness', {}, { liveliness: LivelinessKind.MANUAL_BY_PARTICIPANT }, 'LIVELINESS'],
    ['source order for reception order', { destinationOrder: DestinationOrderKind.BY_SOURCE_TIMESTAMP }, {}, ''],
    [
      'reception order for source order',
      {},
      { destinationOrder: DestinationOrderKind.BY_SOURCE_TIMESTAMP },
      'DESTINATION_ORDER',
    ],
    ['group for topic presentation', presentation(PresentationScope.GROUP), presentation(PresentationScope.TOPIC), ''],
    ['instance for topic presentation', {}, presentation(PresentationScope.TOPIC), 'PRESENTATION'],
    ['incoherent for coherent access', {}, presentation(PresentationScope.INSTANCE, true), 'PRESENTATION'],
    ['unordered for ordered access', {}, presentation(PresentationScope.INSTANCE, false, true), 'PRESENTATION'],
    ['coherent and ordered for neither', presentation(PresentationScope.INSTANCE, true, true), {}, ''],
    ['another partition', { partition: ['a'] }, { partition: ['b'] }, 'PARTITION'],
    ['a partition for none', { partition: ['a'] }, {}, 'PARTITION'],
    ['XCDR1 for XCDR1 or XCDR2', {}, { dataRepresentation: [XCDR2, XCDR1] }, ''],
    ['XCDR1 for XCDR2 only', {}, { dataRepresentation: [XCDR2] }, 'DATA_REPRESENTATION'],
    ['XCDR2 for XCDR1 only', { dataRepresentation: [XCDR2] }, {}, 'DATA_REPRESENTATION'],
    ['XCDR2 rather than XCDR1 for XCDR1 only', { dataRepresentation: [XCDR2, XCDR1] }, {}, 'DATA_REPRESENTATION'],
    ['an empty list of representations for another', { dataRepresentation: [] }, { dataRepresentation: [] }, ''],
    [
      'an empty list of representations for XCDR2',
      { dataRepresentation: [] },
      { dataRepresentation: [XCDR2] },
      'DATA_REPRESENTATION',
    ],
  ])('%s', (_title, offered, requested, expected) => {
    expect(apart(offered, requested)).toBe(expected);
  });

  it('names every reason, in the order of the policies’ ids', () => {
    const requested = { reliability: RELIABLE, durability: PERSISTENT, deadline: s(1), dataRepresentation: [XCDR2] };
    expect(apart({ reliability: BEST_EFFORT }, requested)).toBe('DURABILITY DEADLINE RELIABILITY DATA_REPRESENTATION');
  });

  it('does not look at lifespan, history, depth and blocking time', () => {
    expect(
      apart(
        { lifespan: s(1), history: 1, depth: 0, maxBlockingTime: s(9) },
        { lifespan: DURATION_INFINITE, depth: 99 },
      ),
    ).toBe('');
  });

  it('reports all mismatches but that of partitions', () => {
    expect(Object.values(PolicyId).filter((policy) => !isReportable(policy))).toEqual([PolicyId.PARTITION]);
  });
});

describe('matching, whatever the policies', () => {
  const duration = fc.oneof(fc.constant(DURATION_INFINITE), fc.integer({ min: 0, max: 5 }).map(s));
  const of = <T>(kinds: Record<string, T>): fc.Arbitrary<T> => fc.constantFrom(...Object.values(kinds));
  const policies: fc.Arbitrary<QosPolicies> = fc.record({
    reliability: of(ReliabilityKind),
    maxBlockingTime: duration,
    durability: of(DurabilityKind),
    history: fc.constantFrom(0, 1),
    depth: fc.nat(9),
    deadline: duration,
    latencyBudget: duration,
    lifespan: duration,
    liveliness: of(LivelinessKind),
    livelinessLeaseDuration: duration,
    ownership: of(OwnershipKind),
    destinationOrder: of(DestinationOrderKind),
    presentation: fc.record({
      accessScope: of(PresentationScope),
      coherentAccess: fc.boolean(),
      orderedAccess: fc.boolean(),
    }),
    partition: fc.array(fc.constantFrom('', 'a', 'b', '*', 'a?'), { maxLength: 2 }),
    dataRepresentation: fc.array(fc.constantFrom(XCDR1, XCDR2), { maxLength: 2 }),
  });

  it('who requests what he offers matches himself', () => {
    fc.assert(
      fc.property(policies, (qos) => {
        expect(incompatiblePolicies(qos, qos)).toEqual([]);
      }),
    );
  });

  it('a better offer never loses a match', () => {
    fc.assert(
      fc.property(policies, policies, (offered, requested) => {
        const best = {
          ...offered,
          reliability: RELIABLE,
          durability: PERSISTENT,
          deadline: s(0),
          latencyBudget: s(0),
          liveliness: LivelinessKind.MANUAL_BY_TOPIC,
          livelinessLeaseDuration: s(0),
          destinationOrder: DestinationOrderKind.BY_SOURCE_TIMESTAMP,
          presentation: { accessScope: PresentationScope.GROUP, coherentAccess: true, orderedAccess: true },
        };
        const before = incompatiblePolicies(offered, requested);
        for (const policy of incompatiblePolicies(best, requested)) expect(before).toContain(policy);
      }),
    );
  });

  it('a smaller request never loses a match', () => {
    fc.assert(
      fc.property(policies, policies, (offered, requested) => {
        const least = {
          ...requested,
          reliability: BEST_EFFORT,
          durability: VOLATILE,
          deadline: DURATION_INFINITE,
          latencyBudget: DURATION_INFINITE,
          liveliness: LivelinessKind.AUTOMATIC,
          livelinessLeaseDuration: DURATION_INFINITE,
          dataRepresentation: [XCDR1, XCDR2],
        };
        const before = incompatiblePolicies(offered, requested);
        for (const policy of incompatiblePolicies(offered, least)) expect(before).toContain(policy);
      }),
    );
  });

  it('each reason is one that the two records differ in', () => {
    fc.assert(
      fc.property(policies, policies, (offered, requested) => {
        const found = incompatiblePolicies(offered, requested);
        expect(found.includes(PolicyId.RELIABILITY)).toBe(offered.reliability < requested.reliability);
        expect(found.includes(PolicyId.DURABILITY)).toBe(offered.durability < requested.durability);
        expect(found.includes(PolicyId.DEADLINE)).toBe(
          durationToMs(offered.deadline) > durationToMs(requested.deadline),
        );
        expect(found.includes(PolicyId.OWNERSHIP)).toBe(offered.ownership !== requested.ownership);
      }),
    );
  });
});
