import { Timing } from '../../../src/behavior/timing.js';
import { BuiltinTopics } from '../../../src/discovery/builtin-endpoints.js';
import { LIMITS } from '../../../src/limits.js';
import { DurabilityKind, ReliabilityKind } from '../../../src/qos/policies.js';
import { createEntityId, EntityIds, EntityKind } from '../../../src/types/entity-id.js';
import { createLocator, LocatorKind, locatorKey } from '../../../src/types/locator.js';
import { CoreBench, CorePeer } from '../../support/core-bench.js';

/** We, and a peer that has proven itself. */
function met(): { bench: CoreBench; peer: CorePeer } {
  const bench = new CoreBench();
  const peer = new CorePeer(2);
  bench.meet(peer);
  bench.events();
  return { bench, peer };
}

function matchesOf(bench: CoreBench): readonly string[] {
  return bench
    .events()
    .flatMap((event) => (event.kind === 'matched' || event.kind === 'unmatched' ? [event.kind] : []));
}

describe('SEDP, what we say', () => {
  it('tells each endpoint to everybody who has answered, writers and readers apart', () => {
    const { bench } = met();
    bench.createWriter();
    expect(bench.told()).toEqual(['10.0.0.2: DATA 1, HEARTBEAT 1..1']);
    bench.createReader();
    expect(bench.told()).toEqual(['10.0.0.2: DATA 1, HEARTBEAT 1..1']);
  });

  it('tells a newcomer only what is left, and nothing of what came and went before its time', () => {
    const { bench, peer } = met();
    bench.createWriter();
    const gone = bench.createWriter();
    bench.core.removeEndpoint(bench.now, gone.entityId);
    bench.createWriter();
    bench.core.flush(bench.now);
    bench.told();
    void peer;
    const newcomer = new CorePeer(3);
    bench.hear(newcomer.announcement(), newcomer.address);
    expect(bench.told()[0]).toContain('HEARTBEAT 1..4');
    bench.hear(newcomer.acknowledgeDiscovery(bench.guidPrefix), newcomer.address);
    const told = bench.told().join();
    expect(told).toContain('DATA 1');
    expect(told).toContain('DATA 4');
    expect(told).not.toContain('DATA 2');
  });

  it('takes an endpoint back by its key and status alone, the only form that Fast DDS heeds', () => {
    const { bench } = met();
    const { entityId } = bench.createWriter();
    bench.told();
    bench.core.removeEndpoint(bench.now, entityId);
    bench.core.flush(bench.now);
    const told = bench.told();
    expect(told).toEqual([expect.stringContaining('DATA 2')]);
  });

  it('does not send a peer what it has no reader for', () => {
    const { bench } = met();
    const deaf = new CorePeer(3);
    const announcement = deaf.announcement();
    // BUILTIN_ENDPOINT_SET with SPDP alone.
    const at = announcement.findIndex(
      (octet, i) => octet === 0x58 && announcement[i + 1] === 0 && announcement[i + 2] === 4,
    );
    announcement.set([3, 0, 0, 0], at + 4);
    bench.hear(announcement, deaf.address);
    expect(bench.told()).toEqual(['10.0.0.3: SPDP']);
  });
});

