import { AssemblyBudget } from '../behavior/assembly-budget.js';
import { Timing } from '../behavior/timing.js';
import { BUILTIN_ENDPOINT_SET } from '../discovery/builtin-endpoints.js';
import { selectLocators, type LocalSide } from '../discovery/locator-selection.js';
import type { ParticipantData } from '../discovery/participant-data.js';
import { LocatorKind } from '../types/locator.js';
import { msToDuration } from '../types/time.js';
import { VendorId } from '../types/vendor-id.js';
import type { CoreOptions } from './core-options.js';
import type { ParticipantHost } from './participant-host.js';
import type { ParticipantOptions } from './participant-options.js';

/** UDP payload that every path carries unfragmented: the IPv6 minimum MTU less its headers. */
const DEFAULT_DATAGRAM_BYTES = 1_232;
/** On this host nothing is lost by size; larger datagrams cost fewer system calls, up to what a receive buffer holds several of. */
const LOCAL_DATAGRAM_BYTES = 16 * 1024;
const PROTOCOL_VERSION = { major: 2, minor: 4 } as const;

/** What the core of a participant on this host is made with: fresh random identity, the host's locators as they are when asked. */
export function coreOptionsOf(host: ParticipantHost, options: ParticipantOptions): CoreOptions {
  const leaseDurationMs = options.leaseDurationMs ?? Timing.leaseMs;
  const guidPrefix = host.randomBytes(12);
  const seed = new DataView(host.randomBytes(4).buffer).getUint32(0);
  const maxDatagramBytes = options.maxDatagramBytes ?? DEFAULT_DATAGRAM_BYTES;
  return {
    domainId: options.domainId,
    guidPrefix,
    seed,
    sink: host,
    paths: {
      select: (announced, source) => selectLocators(announced, source, localSideOf(host)),
      maxDatagramBytes: (isLocal) => (isLocal ? Math.max(LOCAL_DATAGRAM_BYTES, maxDatagramBytes) : maxDatagramBytes),
      isLocalHost: (address) => host.localAddresses.includes(address),
    },
    participantData: describer(host, guidPrefix, options),
    // Four chances a lease: one announcement that gets lost, or reaches a peer every other time only, expires nobody.
    announceMs: Math.min(Timing.announceMs, leaseDurationMs / 4),
    announceTo: () => host.locators.announceTo,
    discoveryRole: options.discoveryRole,
    wallTime: () => host.wallTime(),
    assemblyBudget: options.assemblyBudget ?? new AssemblyBudget(),
  };
}

/** Each port is exclusively ours, whatever the address. */
function localSideOf({ locators, localAddresses }: ParticipantHost): LocalSide {
  const own = [...locators.metatrafficUnicast, ...locators.defaultUnicast];
  return {
    addresses: localAddresses,
    ports: own.map(({ port }) => port),
    // Without any, all cables are out: what is chosen now serves when one is back.
    kinds: own.length === 0 ? [LocatorKind.UDPv4] : own.map(({ kind }) => kind),
  };
}

/** The host has other locators when it has another object of them. */
function describer(host: ParticipantHost, guidPrefix: Uint8Array, options: ParticipantOptions): () => ParticipantData {
  let { locators } = host;
  let data = describe(host, guidPrefix, options);
  return () => {
    if (host.locators !== locators) {
      ({ locators } = host);
      data = describe(host, guidPrefix, options);
    }
    return data;
  };
}

function describe(host: ParticipantHost, guidPrefix: Uint8Array, options: ParticipantOptions): ParticipantData {
  const { metatrafficUnicast, defaultUnicast } = host.locators;
  return {
    guidPrefix,
    protocolVersion: PROTOCOL_VERSION,
    vendorId: VendorId.UNKNOWN,
    domainId: options.domainId,
    leaseDuration: msToDuration(options.leaseDurationMs ?? Timing.leaseMs),
    availableBuiltinEndpoints: BUILTIN_ENDPOINT_SET,
    metatrafficUnicastLocators: metatrafficUnicast,
    metatrafficMulticastLocators: [],
    defaultUnicastLocators: defaultUnicast,
    defaultMulticastLocators: [],
    entityName: options.entityName ?? '',
    userData: options.userData ?? new Uint8Array(0),
    properties: new Map(Object.entries(options.properties ?? {})),
    expectsInlineQos: false,
  };
}
