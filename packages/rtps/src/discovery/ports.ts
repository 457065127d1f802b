/** The default port expressions (RTPS 2.5 §9.6.2.3): PB 7400, DG 250, PG 2, d0 0, d1 10, d2 1, d3 11. */
const PORT_BASE = 7400;
const DOMAIN_GAIN = 250;
const PARTICIPANT_GAIN = 2;

/** 239.255.0.1 (RTPS 2.5 §9.6.2.4): where participants announce themselves by default. */
export const SPDP_MULTICAST_ADDRESS = '239.255.0.1';

/**
 * RTPS 2.5 §9.6.2.4 names no group for IPv6. Cyclone DDS uses ff02::ffff:239.255.0.1 (ddsi_udp.c), Fast DDS ff1e::ffff:efff:1
 * (UDPv6Transport.cpp).
 */
export const SPDP_MULTICAST_ADDRESSES_V6: readonly string[] = [
  'ff02:0000:0000:0000:0000:ffff:efff:0001',
  'ff1e:0000:0000:0000:0000:ffff:efff:0001',
];

/** The highest domain all of whose multicast ports and first unicast ports are ports. */
export const MAX_DOMAIN_ID = 232;

export function spdpMulticastPort(domainId: number): number {
  return PORT_BASE + DOMAIN_GAIN * domainId;
}

export function userMulticastPort(domainId: number): number {
  return spdpMulticastPort(domainId) + 1;
}

/** `participantIndex`: from 0, the first whose pair of unicast ports is free on the host. */
export function metatrafficUnicastPort(domainId: number, participantIndex: number): number {
  return spdpMulticastPort(domainId) + 10 + PARTICIPANT_GAIN * participantIndex;
}

export function userUnicastPort(domainId: number, participantIndex: number): number {
  return metatrafficUnicastPort(domainId, participantIndex) + 1;
}
