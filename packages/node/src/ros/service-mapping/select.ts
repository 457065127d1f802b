import { type RemoteEndpoint, type Sample, VendorId } from '@rclts/rtps';
import { enhancedMapping } from './enhanced.js';
import type { ServiceMapping } from './mapping.js';

/**
 * The dialect to speak to the owner of a matched endpoint. Undefined: none that we know, and no peer is ever sent another
 * dialect's bytes (a Cyclone request can run a Fast DDS server out of memory, ros2/rmw_cyclonedds#577).
 */
export function mappingForEndpoint(endpoint: RemoteEndpoint): ServiceMapping | undefined {
  return endpoint.participant.vendorId === VendorId.CYCLONE_DDS ? undefined : enhancedMapping;
}

/** The dialect that a request or reply is written in: evidence before vendor. */
export function mappingForSample(sample: Sample): ServiceMapping | undefined {
  return sample.relatedSampleIdentity ? enhancedMapping : mappingForEndpoint(sample.writer);
}
