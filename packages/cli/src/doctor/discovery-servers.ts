// Which of the discovery servers that we are told to use have answered.
import { isDiscoveryServer, parseServerAddress } from '@rclts/rtps';
import { Reason, type Finding } from './finding.js';
import type { SeenParticipant, Snapshot } from './snapshot.js';

export interface SeenServer {
  /** As ROS_DISCOVERY_SERVER has it. */
  readonly entry: string;
  readonly answers: boolean;
}

/** Each entry with whether a server that was heard is there: it has the port, and the address where one is given. */
export function seenServers({ discoveryServers, participants }: Snapshot): readonly SeenServer[] {
  const heard = participants.filter(isServer);
  return discoveryServers.map((entry) => {
    const address = parseServerAddress(entry);
    return { entry, answers: address !== undefined && heard.some((server) => isAt(server, address)) };
  });
}

export function isServer({ contact: { data } }: SeenParticipant): boolean {
  return data !== undefined && isDiscoveryServer(data);
}

/** None has answered: nobody can be found. Some have not: one that is lost shall have another one that stands in for it. */
export function serverFindings(seen: Snapshot): readonly Finding[] {
  const servers = seenServers(seen);
  const silent = servers.filter(({ answers }) => !answers).map(({ entry }) => entry);
  if (silent.length === 0) return [];
  const advice = 'is one running there, and does UDP pass to its port and back?';
  if (silent.length < servers.length) {
    const problem = `of ${String(servers.length)} discovery servers no answer has come from: ${silent.join(', ')}`;
    return [{ reason: Reason.SILENT_SERVER, severity: 'warning', problem, advice }];
  }
  return [
    {
      reason: Reason.SILENCE,
      severity: 'error',
      problem: `no discovery server has answered: ${silent.join(', ')}`,
      advice: `${advice} Nodes without ROS_DISCOVERY_SERVER are not heard with it`,
    },
  ];
}

/** A name may mean any address, and one of a host all others of it. */
function isAt({ addresses, contact }: SeenParticipant, { host, port }: { host: string; port: number }): boolean {
  const locators = contact.data?.metatrafficUnicastLocators ?? [];
  const isAddress = /^[\d.]+$|:/.test(host);
  const isHere = (address: string): boolean => address === host || host.startsWith('127.');
  return (
    locators.some((locator) => locator.port === port) &&
    (!isAddress || [...addresses, ...locators.map(({ address }) => address)].some(isHere))
  );
}
