import type { SimNetwork } from '../../sim-network.js';
import type { Journal } from './journal.js';
import type { Ledger } from './ledger.js';
import type { Oracle } from './oracle.js';
import type { WorkClient } from './work.js';

/** What every client of a session shares. */
export interface ClientWorld {
  readonly network: SimNetwork;
  readonly journal: Journal;
  readonly oracle: Oracle;
  readonly ledger: Ledger;
  /** Puts a deliberate defect before the client; none: as it is. */
  readonly wrap: (client: WorkClient) => WorkClient;
  nextNumber(): number;
}
