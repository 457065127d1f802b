// What is wrong with the network, or with how we were told to use it: before anybody looks at names.
import { Era, NodeErrorCode } from '@rclts/node';
import { VendorId, vendorName } from '@rclts/rtps';
import { serverFindings } from './discovery-servers.js';
import { Reason, type Finding } from './finding.js';
import { participantText } from './participant-text.js';
import type { SeenParticipant, Snapshot } from './snapshot.js';

type Check = (seen: Snapshot) => readonly Finding[];

/** Announcements that a peer must have had the time to answer. */
const ENOUGH_SENT = 3;

export function networkFindings(seen: Snapshot): readonly Finding[] {
  if (seen.refusal !== undefined) return [refused(seen.refusal)];
  return [environment, sockets, reach, peers, eras, duplicates].flatMap((check: Check) => check(seen));
}

function refused({ code, message }: NonNullable<Snapshot['refusal']>): Finding {
  if (code === NodeErrorCode.SECURITY_UNSUPPORTED) {
    return {
      reason: Reason.SECURITY_WANTED,
      severity: 'error',
      problem: `${message}; the doctor has not looked around`,
      advice: 'run it where nodes are not secured, or without ROS_SECURITY_STRATEGY=Enforce, to see who is there',
    };
  }
  return {
    reason: Reason.SOCKETS,
    severity: 'error',
    problem: message,
    advice: 'see who holds the ports (ss -ulpn), end what was left behind, or use another ROS_DOMAIN_ID',
  };
}

const environment: Check = ({ environment: variables, discoveryRange }) => {
  const found: Finding[] = [];
  const rmw = variables['RMW_IMPLEMENTATION'] ?? '';
  if (rmw.includes('zenoh')) {
    found.push({
      reason: Reason.NOT_RTPS,
      severity: 'error',
      problem: `RMW_IMPLEMENTATION is ${rmw}: nodes that use it speak Zenoh, which is not RTPS; rclts cannot hear them, nor they rclts`,
      advice:
        'start the other nodes with rmw_fastrtps_cpp or rmw_cyclonedds_cpp, or put a zenoh-bridge-ros2dds between',
    });
  }
  if (discoveryRange === 'off') {
    found.push({
      reason: Reason.DISCOVERY_OFF,
      severity: 'error',
      problem: 'ROS_AUTOMATIC_DISCOVERY_RANGE is OFF: nothing is sent and nobody is looked for',
      advice: 'unset it, or set it to SUBNET or LOCALHOST',
    });
  }
  if (variables['ROS_SECURITY_ENABLE']?.toLowerCase() === 'true') {
    found.push({
      reason: Reason.SECURITY_WANTED,
      severity: 'warning',
      problem: 'ROS_SECURITY_ENABLE is true: rclts cannot authenticate itself and is not heard by secured nodes',
      advice: 'use it where nodes are not secured',
    });
  }
  return found;
};

const sockets: Check = ({ socketErrors, interfaces, participants }) => {
  if (interfaces.length === 0) {
    return [
      {
        reason: Reason.SOCKETS,
        severity: 'error',
        problem: 'this machine has no network interface with an address',
        advice: 'bring one up (loopback too: ip link set lo up)',
      },
    ];
  }
  const serious = [...socketErrors].filter(([what]) =>
    /EPERM|EACCES|ENETUNREACH|ENODEV|EADDRNOTAVAIL|^bind EADDRINUSE/.test(what),
  );
  if (serious.length === 0) return [];
  return [
    {
      reason: Reason.SOCKETS,
      severity: participants.length > 0 ? 'warning' : 'error',
      problem: `the operating system refused: ${serious.map(([what, times]) => `${what} (${String(times)} times)`).join(', ')}`,
      advice:
        'EPERM and EACCES come from a firewall on this host, ENETUNREACH from a missing route (ip route show table all), EADDRINUSE from a program that has the port to itself (ss -ulpn)',
    },
  ];
};

const reach: Check = (seen) => {
  const { discoveryRange, discoveryServers, hearsItself, participants, ports, otherDomains, domainId, interfaces } =
    seen;
  if (discoveryRange === 'off') return [];
  if (discoveryServers.length > 0) return serverFindings(seen);
  const found: Finding[] = [];
  if (discoveryRange === 'subnet' && !hearsItself) {
    found.push({
      reason: Reason.NO_MULTICAST,
      severity: participants.length > 0 ? 'warning' : 'error',
      problem: `our own announcements to 239.255.0.1:${String(ports.multicast)} did not come back: multicast does not work on ${interfaces.map(({ name }) => name).join(', ')}`,
      advice:
        'allow it (ip link set DEV multicast on; ip route add 239.0.0.0/8 dev DEV; open UDP in the firewall), or name the peers: ROS_STATIC_PEERS',
    });
  }
  if (participants.length > 0) return found;
  if (otherDomains.length > 0) {
    const others = otherDomains.map(
      ({ domainId: id, participants: heard, addresses }) =>
        `${String(id)} (${String(heard.size)} at ${[...addresses].join(', ')})`,
    );
    found.push({
      reason: Reason.OTHER_DOMAIN,
      severity: 'error',
      problem: `nobody is in domain ${String(domainId)}, but there are participants in domain ${others.join(', ')}`,
      advice: `set ROS_DOMAIN_ID to the same number everywhere`,
    });
    return found;
  }
  const where = discoveryRange === 'localhost' ? 'on this host' : 'in this network';
  found.push({
    reason: Reason.SILENCE,
    severity: 'error',
    problem: `nobody ${where} was heard, in any domain`,
    advice:
      discoveryRange === 'localhost'
        ? 'is a node running here? For nodes on other hosts: ROS_AUTOMATIC_DISCOVERY_RANGE=SUBNET'
        : `is a node running, with ROS_LOCALHOST_ONLY and ROS_AUTOMATIC_DISCOVERY_RANGE unset? A firewall or a WiFi access point may drop UDP ${String(ports.multicast)} and ${ports.unicast.join(', ')} or multicast: try ROS_STATIC_PEERS`,
  });
  return found;
};

