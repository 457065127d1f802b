import type { AssemblyBudget } from '../behavior/assembly-budget.js';
import type { DiscoveryRole } from '../discovery/servers/discovery-role.js';

export interface ParticipantOptions {
  readonly domainId: number;
  /** ENTITY_NAME; ROS puts the enclave here. */
  readonly entityName?: string;
  readonly userData?: Uint8Array;
  readonly properties?: Readonly<Record<string, string>>;
  /** How long peers believe in us after our last word; default 20 000 ms. Announced four times as often, and every 3 000 ms at least. */
  readonly leaseDurationMs?: number;
  /** UDP payload bytes of one datagram to another host, 1 108 to 65 507; default 1 232. */
  readonly maxDatagramBytes?: number;
  /**
   * Memory for samples of which fragments are missing. Default: one budget of `LIMITS.reassemblyBytes` for all participants
   * that `openParticipant` opens in this process; one of its own for each that is constructed.
   */
  readonly assemblyBudget?: AssemblyBudget;
  /**
   * Who its host announces it to are discovery servers of Fast DDS, and what it is to them. Default: none is, and participants
   * announce themselves to each other.
   */
  readonly discoveryRole?: DiscoveryRole;
}
