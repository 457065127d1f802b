import { type RemoteEndpoint, VendorId } from '@rclts/rtps';
import { clientIdOf, serviceIdOf } from '../endpoint-user-data.js';

/** Whether an endpoint is announced with one of the ids that rmw_cyclonedds pairs a client's or a server's endpoints by. */
export function hasEndpointId({ userData }: RemoteEndpoint): boolean {
  return serviceIdOf(userData) !== undefined || clientIdOf(userData) !== undefined;
}

const ours = new WeakMap<RemoteEndpoint, boolean>();

/** Whether an end of a service is rclts: it has no vendor id assigned, and announces those ids as rmw_cyclonedds does. */
export function isOurs(endpoint: RemoteEndpoint): boolean {
  let known = ours.get(endpoint);
  if (known === undefined) {
    known = endpoint.participant.vendorId === VendorId.UNKNOWN && hasEndpointId(endpoint);
    ours.set(endpoint, known);
  }
  return known;
}
