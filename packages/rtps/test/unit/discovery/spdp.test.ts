import { LIMITS } from '../../../src/limits.js';
import { Timing } from '../../../src/behavior/timing.js';
import { encodeParticipantData } from '../../../src/discovery/participant-data.js';
import { EntityIds } from '../../../src/types/entity-id.js';
import { createGuidPrefix } from '../../../src/types/guid.js';
import { createLocator, LocatorKind } from '../../../src/types/locator.js';
import { CoreBench, CorePeer, participantDataOf } from '../../support/core-bench.js';

const isAnnouncement = (told: string): boolean => told.includes('SPDP');

describe('SPDP, what we say', () => {
  it('announces six times within half a second, then every three seconds (Fast DDS does the same)', () => {
    const bench = new CoreBench();
    bench.core.start(bench.now);
    bench.core.flush(bench.now);
    expect(bench.told()).toEqual([]);
    expect(bench.advance(500)).toEqual(Array(6).fill('239.255.0.1: SPDP'));
    expect(bench.advance(9_000)).toHaveLength(3);
  });

  it('answers a newcomer at once, by unicast, with its announcement before all else', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.hear(peer.announcement(), peer.address);
    const [told = '', ...others] = bench.told();
    expect(told).toMatch(/^10\.0\.0\.2: SPDP, HEARTBEAT 1\.\.0/);
    expect(others).toEqual([]);
    expect(bench.participants).toEqual(['02']);
  });

  it('repeats it by unicast every other period, for those that no multicast reaches', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.core.start(bench.now);
    bench.meet(peer);
    bench.advance(1_000);
    const told = bench.advance(12_000).filter(isAnnouncement);
    expect(told.filter((words) => words.startsWith('10.0.0.2'))).toHaveLength(2);
  });

  it('announces every second for two minutes when a lease has run out, and then as before', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.core.start(bench.now);
    bench.advance(1_000);
    bench.hear(peer.announcement({ leaseMs: 5_000 }), peer.address);
    bench.advance(6_000);
    expect(bench.participants).toEqual([]);
    const inTenSeconds = (): number => bench.advance(10_000).filter(isAnnouncement).length;
    expect(inTenSeconds()).toBeGreaterThanOrEqual(13);
    bench.advance(115_000);
    expect(inTenSeconds()).toBeLessThanOrEqual(4);
  });

  it('does not when somebody has said farewell', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.core.start(bench.now);
    bench.meet(peer);
    bench.advance(1_000);
    bench.hear(peer.farewell(), peer.address);
    bench.advance(2_000);
    expect(bench.participants).toEqual([]);
    expect(bench.advance(9_000).filter(isAnnouncement)).toHaveLength(3);
  });

  it('announces anew when its locators change', () => {
    const bench = new CoreBench();
    bench.core.start(bench.now);
    bench.advance(2_000);
    bench.announceTo = [createLocator(LocatorKind.UDPv4, '10.0.0.77', 7_400)];
    bench.core.setLocators(bench.now);
    expect(bench.advance(500)).toEqual(Array(6).fill('10.0.0.77: SPDP'));
  });

  it('says farewell twice to everybody, and nothing afterwards', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.core.start(bench.now);
    bench.meet(peer);
    bench.advance(1_000);
    bench.core.close(bench.now);
    expect(bench.told()).toEqual([
      '239.255.0.1: FAREWELL',
      '10.0.0.2: FAREWELL',
      '239.255.0.1: FAREWELL',
      '10.0.0.2: FAREWELL',
    ]);
    expect(bench.advance(60_000)).toEqual([]);
  });
});

