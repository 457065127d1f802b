// Joins the domain, listens, and takes down what there is.
import { setTimeout as sleep } from 'node:timers/promises';
import { networkInterfaces } from 'node:os';
import { createNode, parseEnvironment } from '@rclts/node';
import { spdpMulticastPort } from '@rclts/rtps';
import type { Shell } from '../shell.js';
import { Contacts } from './contacts.js';
import { OtherDomains } from './other-domains.js';
import { takeSnapshot, type Snapshot } from './snapshot.js';

/** Looks around for `listenMs`, or until the user interrupts. */
export async function examine(listenMs: number, { environment, processId, interrupted }: Shell): Promise<Snapshot> {
  const { domainId, discoveryRange } = parseEnvironment(environment);
  const contacts = new Contacts();
  const node = await createNode(`_rclts_doctor_${String(processId)}`, {
    args: [],
    environment: { ...environment },
    tap: contacts,
  });
  const others = discoveryRange === 'subnet' ? await OtherDomains.open(domainId) : undefined;
  try {
    const multicast = spdpMulticastPort(domainId);
    contacts.identify(node.context.participant.guid.prefix.text, multicast);
    await sleep(listenMs, undefined, { signal: interrupted }).catch(() => undefined);
    const { metatrafficUnicastLocators = [], defaultUnicastLocators = [] } = contacts.own ?? {};
    const unicast = new Set([...metatrafficUnicastLocators, ...defaultUnicastLocators].map(({ port }) => port));
    return takeSnapshot(node, contacts, {
      domainId,
      discoveryRange,
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

function interfacesInUse(): { name: string; address: string }[] {
  return Object.entries(networkInterfaces()).flatMap(([name, addresses]) =>
    (addresses ?? []).filter(({ family }) => family === 'IPv4').map(({ address }) => ({ name, address })),
  );
}
