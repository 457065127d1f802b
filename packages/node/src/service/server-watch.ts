import type { Participant, Reader, RemoteEndpoint, RemoteParticipant, Writer } from '@rclts/rtps';
import type { ServiceDialects } from '../ros/service-mapping/select.js';
import { availableServers, type AvailableServer, canAnswer } from './available-servers.js';

/** How soon to look again whether a server has acknowledged our reply reader; doubles. */
const FIRST_LOOK_MS = 5;
const LONGEST_LOOK_MS = 160;
/** A server that acknowledges nothing is believed to know us after so long. */
const PATIENCE_MS = 3_000;

/**
 * The servers that a client may ask, kept up to date. A server that does not know the client's reply reader yet may take the
 * request, wait 100 ms (rmw_fastrtps, rmw_cyclonedds) and drop its answer for ever: one is available only when it has
 * acknowledged the reader's announcement.
 */
export class ServerWatch {
  readonly #participant: Participant;
  readonly #dialects: ServiceDialects;
  readonly #requestWriter: Writer;
  readonly #replyReader: Reader;
  readonly #onChanged: () => void;
  /** Servers that do not know us yet, by when they will be believed to. */
  readonly #strangers = new Map<RemoteParticipant, number>();
  #servers: readonly AvailableServer[] = [];
  #lookMs = FIRST_LOOK_MS;
  #cancelLook: (() => void) | undefined;

  constructor(
    participant: Participant,
    dialects: ServiceDialects,
    requestWriter: Writer,
    replyReader: Reader,
    onChanged: () => void,
  ) {
    this.#participant = participant;
    this.#dialects = dialects;
    this.#requestWriter = requestWriter;
    this.#replyReader = replyReader;
    this.#onChanged = onChanged;
  }

  /** Oldest first. */
  get servers(): readonly AvailableServer[] {
    return this.#servers;
  }

  /**
   * Whether no answer can come from there any more. A server that is there, but not available for the moment (a second one
   * of the name is half discovered), may answer.
   */
  isLost(requestReader: RemoteEndpoint): boolean {
    return (
      !this.#requestWriter.matchedReaders.includes(requestReader) ||
      !canAnswer(requestReader, this.#replyReader.matchedWriters, this.#dialects)
    );
  }

  /** An endpoint has been matched or lost. */
  onMatchedChanged(): void {
    this.#lookMs = FIRST_LOOK_MS;
    this.#look();
  }

  close(): void {
    this.#cancelLook?.();
    this.#servers = [];
  }

  #look(): void {
    this.#cancelLook?.();
    const before = this.#servers;
    const complete = availableServers(
      this.#requestWriter.matchedReaders,
      this.#replyReader.matchedWriters,
      this.#dialects,
    );
    const present = new Set(complete.map(({ participant }) => participant));
    for (const stranger of this.#strangers.keys()) if (!present.has(stranger)) this.#strangers.delete(stranger);
    this.#servers = complete.filter(({ participant }) => this.#knowsUs(participant, before));
    if (this.#strangers.size > 0) {
      this.#cancelLook = this.#participant.schedule(this.#lookMs, () => this.#look());
      this.#lookMs = Math.min(this.#lookMs * 2, LONGEST_LOOK_MS);
    }
    const isSame =
      before.length === this.#servers.length &&
      before.every(({ participant }, index) => participant === this.#servers[index]?.participant);
    if (!isSame) {
      this.#doubtPredecessors(before);
      this.#onChanged();
    }
  }

  /**
   * Two servers of a name on one host are one that was killed and its successor, most likely. The older one is asked first, and
   * would be until its lease has run out; so it has to show that it is still there. Another port than its predecessor's is what
   * Cyclone DDS takes whenever it starts.
   */
  #doubtPredecessors(before: readonly AvailableServer[]): void {
    for (const [index, { participant: newcomer }] of this.#servers.entries()) {
      if (before.some(({ participant }) => participant === newcomer)) continue;
      for (const { participant } of this.#servers.slice(0, index))
        this.#participant.doubtPredecessor(participant, newcomer);
    }
  }

  #knowsUs(server: RemoteParticipant, before: readonly AvailableServer[]): boolean {
    if (before.some(({ participant }) => participant === server)) return true;
    const now = this.#participant.now();
    const until = this.#strangers.get(server) ?? now + PATIENCE_MS;
    if (now < until && !this.#participant.isKnownTo(server, this.#replyReader)) {
      this.#strangers.set(server, until);
      return false;
    }
    this.#strangers.delete(server);
    return true;
  }
}