describe('SPDP, what we hear', () => {
  it('ignores our own announcements, and anybody who speaks in our name', () => {
    const bench = new CoreBench();
    const liar = new CorePeer(1);
    bench.hear(
      new CorePeer(2).message(() => undefined),
      '10.0.0.2',
    );
    const ours = Uint8Array.from(liar.announcement());
    ours.fill(1, 8, 20);
    bench.hear(ours, '10.0.0.66');
    expect([bench.participants, bench.told()]).toEqual([[], []]);
    expect(bench.core.statistics.unknownSource).toBe(1);
  });

  it('ignores another domain', () => {
    const bench = new CoreBench({ domainId: 3 });
    bench.hear(new CorePeer(2).announcement({ domainId: 4 }), '10.0.0.2');
    bench.hear(new CorePeer(3).announcement({ domainId: 3 }), '10.0.0.3');
    expect(bench.participants).toEqual(['03']);
  });

  it('counts what does not decode', () => {
    const bench = new CoreBench();
    const announcement = new CorePeer(2).announcement();
    announcement[21 + 24] = 0x77;
    bench.hear(announcement, '10.0.0.2');
    expect(bench.core.statistics.discoveryRejected).toBe(1);
  });

  it('believes a farewell from where the participant is or says to be, and from nowhere else (CVE-2023-50257)', () => {
    for (const [address, isBelieved] of [
      ['10.0.0.2', true],
      ['10.5.5.5', true],
      ['10.0.0.66', false],
    ] as const) {
      const bench = new CoreBench();
      const peer = new CorePeer(2);
      bench.hear(peer.announcement({ addresses: ['10.0.0.2', '10.5.5.5'] }), peer.address);
      bench.hear(peer.farewell(), address);
      expect(bench.participants).toEqual(isBelieved ? [] : ['02']);
      const lost = bench.events('participantLost');
      expect(lost.map((event) => event.kind === 'participantLost' && event.reason)).toEqual(
        isBelieved ? ['disposed'] : [],
      );
    }
  });

  it('meets a participant again that comes back after its farewell', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.hear(peer.announcement(), peer.address);
    bench.hear(peer.farewell(), peer.address);
    bench.hear(peer.announcement(), peer.address);
    expect(bench.participants).toEqual(['02']);
  });
});

