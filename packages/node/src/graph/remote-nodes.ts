import { limits } from '../limits.js';

/** A node of a remote participant and the GUIDs of its endpoints, as `24 hex.8 hex`. */
export interface RemoteNode {
  readonly name: string;
  readonly namespace: string;
  readonly readers: ReadonlySet<string>;
  readonly writers: ReadonlySet<string>;
}

interface Said {
  readonly nodes: readonly RemoteNode[];
  /** Octets of the sample that said it. */
  readonly bytes: number;
}

/** What others say of their nodes, by participant: the octets that said it have limits, for each and for all of them. */
export class RemoteNodes {
  readonly #byParticipant = new Map<string, Said>();
  #bytes = 0;

  /** Whether there is room for what a participant says in so many octets, in place of what it has said before. */
  hasRoomFor(participant: string, bytes: number): boolean {
    const others = this.#bytes - (this.#byParticipant.get(participant)?.bytes ?? 0);
    return bytes <= limits.discoveryInfoBytes && others + bytes <= limits.discoveryInfoBytesOfAll;
  }

  set(participant: string, nodes: readonly RemoteNode[], bytes: number): void {
    this.delete(participant);
    this.#byParticipant.set(participant, { nodes, bytes });
    this.#bytes += bytes;
  }

  get(participant: string): readonly RemoteNode[] {
    return this.#byParticipant.get(participant)?.nodes ?? [];
  }

  delete(participant: string): void {
    this.#bytes -= this.#byParticipant.get(participant)?.bytes ?? 0;
    this.#byParticipant.delete(participant);
  }
}
