import type { AssemblyBudget } from '../behavior/assembly-budget.js';
import type { ParticipantData } from '../discovery/participant-data.js';
import type { DiscoveryRole } from '../discovery/servers/discovery-role.js';
import type { PathRules } from '../discovery/remote-destinations.js';
import type { Locator } from '../types/locator.js';
import type { Time } from '../types/time.js';
import type { DatagramSink } from './send-queue.js';

/** What a participant's core is made with. */
export interface CoreOptions {
  readonly domainId: number;
  /** 12 octets. */
  readonly guidPrefix: Uint8Array;
  /** 32 random bits: seeds the hash of tables whose keys strangers choose, and tells our announcements from those of others in time. */
  readonly seed: number;
  readonly sink: DatagramSink;
  readonly paths: PathRules;
  /** Our announcement with the locators of now; the same object until they change. */
  readonly participantData: () => ParticipantData;
  /** How often it is repeated; ms. */
  readonly announceMs: number;
  /** Where announcements go, now. */
  readonly announceTo: () => readonly Locator[];
  /** There are discovery servers, and nobody else is announced to; what we are to them. */
  readonly discoveryRole?: DiscoveryRole | undefined;
  readonly wallTime: () => Time;
  /** Memory for incomplete samples; participants may share it. */
  readonly assemblyBudget: AssemblyBudget;
}