describe('SPDP, strangers', () => {
  it('gives a stranger at most three times the octets that came from it, until it answers (CVE-2021-38425)', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    const announcement = peer.announcement({ leaseMs: 1_000_000 });
    bench.core.start(bench.now);
    bench.hear(announcement, peer.address);
    let bytes = 0;
    for (let second = 0; second < 120; second++) {
      for (const { to, bytes: datagram } of bench.sent) if (to.address === peer.address) bytes += datagram.length;
      bench.sent = [];
      bench.advanceSilently(1_000);
    }
    expect(bytes).toBeGreaterThan(announcement.length);
    expect(bytes).toBeLessThanOrEqual(LIMITS.reflectionFactor.value * announcement.length);
    expect(bench.core.statistics.reflectionsRefused).toBeGreaterThan(0);
    bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), peer.address);
    bench.told();
    expect(bench.advance(7_000).filter((words) => words.startsWith('10.0.0.2'))).not.toEqual([]);
  });

  it('answers a stranger again that goes on announcing itself', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.hear(peer.announcement(), peer.address);
    bench.told();
    bench.now += 3_000;
    bench.hear(peer.announcement(), peer.address);
    expect(bench.told()).toEqual([expect.stringMatching(/^10\.0\.0\.2: SPDP, HEARTBEAT/)]);
  });

  it('counts all victims of one announcement together', () => {
    const bench = new CoreBench();
    const stranger = new CorePeer(2, '10.0.0.66');
    const victims = ['10.0.1.1', '10.0.1.2', '10.0.1.3', '10.0.1.4'];
    const announcement = stranger.announcement({ addresses: victims, leaseMs: 1_000_000 });
    bench.hear(announcement, stranger.address);
    bench.core.start(bench.now);
    let bytes = 0;
    for (let second = 0; second < 120; second++) {
      for (const { to, bytes: datagram } of bench.sent) if (victims.includes(to.address)) bytes += datagram.length;
      bench.sent = [];
      bench.advanceSilently(1_000);
    }
    expect(bytes).toBeLessThanOrEqual(LIMITS.reflectionFactor.value * announcement.length);
  });

  it('does not take the word of the one for the other: who answers from elsewhere has proven nothing', () => {
    const bench = new CoreBench();
    const stranger = new CorePeer(2, '10.0.0.66');
    bench.hear(stranger.announcement({ addresses: ['10.0.1.1'] }), stranger.address);
    bench.hear(stranger.acknowledgeDiscovery(bench.guidPrefix), stranger.address);
    expect(bench.core.participants.map(({ isProven }) => isProven)).toEqual([false]);
    bench.hear(stranger.acknowledgeDiscovery(bench.guidPrefix), '10.0.1.1');
    expect(bench.core.participants.map(({ isProven }) => isProven)).toEqual([true]);
  });

  it('is told of us again when it goes on announcing itself without an answer, but not for each copy that is heard', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    const introductions = (): number => bench.told().filter((words) => /^10\.0\.0\.2:.*SPDP/.test(words)).length;
    for (let copy = 0; copy < 10; copy++) bench.hear(peer.announcement(), peer.address);
    expect(introductions()).toBe(1);
    bench.advanceSilently(Timing.reintroduceMs);
    for (let copy = 0; copy < 10; copy++) bench.hear(peer.announcement(), peer.address);
    expect(introductions()).toBe(1);
    bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), peer.address);
    bench.advance(Timing.reintroduceMs);
    bench.hear(peer.announcement(), peer.address);
    expect(introductions()).toBe(0);
  });

  it('is read anew when it announces something else, and not when it repeats itself', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.meet(peer);
    const [known] = bench.core.participants;
    bench.hear(peer.announcement(), peer.address);
    const places = (): readonly string[] | undefined => known?.metatraffic.locators.map(({ address }) => address);
    expect(places()).toEqual(['10.0.0.2']);
    bench.hear(peer.announcement({ addresses: ['10.0.0.22'] }), '10.0.0.2');
    bench.hear(peer.announcement({ addresses: ['10.0.0.22'] }), '10.0.0.22');
    expect(places()).toEqual(['10.0.0.22']);
    bench.hear(peer.announcement({ addresses: ['10.0.0.22'] }), '10.0.0.22');
    expect([places(), bench.participants]).toEqual([['10.0.0.22'], ['02']]);
  });

  it('settles on the address that answers, of several that might be reached', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2, '10.0.0.66');
    bench.hear(peer.announcement({ addresses: ['172.17.0.1', '10.0.0.7'] }), peer.address);
    bench.advanceSilently(Timing.reintroduceMs);
    bench.hear(peer.announcement({ addresses: ['172.17.0.1', '10.0.0.7'] }), peer.address);
    expect(new Set(bench.told().map((words) => words.split(':')[0]))).toEqual(new Set(['172.17.0.1', '10.0.0.7']));
    bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), '10.0.0.7');
    bench.told();
    bench.createWriter();
    expect(bench.told().map((words) => words.split(':')[0])).toEqual(['10.0.0.7']);
  });

  it('has room for so many participants; of those that never answered the quietest makes place', () => {
    const bench = new CoreBench();
    const friend = new CorePeer(2);
    bench.meet(friend);
    bench.now += 1_000;
    for (let number = 100; number < 100 + 3 * LIMITS.participants.value; number++) {
      const stranger = new CorePeer(number, `10.7.7.${number % 200}`);
      bench.hear(stranger.announcement(), stranger.address);
      bench.sent = [];
      bench.now += 1;
    }
    expect(bench.core.participants).toHaveLength(LIMITS.participants.value);
    expect(bench.participants[0]).toBe('02');
    const reasons = new Set(
      bench.events('participantLost').map((event) => event.kind === 'participantLost' && event.reason),
    );
    expect([...reasons]).toEqual(['evicted']);
  });

  it('refuses newcomers when all that it knows have answered', () => {
    const bench = new CoreBench();
    for (let number = 1; number <= LIMITS.participants.value; number++) {
      const peer = new CorePeer(1_000 + number, `10.7.7.${number % 200}`);
      bench.hear(peer.announcement(), peer.address);
      bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), peer.address);
      bench.sent = [];
    }
    bench.hear(new CorePeer(9_999).announcement(), '10.0.0.9');
    expect(bench.core.participants).toHaveLength(LIMITS.participants.value);
    expect(bench.core.statistics.discoveryRefused).toBe(1);
  });
});

