import type { RemoteEndpoint, RemoteParticipant } from '@rclts/rtps';
import { parseUserData, typeHashOf } from './endpoint-user-data.js';

/**
 * Which of ROS 2's two wire formats of the graph a peer reads and writes. rmw_dds_common 1.7 made a Gid of 24 octets one of
 * 16 (ros2/rmw_dds_common, commit 5ab4f59, January 2023): Humble and what was before it have the one, Iron and all later
 * distributions the other, under the same topic and type name. Whoever is sent the other one's reads lengths where there are
 * GUIDs, and may ask for as much memory as they say.
 */
export const Era = {
  /** Humble, Galactic, Foxy. */
  HUMBLE: 'humble',
  /** Iron, Jazzy, Kilted, Lyrical, rolling. */
  IRON: 'iron',
} as const;
export type Era = (typeof Era)[keyof typeof Era];

/**
 * The eras of the participants that a context meets, by what they give away; the first of these that says anything holds:
 *
 * 1. The form of their own `ros_discovery_info`: what a distribution writes, it reads.
 * 2. A type hash in the endpoint's USER_DATA: since Iron, on every endpoint of every rmw, those of `ros_discovery_info`
 *    included (REP-2016; rmw_fastrtps_cpp/src/publisher.cpp, rmw_cyclonedds_cpp/src/rmw_node.cpp,
 *    rmw_connextdds_common/src/common/rmw_graph.cpp; captures of Kilted, Jazzy and rmw_cyclonedds).
 * 3. An enclave in the participant's USER_DATA, which every rmw announces since Foxy
 *    (rmw_fastrtps_shared_cpp/src/participant.cpp, branch humble): ROS, and without a hash, hence of before Iron.
 * 4. Neither hash nor enclave is no rmw: a tool that reads the topic by itself. It gets today's form.
 */
export class Eras {
  /** By the participant's GUID prefix: rule 1. */
  readonly #written = new Map<string, Era>();
  /** Rules 2 to 4 look at what an endpoint keeps for life. */
  readonly #announced = new WeakMap<RemoteEndpoint, Era>();

  of(endpoint: RemoteEndpoint): Era {
    const written = this.#written.size > 0 ? this.#written.get(keyOf(endpoint.participant)) : undefined;
    if (written !== undefined) return written;
    let announced = this.#announced.get(endpoint);
    if (announced === undefined) {
      announced = announcedEra(endpoint);
      this.#announced.set(endpoint, announced);
    }
    return announced;
  }

  /**
   * The writer has written in the form of an era; its first word holds, as nobody changes his distribution and those that
   * pretend to shall not keep us busy. Returns whether it was taken for another.
   */
  learn(writer: RemoteEndpoint, era: Era): boolean {
    const key = keyOf(writer.participant);
    if (this.#written.has(key)) return false;
    const before = this.of(writer);
    this.#written.set(key, era);
    return before !== era;
  }

  forget(participant: RemoteParticipant): void {
    this.#written.delete(keyOf(participant));
  }
}

function announcedEra({ userData, participant }: RemoteEndpoint): Era {
  if (typeHashOf(userData) !== undefined) return Era.IRON;
  return parseUserData(participant.userData).has('enclave') ? Era.HUMBLE : Era.IRON;
}

function keyOf(participant: RemoteParticipant): string {
  return participant.guidPrefix.text;
}
