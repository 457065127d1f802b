import { Participant, type ParticipantOptions } from '../participant/participant.js';
import { parseOpenOptions, type NetworkOptions } from './network-options.js';
import { UdpHost } from './udp-host.js';

/**
 * A participant on the machine's network: opens UDP sockets (239.255.0.1 joined on every IPv4 interface, two unicast
 * ports of its own) and starts to announce itself. It keeps the process alive until `close()`.
 *
 * Options are checked once, here: what is wrong or unknown rejects with a TypeError that names it. Rejects with an
 * RtpsError of code ERR_RTPS_PORT_IN_USE when the domain has no free participant index on this host, or
 * ERR_RTPS_NO_INTERFACE when `interfaces` lists none that exists.
 */
export async function openParticipant(options: ParticipantOptions & NetworkOptions): Promise<Participant> {
  const { discoveryRange, staticPeers, interfaces, tap, ...participantOptions } = parseOpenOptions(options);
  const host = await UdpHost.open({
    domainId: participantOptions.domainId,
    discoveryRange,
    staticPeers,
    interfaces,
    tap,
  });
  // An option given as undefined is one left out.
  return new Participant(host, participantOptions as ParticipantOptions);
}
