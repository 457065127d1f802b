import { check } from '../scenario.js';
import type { SimNetwork } from '../sim-network.js';

/** The product's announcement period: by multicast each time, to each peer by unicast at most as often. */
const ANNOUNCE_MS = 3000;
const IDLE_MS = 60_000;

/** When all is said only announcements are left. */
export async function checkSilence(network: SimNetwork, participants: number): Promise<void> {
  await network.advance(ANNOUNCE_MS);
  const before = network.trace.count('send');
  await network.advance(IDLE_MS);
  const sent = network.trace.count('send') - before;
  const allowed = participants * (IDLE_MS / ANNOUNCE_MS + 1) * participants;
  check(sent <= allowed, `${sent} datagrams in ${IDLE_MS} ms of silence; announcements alone are ${allowed} at most`);
}

/** Closes everything; nothing may be sent afterwards. */
export async function checkClose(network: SimNetwork, closables: readonly { close(): Promise<void> }[]): Promise<void> {
  await network.run(() => Promise.all(closables.map((one) => one.close())));
  const sent = network.trace.count('send');
  await network.advance(IDLE_MS);
  check(network.trace.count('send') === sent, 'a datagram was sent after close');
}
