// Joins the domain, listens, and takes down what there is.
import { setTimeout as sleep } from 'node:timers/promises';
import { networkInterfaces } from 'node:os';
import { isRcltsError } from '@rclts/cdr';
import { createNode, NodeErrorCode, parseEnvironment, type Node } from '@rclts/node';
import { RtpsErrorCode, spdpMulticastPort } from '@rclts/rtps';
import type { Shell } from '../shell.js';
import { Contacts } from './contacts.js';
import { OtherDomains } from './other-domains.js';
import { takeSnapshot, type Snapshot } from './snapshot.js';

/** Why we may be unable to join: findings, not failures of the doctor. */
const REFUSALS: readonly string[] = [
  NodeErrorCode.SECURITY_UNSUPPORTED,
  RtpsErrorCode.PORT_IN_USE,
  RtpsErrorCode.NO_INTERFACE,
];

/** Looks around for `listenMs`, or until the user interrupts. */
export async function examine(listenMs: number, shell: Shell): Promise<Snapshot> {
  const { environment, processId } = shell;
  const contacts = new Contacts();
  let node: Node;
  try {
    parseEnvironment(environment);
    node = await createNode(`_rclts_doctor_${String(processId)}`, {
      args: [],
      superClient: true,
      environment: { ...environment },
      tap: contacts,
    });
  } catch (error) {
    if (!isRcltsError(error) || !REFUSALS.includes(error.code)) throw error;
    return { ...unseen(environment), refusal: { code: error.code, message: error.message } };
  }
  const { domainId, discoveryRange, discoveryServers } = parseEnvironment(environment);
  const others =
    discoveryRange === 'subnet' && discoveryServers.length === 0 ? await OtherDomains.open(domainId) : undefined;
  try {
    const multicast = spdpMulticastPort(domainId);
    contacts.identify(node.context.participant.guid.prefix.text, multicast);
    await sleep(listenMs, undefined, { signal: shell.interrupted }).catch(() => undefined);
    const { metatrafficUnicastLocators = [], defaultUnicastLocators = [] } = contacts.own ?? {};
    const unicast = new Set([...metatrafficUnicastLocators, ...defaultUnicastLocators].map(({ port }) => port));
    return takeSnapshot(node, contacts, {
      domainId,
      discoveryRange,
      discoveryServers,
      interfaces: interfacesInUse(),
      ports: { multicast, unicast: [...unicast] },
      otherDomains: others?.heard ?? [],
      environment,
    });
  } finally {
    await others?.close();
    await node.close();
  }
}

/** What is known without joining the domain. */
function unseen(environment: Shell['environment']): Snapshot {
  const { ROS_SECURITY_ENABLE: _, ...others } = environment;
  const { domainId, discoveryRange, discoveryServers } = parseEnvironment(others);
  return {
    domainId,
    discoveryRange,
    discoveryServers,
    interfaces: interfacesInUse(),
    ports: { multicast: spdpMulticastPort(domainId), unicast: [] },
    socketErrors: new Map(),
    hearsItself: false,
    participants: [],
    endpoints: [],
    otherDomains: [],
    environment,
  };
}

function interfacesInUse(): { name: string; address: string }[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).map(({ address }) => ({ name, address })),
  );
}
