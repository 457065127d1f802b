import { defaultReaderQos, DurabilityKind, HistoryKind, isInfinite, ReliabilityKind, withQos } from '@rclts/rtps';
import fc from 'fast-check';
import {
  completeQos,
  fromQosPolicies,
  type QosProfile,
  QosProfiles,
  toQosPolicies,
} from '../../../src/ros/qos-profiles.js';

const ms = fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 10_000_000 }));
const profile: fc.Arbitrary<QosProfile> = fc.record({
  reliability: fc.constantFrom('reliable', 'best_effort'),
  durability: fc.constantFrom('volatile', 'transient_local'),
  history: fc.constantFrom('keep_last', 'keep_all'),
  depth: fc.integer({ min: 1, max: 10_000 }),
  deadlineMs: ms,
  lifespanMs: ms,
  liveliness: fc.constantFrom('automatic', 'manual_by_topic'),
  livelinessLeaseMs: ms,
});

test("every profile says the same in DDS's words", () => {
  fc.assert(
    fc.property(profile, (qos) => {
      expect(fromQosPolicies(withQos(defaultReaderQos, toQosPolicies(qos)))).toEqual(qos);
    }),
  );
});

test('the profiles of rmw, rcl_action and rcl_logging', () => {
  expect(QosProfiles.DEFAULT).toMatchObject({ reliability: 'reliable', durability: 'volatile', depth: 10 });
  expect(QosProfiles.SENSOR_DATA).toMatchObject({ reliability: 'best_effort', depth: 5 });
  expect(QosProfiles.SERVICES_DEFAULT).toEqual(QosProfiles.DEFAULT);
  expect(QosProfiles.PARAMETERS).toMatchObject({ reliability: 'reliable', depth: 1000 });
  expect(QosProfiles.ACTION_STATUS_DEFAULT).toMatchObject({ durability: 'transient_local', depth: 1 });
  expect(QosProfiles.ROSOUT).toMatchObject({ durability: 'transient_local', depth: 1000, lifespanMs: 10_000 });
});

test("in DDS's words: reliable, transient local, keep last, the rest infinite", () => {
  const policies = toQosPolicies(QosProfiles.ACTION_STATUS_DEFAULT);
  expect(policies).toMatchObject({
    reliability: ReliabilityKind.RELIABLE,
    durability: DurabilityKind.TRANSIENT_LOCAL,
    history: HistoryKind.KEEP_LAST,
    depth: 1,
  });
  for (const duration of [policies.deadline, policies.lifespan, policies.livelinessLeaseDuration]) {
    expect(duration && isInfinite(duration)).toBe(true);
  }
});

test('a depth, some policies, or nothing stand for a whole profile', () => {
  expect(completeQos()).toEqual(QosProfiles.DEFAULT);
  expect(completeQos(3)).toEqual({ ...QosProfiles.DEFAULT, depth: 3 });
  expect(completeQos({ reliability: 'best_effort', depth: undefined })).toEqual({
    ...QosProfiles.DEFAULT,
    reliability: 'best_effort',
  });
});

test.each([
  [{ depth: 0 }, RangeError],
  [{ depth: 1.5 }, RangeError],
  [0, RangeError],
  [{ deadlineMs: 0 }, RangeError],
  [{ lifespanMs: NaN }, RangeError],
  [{ history: 'keep' }, TypeError],
  [{ reliability: 1 }, TypeError],
  [{ reliable: true }, TypeError],
  [{ constructor: 1 }, TypeError],
])('%j is no QoS', (qos, type) => expect(() => completeQos(qos as never)).toThrow(type));
