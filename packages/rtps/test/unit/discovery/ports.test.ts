import {
  MAX_DOMAIN_ID,
  metatrafficUnicastPort,
  spdpMulticastPort,
  userMulticastPort,
  userUnicastPort,
} from '../../../src/discovery/ports.js';

describe('ports (RTPS 2.5 §9.6.2.3)', () => {
  it.each([
    [0, 0, [7400, 7401, 7410, 7411]],
    [0, 3, [7400, 7401, 7416, 7417]],
    [20, 1, [12400, 12401, 12412, 12413]],
    [21, 0, [12650, 12651, 12660, 12661]],
  ])('of domain %i, participant %i', (domainId, index, expected) => {
    expect([
      spdpMulticastPort(domainId),
      userMulticastPort(domainId),
      metatrafficUnicastPort(domainId, index),
      userUnicastPort(domainId, index),
    ]).toEqual(expected);
  });

  it('are ports up to the last domain', () => {
    expect(userUnicastPort(MAX_DOMAIN_ID, 0)).toBeLessThan(65_536);
    expect(userUnicastPort(MAX_DOMAIN_ID + 1, 0)).toBeGreaterThan(65_535);
  });
});