describe('SPDP, strangers of one address', () => {
  it('has room for so many of them: others of the address make place, nobody else', () => {
    const bench = new CoreBench();
    const friend = new CorePeer(2);
    bench.hear(friend.announcement(), friend.address);
    bench.now += 1_000;
    const limit = LIMITS.strangersPerAddress.value;
    for (let number = 100; number < 100 + 2 * limit; number++) {
      bench.hear(new CorePeer(number, '10.7.7.7').announcement(), '10.7.7.7');
      bench.now += 10;
    }
    expect(bench.core.participants).toHaveLength(limit + 1);
    expect(bench.participants[0]).toBe('02');
    expect(bench.core.statistics.discoveryRefused).toBe(0);
  });

  it('may stay for a moment each, to answer: in a flood newcomers are refused meanwhile', () => {
    const bench = new CoreBench();
    const limit = LIMITS.strangersPerAddress.value;
    const flood = (first: number): void => {
      for (let number = first; number < first + 2 * limit; number++)
        bench.hear(new CorePeer(number, '10.7.7.7').announcement(), '10.7.7.7');
    };
    flood(1_000);
    expect([bench.core.participants.length, bench.core.statistics.discoveryRefused]).toEqual([limit, limit]);
    bench.now += Timing.strangerStayAtAddressMs;
    flood(2_000);
    expect(bench.events('participantLost')).toHaveLength(limit);
    expect(bench.core.statistics.discoveryRefused).toBe(2 * limit);
    // Nobody else is kept out.
    bench.hear(new CorePeer(3, '10.0.0.3').announcement(), '10.0.0.3');
    expect(bench.participants).toContain('03');
  });

  it('has room for so many of them that have answered', () => {
    const bench = new CoreBench();
    const limit = LIMITS.participantsPerAddress.value;
    for (let number = 100; number < 100 + limit + 5; number++) bench.meet(new CorePeer(number, '10.7.7.7'));
    expect([bench.core.participants.length, bench.core.statistics.discoveryRefused]).toEqual([limit, 5]);
  });

  it('ignores an announcement longer than any real one', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    const data = participantDataOf(peer.prefixOctets, peer.locators(), 0);
    const properties = new Map(Array.from({ length: 60 }, (_, i) => [`p${i}`, 'x'.repeat(1_000)]));
    const message = peer.message((writer) =>
      writer.data({
        readerId: EntityIds.SPDP_BUILTIN_PARTICIPANT_READER,
        writerId: EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER,
        writerSn: 1,
        payload: encodeParticipantData({ ...data, properties }),
      }),
    );
    bench.hear(message, peer.address);
    expect([bench.participants, bench.core.statistics.discoveryRejected]).toEqual([[], 1]);
  });
});

describe('SPDP, a farewell', () => {
  const reasons = (bench: CoreBench): unknown[] =>
    bench.events('participantLost').map((event) => event.kind === 'participantLost' && event.reason);

  it('of a participant that answers when asked was somebody else’s: it stays, with all its endpoints (CVE-2023-50257)', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    const { writer } = bench.createWriter();
    bench.meet(peer);
    bench.hear(peer.endpoint(bench.guidPrefix, 'reader'), peer.address);
    let asked = 0;
    for (let attempt = 0; attempt < 20; attempt++) {
      bench.hear(peer.farewell(), peer.address);
      // As the lie is told ten times a second.
      const said = bench.advance(100);
      if (said.some((words) => words.startsWith('10.0.0.2') && words.includes('HEARTBEAT'))) asked += 1;
      bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), peer.address);
    }
    bench.advance(2 * Timing.farewellMs);
    expect([bench.participants, reasons(bench), writer.matchedReaders.length]).toEqual([['02'], [], 1]);
    expect(bench.core.statistics.farewellsRefuted).toBeGreaterThan(0);
    // Once at least each time that it is about to be given up.
    expect(asked).toBeGreaterThanOrEqual(Math.floor((20 * 100) / Timing.farewellMs));
  });

  it('counts when the participant is silent, though one last word of it arrives late', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.meet(peer);
    bench.hear(peer.farewell(), peer.address);
    bench.advance(Timing.farewellSettleMs - 1);
    bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), peer.address);
    bench.advance(Timing.farewellSettleMs);
    // Its second copy.
    bench.hear(peer.farewell(), peer.address);
    bench.advance(Timing.farewellMs);
    expect([bench.participants, reasons(bench)]).toEqual([[], ['disposed']]);
  });

  it('is believed at once of one that has never answered', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.hear(peer.announcement(), peer.address);
    bench.hear(peer.farewell(), peer.address);
    expect([bench.participants, reasons(bench)]).toEqual([[], ['disposed']]);
  });

  it('is assumed of one whose address and port a newcomer has: a process that died and was started anew', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.meet(peer);
    bench.hear(new CorePeer(3, '10.0.0.3').announcement(), '10.0.0.3');
    const restarted = new CorePeer(4, peer.address);
    bench.hear(restarted.announcement(), restarted.address);
    bench.hear(restarted.acknowledgeDiscovery(bench.guidPrefix), restarted.address);
    expect(bench.participants).toEqual(['02', '03', '04']);
    bench.advance(Timing.farewellMs);
    expect([bench.participants, reasons(bench)]).toEqual([['03', '04'], ['disposed']]);
  });

  it('is assumed of one on this host whose newcomer is heard through another of its addresses', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2, '10.0.0.1');
    bench.meet(peer);
    bench.hear(new CorePeer(4, peer.address).announcement(), '127.0.0.1');
    bench.advance(Timing.farewellMs);
    expect([bench.participants, reasons(bench)]).toEqual([['04'], ['disposed']]);
  });

  it('is not assumed of one that has never answered: in a flood each newcomer would have all others asked', () => {
    const bench = new CoreBench();
    const stranger = new CorePeer(2);
    bench.hear(stranger.announcement(), stranger.address);
    bench.hear(new CorePeer(4, stranger.address).announcement(), stranger.address);
    bench.advance(2 * Timing.farewellMs);
    expect([bench.participants, reasons(bench)]).toEqual([['02', '04'], []]);
  });

  it('is not assumed of one that answers from there, too: a process may have several on one port', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.meet(peer);
    bench.hear(new CorePeer(4, peer.address).announcement(), peer.address);
    bench.advance(2 * Timing.farewellSettleMs);
    bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), peer.address);
    bench.advance(2 * Timing.farewellMs);
    expect([bench.participants, reasons(bench)]).toEqual([['02', '04'], []]);
  });

  it('is not confirmed by a loop of our own that stood still', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.meet(peer);
    bench.hear(peer.farewell(), peer.address);
    bench.now += 5_000;
    bench.core.handleTimeout(bench.now);
    bench.core.flush(bench.now);
    // Had been waiting in the socket.
    bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), peer.address);
    bench.advance(5_000);
    expect(bench.participants).toEqual(['02']);
  });
});

