// The doctor's words: what there is, then what is wrong with it, then what to do.
import { Era } from '@rclts/node';
import { vendorName } from '@rclts/rtps';
import { printable } from '../trace/event-text.js';
import { seenServers, type SeenServer } from './discovery-servers.js';
import type { Subject } from './endpoint-findings.js';
import type { Finding } from './finding.js';
import type { SeenEndpoint, SeenParticipant, Snapshot } from './snapshot.js';

/** What a participant's words about its graph give away of its distribution. */
const ERAS: Readonly<Record<Era, string>> = {
  [Era.HUMBLE]: 'ROS 2 Humble or older',
  [Era.IRON]: 'ROS 2 Iron or newer',
};

export interface Diagnosis {
  readonly seen: Snapshot;
  /** What the user has asked about; empty for the whole graph. */
  readonly subjects: readonly Subject[];
  readonly findings: readonly Finding[];
}

export function reportText({ seen, subjects, findings }: Diagnosis): string {
  return [
    ...networkLines(seen),
    ...seen.participants.map(participantLine),
    ...subjects.flatMap(subjectLines),
    '',
    ...(findings.length === 0 ? ['Nothing is wrong with what was seen.'] : findings.flatMap(findingLines)),
  ].join('\n');
}

/** The same for programs. */
export function reportJson({ seen, subjects, findings }: Diagnosis): string {
  return JSON.stringify(
    {
      domainId: seen.domainId,
      discoveryRange: seen.discoveryRange,
      discoveryServers: seenServers(seen),
      interfaces: seen.interfaces,
      ports: seen.ports,
      socketErrors: Object.fromEntries(seen.socketErrors),
      hearsItself: seen.hearsItself,
      participants: seen.participants.map(({ contact, ...participant }) => ({
        ...participant,
        vendor: vendorName(participant.vendorId),
        multicasts: contact.multicasts,
        unicasts: contact.unicasts,
        hasAnswered: contact.hasAnswered,
      })),
      subjects: subjects.map(({ kind, name, endpoints }) => ({
        kind,
        name,
        endpoints: endpoints.map(({ qos: _, ...endpoint }) => endpoint),
      })),
      otherDomains: seen.otherDomains.map(({ domainId, participants, addresses }) => ({
        domainId,
        participants: participants.size,
        addresses: [...addresses],
      })),
      findings,
    },
    undefined,
    2,
  );
}

function networkLines(seen: Snapshot): string[] {
  const { domainId, discoveryRange, discoveryServers, interfaces, ports, participants, otherDomains } = seen;
  const cards = interfaces.map(({ name, address }) => `${name} ${address}`).join(', ') || 'none';
  return [
    `Domain ${String(domainId)}, discovery range ${discoveryRange}`,
    ...(discoveryServers.length === 0 ? [] : [`  discovery servers: ${seenServers(seen).map(serverText).join(', ')}`]),
    `  interfaces: ${cards}`,
    `  UDP ports: ${String(ports.multicast)} (multicast), ${ports.unicast.join(' and ') || 'none'} (unicast)`,
    ...otherDomains.map(
      ({ domainId: id, participants: heard, addresses }) =>
        `  also heard: domain ${String(id)}, ${String(heard.size)} participants at ${[...addresses].join(', ')}`,
    ),
    `Heard ${String(participants.length)} ${participants.length === 1 ? 'participant' : 'participants'}`,
  ];
}

function serverText({ entry, answers }: SeenServer): string {
  return `${entry} (${answers ? 'answers' : 'silent'})`;
}

function participantLine(participant: SeenParticipant): string {
  const { vendorId, addresses, leaseMs, nodes, era, contact, isSecure } = participant;
  const lease =
    leaseMs === undefined ? 'unreadable' : leaseMs === Infinity ? 'no lease' : `lease ${String(leaseMs / 1000)} s`;
  const traffic = contact.hasAnswered
    ? 'answers'
    : contact.unicasts > 0
      ? 'one-way'
      : contact.multicasts > 0
        ? 'multicast only'
        : 'told of by a server';
  const names = nodes.length > 0 ? nodes.map(printable).join(', ') : '(no node)';
  const ros = era === undefined ? 'not seen as ROS' : ERAS[era];
  return `  ${names}: ${vendorName(vendorId)}, ${ros}, at ${addresses.join(', ')}, ${lease}, ${traffic}${isSecure ? ', secured' : ''}`;
}

function subjectLines({ kind, name, endpoints }: Subject): string[] {
  return [`The ${kind} ${printable(name)}`, ...endpoints.map(endpointLine)];
}

function endpointLine({ kind, name, role, typeName, node, guid }: SeenEndpoint): string {
  const service = role === 'request' ? ' requests' : role === 'reply' ? ' replies' : '';
  return `  ${kind} of ${printable(name)}${service} [${printable(typeName)}], ${node === undefined ? guid : printable(node)}`;
}

function findingLines({ severity, reason, problem, advice }: Finding): string[] {
  return [`${severity === 'error' ? '✗' : '!'} ${reason}: ${problem}`, `  → ${advice}`];
}
