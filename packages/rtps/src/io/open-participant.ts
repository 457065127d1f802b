import { AssemblyBudget } from '../behavior/assembly-budget.js';
import { DiscoveryRole } from '../discovery/servers/discovery-role.js';
import { checkParticipantOptions } from '../participant/option-checks.js';
import { Participant } from '../participant/participant.js';
import type { ParticipantOptions } from '../participant/participant-options.js';
import { parseOpenOptions, type NetworkOptions } from './network-options.js';
import { UdpHost } from './udp-host.js';

/** Of the whole process: many participants in it are no reason for more memory. */
const processAssemblyBudget = new AssemblyBudget();

/**
 * A participant on the machine's network: opens UDP sockets (the multicast group joined on every interface, two unicast
 * ports of its own) and starts to announce itself. It keeps the process alive until `close()`.
 *
 * Options are checked once, here, before anything is opened: what is wrong or unknown rejects with a TypeError that names
 * it, what is longer than `LIMITS` allow with a RangeError. Rejects with an
 * RtpsError of code ERR_RTPS_PORT_IN_USE when the domain has no free participant index on this host, or
 * ERR_RTPS_NO_INTERFACE when `interfaces` lists none that exists.
 */
export async function openParticipant(options: ParticipantOptions & NetworkOptions): Promise<Participant> {
  const {
    discoveryRange,
    staticPeers,
    discoveryServers,
    superClient,
    interfaces,
    deniedInterfaces,
    announcedAddresses,
    ipVersion,
    multicast,
    allowedPeers,
    tap,
    ...rest
  } = parseOpenOptions(options);
  // An option given as undefined is one left out.
  const participantOptions = rest as ParticipantOptions;
  checkParticipantOptions(participantOptions);
  const { domainId, assemblyBudget = processAssemblyBudget } = participantOptions;
  const discoversByServers = discoveryServers.length > 0;
  const peers = discoversByServers ? discoveryServers : staticPeers;
  const wishes = { discoveryRange, staticPeers: peers, discoversByServers, ipVersion, multicast, allowedPeers };
  const lists = { interfaces, deniedInterfaces, announcedAddresses };
  const host = await UdpHost.open({ domainId, ...wishes, ...lists, tap });
  if (!discoversByServers) return new Participant(host, { ...participantOptions, assemblyBudget });
  const discoveryRole = superClient ? DiscoveryRole.SUPER_CLIENT : DiscoveryRole.CLIENT;
  return new Participant(host, { ...participantOptions, assemblyBudget, discoveryRole });
}
