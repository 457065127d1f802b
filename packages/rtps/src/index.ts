export {
  metatrafficUnicastPort,
  SPDP_MULTICAST_ADDRESS,
  spdpMulticastPort,
  userUnicastPort,
} from './discovery/ports.js';
export { RtpsError, RtpsErrorCode } from './errors.js';
export type { DatagramAddress, DatagramTap } from './io/datagram-tap.js';
export { DiscoveryRange, type NetworkOptions } from './io/network-options.js';
export { PcapTap } from './io/pcap-tap.js';
export type { HostLocators, HostReceiver, ParticipantHost } from './participant/participant-host.js';
export { createLocator, isMulticast, LocatorKind, type Locator } from './types/locator.js';
export type { Time } from './types/time.js';