describe('SEDP, what we hear', () => {
  it('matches endpoints of the same topic and type, whichever was there first', () => {
    const { bench, peer } = met();
    const { writer } = bench.createWriter();
    bench.hear(peer.endpoint(bench.guidPrefix, 'reader'), peer.address);
    expect(writer.matchedReaders).toHaveLength(1);
    bench.hear(peer.endpoint(bench.guidPrefix, 'writer'), peer.address);
    const { reader } = bench.createReader();
    // Our own writer is one of them.
    expect(reader.matchedWriters.map(({ endpoint }) => endpoint.participant === bench.core.self).sort()).toEqual([
      false,
      true,
    ]);
  });

  it('does not match another topic, another type, or a keyed endpoint', () => {
    const { bench, peer } = met();
    const { writer } = bench.createWriter();
    const keyed = createEntityId(9, EntityKind.READER_WITH_KEY);
    for (const options of [{ topicName: 'other' }, { typeName: 'Other' }, { entityId: keyed }])
      bench.hear(peer.endpoint(bench.guidPrefix, 'reader', options), peer.address);
    expect(writer.matchedReaders).toHaveLength(0);
    expect(bench.core.participants[0]?.endpoints.size).toBe(2);
  });

  it('says which policies do not go together', () => {
    const { bench, peer } = met();
    bench.createWriter({ reliability: ReliabilityKind.BEST_EFFORT });
    bench.events();
    const qos = { reliability: ReliabilityKind.RELIABLE, durability: DurabilityKind.TRANSIENT_LOCAL };
    bench.hear(peer.endpoint(bench.guidPrefix, 'reader', { qos }), peer.address);
    const [event] = bench.events('incompatibleQos');
    expect(event?.kind === 'incompatibleQos' && event.policies.length).toBe(2);
  });

  it('hears nothing new in an announcement that repeats itself', () => {
    const { bench, peer } = met();
    bench.createWriter();
    for (let i = 0; i < 5; i++) bench.hear(peer.endpoint(bench.guidPrefix, 'reader'), peer.address);
    expect(matchesOf(bench)).toEqual(['matched']);
  });

  it('matches anew when the QoS of an endpoint changes, and unmatches when it no longer goes', () => {
    const { bench, peer } = met();
    const { writer } = bench.createWriter();
    bench.events();
    bench.hear(peer.endpoint(bench.guidPrefix, 'reader'), peer.address);
    bench.hear(
      peer.endpoint(bench.guidPrefix, 'reader', { qos: { reliability: ReliabilityKind.BEST_EFFORT } }),
      peer.address,
    );
    expect(writer.matchedReaders.map(({ isReliable }) => isReliable)).toEqual([false]);
    const demanding = { reliability: ReliabilityKind.RELIABLE, durability: DurabilityKind.TRANSIENT_LOCAL };
    bench.hear(peer.endpoint(bench.guidPrefix, 'reader', { qos: demanding }), peer.address);
    expect(writer.matchedReaders).toEqual([]);
    expect(matchesOf(bench)).toEqual(['matched', 'unmatched', 'matched', 'unmatched']);
  });

  it('unmatches what is disposed, and what goes with its participant', () => {
    const { bench, peer } = met();
    const { writer } = bench.createWriter();
    const { reader } = bench.createReader();
    bench.hear(peer.endpoint(bench.guidPrefix, 'reader'), peer.address);
    bench.hear(peer.endpoint(bench.guidPrefix, 'writer'), peer.address);
    bench.hear(peer.disposal(bench.guidPrefix, 'reader'), peer.address);
    expect([writer.matchedReaders.length, reader.matchedWriters.length]).toEqual([1, 2]);
    bench.hear(peer.farewell(), peer.address);
    bench.advance(Timing.farewellMs);
    expect([writer.matchedReaders.length, reader.matchedWriters.length]).toEqual([1, 1]);
    expect(bench.core.self.endpoints.size).toBe(2);
  });

  it('matches and unmatches our own endpoints as it does others', () => {
    const bench = new CoreBench();
    const { writer, entityId } = bench.createWriter();
    const { reader } = bench.createReader();
    expect([writer.matchedReaders.length, reader.matchedWriters.length]).toEqual([1, 1]);
    bench.core.removeEndpoint(bench.now, entityId);
    expect([writer.matchedReaders.length, reader.matchedWriters.length]).toEqual([0, 0]);
    expect(bench.events().map(({ kind }) => kind)).toEqual(['matched', 'matched', 'unmatched', 'unmatched']);
  });

  it('refuses endpoints of another participant, and those of discovery itself', () => {
    const { bench, peer } = met();
    const other = new CorePeer(3);
    const builtin = BuiltinTopics.PUBLICATIONS.writerId;
    bench.hear(peer.endpoint(bench.guidPrefix, 'writer', { prefix: other.prefix }), peer.address);
    bench.hear(peer.endpoint(bench.guidPrefix, 'writer', { entityId: builtin }), peer.address);
    bench.hear(peer.endpoint(bench.guidPrefix, 'reader', { prefix: bench.guidPrefix }), peer.address);
    expect(bench.core.participants[0]?.endpoints.size).toBe(0);
    expect(bench.core.statistics.discoveryRejected).toBe(3);
  });

  it('has room for so many endpoints of a participant', () => {
    const { bench, peer } = met();
    const limit = LIMITS.endpointsPerParticipant.value;
    for (let key = 1; key <= limit + 5; key++) {
      const entityId = createEntityId(key, EntityKind.READER_NO_KEY);
      bench.hear(peer.endpoint(bench.guidPrefix, 'reader', { entityId, topicName: `t${key}` }), peer.address);
    }
    expect(bench.core.participants[0]?.endpoints.size).toBe(limit);
    expect(bench.core.statistics.discoveryRefused).toBe(5);
  });

  it('counts what does not decode, and lives on', () => {
    const { bench, peer } = met();
    bench.hear(peer.sedp(bench.guidPrefix, BuiltinTopics.PUBLICATIONS, { payload: new Uint8Array(40) }), peer.address);
    bench.hear(peer.endpoint(bench.guidPrefix, 'writer'), peer.address);
    expect(bench.core.statistics.discoveryRejected).toBe(1);
    expect(bench.core.participants[0]?.endpoints.size).toBe(1);
  });

  it('sends to an endpoint’s own locators where it has some, else to its participant’s', () => {
    const { bench, peer } = met();
    const { writer } = bench.createWriter();
    const unicastLocators = [createLocator(LocatorKind.UDPv4, '10.0.0.2', 7_999)];
    bench.hear(peer.endpoint(bench.guidPrefix, 'reader', { unicastLocators }), peer.address);
    const other = createEntityId(7, EntityKind.READER_NO_KEY);
    bench.hear(peer.endpoint(bench.guidPrefix, 'reader', { entityId: other }), peer.address);
    expect(writer.matchedReaders.map(({ destination }) => destination.locators.map(locatorKey))).toEqual([
      ['10.0.0.2:7999'],
      ['10.0.0.2:7411'],
    ]);
  });

  it('sends to no other address than the participant’s, whatever its endpoints announce: it may be a victim’s', () => {
    const { bench, peer } = met();
    const { writer } = bench.createWriter();
    const unicastLocators = ['10.0.9.9', '10.0.0.1', '127.0.0.1'].map((address) =>
      createLocator(LocatorKind.UDPv4, address, 7_999),
    );
    bench.hear(peer.endpoint(bench.guidPrefix, 'reader', { unicastLocators }), peer.address);
    expect(writer.matchedReaders.map(({ destination }) => destination.locators.map(locatorKey))).toEqual([
      ['10.0.0.2:7411'],
    ]);
  });

  it('keeps so many ports of a participant apart, and no more', () => {
    const { bench, peer } = met();
    const { writer } = bench.createWriter();
    const limit = LIMITS.destinationsPerParticipant.value;
    for (let key = 1; key <= limit + 5; key++) {
      const unicastLocators = [createLocator(LocatorKind.UDPv4, peer.address, 8_000 + key)];
      const entityId = createEntityId(key, EntityKind.READER_NO_KEY);
      bench.hear(peer.endpoint(bench.guidPrefix, 'reader', { entityId, unicastLocators }), peer.address);
    }
    expect(new Set(writer.matchedReaders.map(({ destination }) => destination)).size).toBe(limit + 1);
  });

  it('has room for so much that the endpoints of a participant announce', () => {
    const { bench, peer } = met();
    const partition = Array.from({ length: LIMITS.partitionsPerEndpoint.value }, (_, i) => `${i}`.padEnd(200, 'x'));
    for (let key = 1; key <= 400; key++) {
      const entityId = createEntityId(key, EntityKind.READER_NO_KEY);
      bench.hear(peer.endpoint(bench.guidPrefix, 'reader', { entityId, qos: { partition } }), peer.address);
    }
    const { endpoints, endpointBytes } = bench.core.participants[0] ?? { endpoints: new Map(), endpointBytes: 0 };
    expect(endpointBytes).toBeLessThanOrEqual(LIMITS.endpointBytesPerParticipant.value);
    expect(endpointBytes).toBeGreaterThan(LIMITS.endpointBytesPerParticipant.value * 0.9);
    expect(bench.core.statistics.discoveryRefused).toBe(400 - endpoints.size);
  });

  it('takes no endpoint, and no end of one, from where the participant is not', () => {
    const { bench, peer } = met();
    bench.hear(peer.endpoint(bench.guidPrefix, 'reader'), peer.address);
    bench.hear(peer.endpoint(bench.guidPrefix, 'writer'), '10.0.0.66');
    bench.hear(peer.disposal(bench.guidPrefix, 'reader'), '10.0.0.66');
    expect([...(bench.core.participants[0]?.endpoints.values() ?? [])].map(({ kind }) => kind)).toEqual(['reader']);
    expect(bench.core.statistics.unknownSource).toBeGreaterThan(0);
  });

  it('drops data of a writer that was not announced, unseen: it is asked for once it is', () => {
    const { bench, peer } = met();
    const { reader } = bench.createReader();
    const data = peer.message((writer) => {
      writer.data({ readerId: EntityIds.UNKNOWN, writerId: peer.writerId, writerSn: 1, payload: new Uint8Array(8) });
    }, bench.guidPrefix);
    bench.hear(data, peer.address);
    expect([bench.events('sample'), bench.core.statistics.unmatched]).toEqual([[], 1]);
    bench.hear(peer.endpoint(bench.guidPrefix, 'writer'), peer.address);
    bench.hear(data, peer.address);
    expect(bench.events('sample')).toHaveLength(1);
    expect(reader.matchedWriters).toHaveLength(1);
  });
});