const peers: Check = (seen) => seen.participants.flatMap((participant) => peer(participant, seen));

function peer(participant: SeenParticipant, { domainId, discoveryServers, ports }: Snapshot): readonly Finding[] {
  const { contact, isSecure } = participant;
  const who = participantText(participant);
  // Discovery servers look at no domain, and are in none.
  const hasDomain = discoveryServers.length === 0 && participant.domainId !== undefined;
  if (hasDomain && participant.domainId !== domainId) {
    return [
      {
        reason: Reason.DOMAIN_CLASH,
        severity: 'warning',
        problem: `${who} announces domain ${String(participant.domainId)} on the ports of domain ${String(domainId)}: two domains share them`,
        advice: 'give both the default ports, or the same domain',
      },
    ];
  }
  if (isSecure) {
    return [
      {
        reason: Reason.SECURE_PEER,
        severity: 'warning',
        problem: `${who} is secured (SROS 2): it speaks to nobody who cannot authenticate, and rclts cannot`,
        advice: 'run it without ROS_SECURITY_ENABLE, or use a secured node as a bridge',
      },
    ];
  }
  if (contact.hasAnswered || contact.sent < ENOUGH_SENT) return [];
  const from = contact.addresses.size > 0 ? [...contact.addresses].join(', ') : 'nowhere';
  if (contact.unicasts === 0) {
    return [
      {
        reason: Reason.NO_ANSWER,
        severity: 'error',
        problem: `${who} is heard by multicast from ${from}, but nothing that it sends to us alone arrives, and it acknowledges nothing (${String(contact.sent)} datagrams sent)`,
        advice: `let UDP through on both hosts: here ${ports.unicast.join(' and ')}, there ${announcedPorts(participant)}; in a container or behind NAT the announced addresses (${announcedAddresses(participant)}) must be reachable from here`,
      },
    ];
  }
  return [
    {
      reason: Reason.ONE_WAY,
      severity: 'error',
      problem: `${who} reaches us from ${from}, but does not acknowledge what we send to ${announcedAddresses(participant)}: traffic is one-way`,
      advice: `let UDP ${announcedPorts(participant)} in on its host, and check that the addresses that it announces are its own`,
    },
  ];
}

function announcedAddresses({ contact }: SeenParticipant): string {
  return [...new Set(locatorsOf(contact).map(({ address }) => address))].join(', ') || 'no address that we can reach';
}

function announcedPorts({ contact }: SeenParticipant): string {
  return [...new Set(locatorsOf(contact).map(({ port }) => port))].join(', ') || 'no port';
}

function locatorsOf({ data }: SeenParticipant['contact']): readonly { address: string; port: number }[] {
  return data === undefined ? [] : [...data.metatrafficUnicastLocators, ...data.defaultUnicastLocators];
}

/** Those of before Iron and those since write the graph in two forms under one name, and each misreads the other's. */
const eras: Check = ({ participants }) => {
  const [old, recent] = [Era.HUMBLE, Era.IRON].map((era) => participants.filter((one) => one.era === era));
  // We read both, and write to each in its own.
  if (old === undefined || recent === undefined || old.length === 0) return [];
  const others = recent.filter(({ vendorId }) => vendorId !== VendorId.UNKNOWN);
  if (others.length === 0) return [];
  return [
    {
      reason: Reason.MIXED_ERAS,
      severity: 'warning',
      problem: `ROS 2 of before Iron (${old.map(participantText).join('; ')}) and since (${others.map(participantText).join('; ')}) are in one domain: they misread each other's graph, so that nodes are missing from lists and counts`,
      advice: 'give each a ROS_DOMAIN_ID of its own; rclts understands both',
    },
  ];
};

/** Two nodes of one name: what is sent to one, both do. */
const duplicates: Check = ({ participants }) => {
  const owners = new Map<string, SeenParticipant[]>();
  for (const participant of participants)
    for (const node of participant.nodes) owners.set(node, [...(owners.get(node) ?? []), participant]);
  return [...owners].flatMap(([node, all]) => {
    if (all.length < 2) return [];
    const where = all.map((one) => `${vendorName(one.vendorId)} at ${one.addresses.join(', ')}`).join('; ');
    return [
      {
        reason: Reason.DUPLICATE_NODE,
        severity: 'warning' as const,
        problem: `${String(all.length)} nodes are called ${node}: ${where}`,
        advice: 'give each its own name or namespace (--ros-args -r __node:=NAME), or end the one that was left behind',
      },
    ];
  });
};