describe('SPDP, a participant that moves', () => {
  const moved = { addresses: ['10.0.0.99'] };

  it('has to answer from its new address before it is sent more than a stranger is: it may be a victim’s', () => {
    const bench = new CoreBench();
    const attacker = new CorePeer(2, '10.0.0.66');
    bench.meet(attacker);
    const { writer } = bench.createWriter();
    bench.hear(attacker.endpoint(bench.guidPrefix, 'reader'), attacker.address);
    bench.sent = [];
    const announcement = attacker.announcement({ addresses: ['10.0.9.9'] });
    bench.hear(announcement, attacker.address);
    for (let n = 0; n < 50; n++) {
      writer.write(bench.now, new Uint8Array(1_000), { sourceTimestamp: { sec: 1, nanosec: 0 } });
      bench.core.flush(bench.now);
      bench.advanceSilently(200);
      bench.hear(attacker.acknowledgeDiscovery(bench.guidPrefix), attacker.address);
    }
    const bytes = bench.sent
      .filter(({ to }) => to.address === '10.0.9.9')
      .reduce((sum, { bytes: datagram }) => sum + datagram.length, 0);
    expect(bytes).toBeGreaterThan(0);
    const heard = announcement.length + 50 * attacker.acknowledgeDiscovery(bench.guidPrefix).length;
    expect(bytes).toBeLessThanOrEqual(LIMITS.reflectionFactor.value * heard);
    expect(bench.core.statistics.reflectionsRefused).toBeGreaterThan(0);
  });

  describe('with two cards', () => {
    const both = { addresses: ['10.0.0.2', '10.0.0.99'] };
    const sentTo = (bench: CoreBench): string[] => {
      bench.told();
      bench.createWriter();
      return [...new Set(bench.told().map((words) => words.split(':')[0] ?? ''))];
    };

    it('stays where it was first heard, as long as it is heard there too', () => {
      const bench = new CoreBench();
      const peer = new CorePeer(2);
      bench.hear(peer.announcement(both), '10.0.0.2');
      bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), '10.0.0.2');
      for (let n = 0; n < 10; n++) {
        bench.hear(peer.announcement(both), '10.0.0.99');
        bench.hear(peer.announcement(both), '10.0.0.99');
        bench.hear(peer.announcement(both), '10.0.0.2');
      }
      expect(sentTo(bench)).toEqual(['10.0.0.2']);
    });

    it('is sent to the other one when three announcements have come from there, and none from the one', () => {
      const bench = new CoreBench();
      const peer = new CorePeer(2);
      bench.hear(peer.announcement(both), '10.0.0.2');
      bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), '10.0.0.2');
      bench.hear(peer.announcement(both), '10.0.0.99');
      bench.hear(peer.announcement(both), '10.0.0.99');
      expect(sentTo(bench)).toEqual(['10.0.0.2']);
      bench.hear(peer.announcement(both), '10.0.0.99');
      expect(sentTo(bench)).toEqual(['10.0.0.99']);
      // It may be somebody's who wants none of it.
      expect(bench.core.participants.map(({ isProven }) => isProven)).toEqual([false]);
      bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), '10.0.0.99');
      expect(bench.core.participants.map(({ isProven }) => isProven)).toEqual([true]);
    });

    it('is sent to the one that is heard next when our own addresses have changed', () => {
      const bench = new CoreBench();
      const peer = new CorePeer(2);
      bench.hear(peer.announcement(both), '10.0.0.2');
      bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), '10.0.0.2');
      bench.core.setLocators(bench.now);
      expect(sentTo(bench)).toContain('10.0.0.2');
      bench.hear(peer.announcement(both), '10.0.0.99');
      bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), '10.0.0.99');
      expect(sentTo(bench)).toEqual(['10.0.0.99']);
    });
  });

  it('takes over new locators that come from where the participant is', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.meet(peer);
    bench.hear(peer.announcement({ addresses: ['10.0.0.2', '10.0.0.99'] }), peer.address);
    bench.hear(peer.announcement(moved), '10.0.0.99');
    bench.createWriter();
    expect(bench.told().at(-1)).toMatch(/^10\.0\.0\.99: /);
  });

  it('does not follow an announcement from elsewhere while the participant answers where it was', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.meet(peer);
    for (let attempt = 0; attempt < 5; attempt++) {
      bench.hear(peer.announcement(moved), '10.0.0.99');
      // It is asked at once whether it is still there.
      expect(bench.told()).toEqual([expect.stringMatching(/^10\.0\.0\.2: .*HEARTBEAT/)]);
      bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), peer.address);
      bench.advance(Timing.moveSilenceMs + 1);
    }
    bench.createWriter();
    expect(bench.told().at(-1)).toMatch(/^10\.0\.0\.2: /);
    bench.hear(peer.farewell(), '10.0.0.99');
    expect(bench.participants).toEqual(['02']);
  });

  it('is not kept alive by words in its name from elsewhere', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.meet(peer);
    for (let second = 0; second < 25; second++) {
      bench.hear(peer.acknowledgeDiscovery(bench.guidPrefix), '10.0.0.66');
      bench.advance(1_000);
    }
    expect(bench.participants).toEqual([]);
  });

  it('follows it when the participant is silent there', () => {
    const bench = new CoreBench();
    const peer = new CorePeer(2);
    bench.meet(peer);
    bench.hear(peer.announcement(moved), '10.0.0.99');
    bench.now += Timing.moveSilenceMs;
    bench.hear(peer.announcement(moved), '10.0.0.99');
    bench.told();
    bench.createWriter();
    expect(bench.told().at(-1)).toMatch(/^10\.0\.0\.99: /);
  });
});

describe('a message with INFO_SRC', () => {
  it('does not speak for us, or for our own endpoints', () => {
    const bench = new CoreBench();
    const { writer } = bench.createWriter();
    const { reader } = bench.createReader();
    bench.events();
    const liar = new CorePeer(66);
    const message = liar.message((builder) => {
      builder.data({ readerId: reader.entityId, writerId: writer.entityId, writerSn: 1, payload: new Uint8Array(8) });
    });
    // INFO_SRC in our name, then the DATA.
    const infoSrc = Uint8Array.from([0x0c, 1, 20, 0, 0, 0, 0, 0, 2, 5, 0, 0, ...new Uint8Array(12).fill(1)]);
    const forged = Uint8Array.from([...message.subarray(0, 20), ...infoSrc, ...message.subarray(20)]);
    expect(createGuidPrefix(forged, 32).text).toBe(bench.guidPrefix.text);
    bench.hear(forged, '10.0.0.66');
    expect(bench.events('sample')).toEqual([]);
    expect(bench.core.statistics.unknownSource).toBe(1);
  });
});
