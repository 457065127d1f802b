import type { HostReceiver, ParticipantHost } from '../../../src/participant/participant-host.js';
import { Participant } from '../../../src/participant/participant.js';
import { createLocator, LocatorKind } from '../../../src/types/locator.js';
import { CorePeer } from '../../support/core-bench.js';

const LOCATOR = createLocator(LocatorKind.UDPv4, '10.0.0.1', 7_410);

/** A host whose turns the test makes: datagrams come in one, and what was deferred runs at its end. */
function turns(): { host: ParticipantHost; hear: (datagram: Uint8Array) => void; endTurn: () => void; sent: number[] } {
  let receiver: HostReceiver | undefined;
  let deferred: (() => void)[] = [];
  const sent: number[] = [];
  const host: ParticipantHost = {
    locators: { metatrafficUnicast: [LOCATOR], defaultUnicast: [LOCATOR], announceTo: [] },
    localAddresses: ['10.0.0.1'],
    now: () => 1_000,
    wallTime: () => ({ sec: 1, nanosec: 0 }),
    randomBytes: (length) => new Uint8Array(length).fill(1),
    open: (opened) => void (receiver = opened),
    send: (datagram) => sent.push(datagram.byteLength) > 0,
    setTimer: () => () => undefined,
    endOfTurn: (callback) => queueMicrotask(callback),
    defer: (callback) => void deferred.push(callback),
    close: () => Promise.resolve(),
  };
  return {
    ...{ host, sent },
    hear: (datagram) => receiver?.onDatagram(datagram, '10.0.0.2', 7_410),
    endTurn: () => {
      const due = deferred;
      deferred = [];
      for (const callback of due) callback();
    },
  };
}

describe('datagrams that are read in one turn', () => {
  it('are answered together, but for the first of them', () => {
    const { host, hear, endTurn, sent } = turns();
    const participant = new Participant(host, { domainId: 0 });
    const peer = new CorePeer(2);
    const ours = participant.guid.prefix;
    hear(peer.announcement());
    expect(sent).toHaveLength(1);
    for (let question = 0; question < 20; question++)
      hear(peer.endpoint(ours, 'writer', { topicName: `t${question}` }));
    expect(sent).toHaveLength(1);
    endTurn();
    expect(sent.length).toBeLessThanOrEqual(2);
    const answered = sent.length;
    endTurn();
    expect(sent).toHaveLength(answered);
    hear(peer.acknowledgeDiscovery(ours));
    endTurn();
    expect([...participant.endpoints]).toHaveLength(1);
  });
});
