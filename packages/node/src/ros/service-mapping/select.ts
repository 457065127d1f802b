import { type RemoteEndpoint, type RemoteParticipant, type Sample, VendorId } from '@rclts/rtps';
import { connextBasicMapping } from './connext-basic.js';
import { cycloneMapping } from './cyclone.js';
import { enhancedMapping } from './enhanced.js';
import { ENCAPSULATION_SIZE, startsWith } from './header-octets.js';
import type { ServiceMapping } from './mapping.js';
import { hasEndpointId } from './peers.js';

/** What RTI's middleware speaks here: it tells in nothing that it announces, so its users tell all their processes. */
export const ConnextServiceMapping = { EXTENDED: 'extended', BASIC: 'basic', CYCLONE: 'cyclone' } as const;
export type ConnextServiceMapping = (typeof ConnextServiceMapping)[keyof typeof ConnextServiceMapping];

const connextMappings: Readonly<Record<ConnextServiceMapping, ServiceMapping>> = {
  extended: enhancedMapping,
  basic: connextBasicMapping,
  cyclone: cycloneMapping,
};

/**
 * Which dialect to speak to whom. No peer is ever sent another dialect's bytes: a Fast DDS server reads a header as a size
 * (ros2/rmw_cyclonedds#577 tells of one that ran out of memory), a Cyclone server reads a message without one as a goal of zeros.
 *
 * Evidence decides, in this order: what a participant's samples have shown; its vendor; the ids that only rmw_cyclonedds
 * announces, and we (so they say nothing of a peer without vendor id, which is ours); the option.
 */
export class ServiceDialects {
  readonly #connext: ServiceMapping;
  /** Participants that have shown to speak otherwise than their vendor does. */
  readonly #shown = new WeakMap<RemoteParticipant, ServiceMapping>();

  constructor(connext: ConnextServiceMapping = ConnextServiceMapping.EXTENDED) {
    this.#connext = connextMappings[connext];
  }

  /** The dialect to speak to the owner of a matched endpoint. */
  forEndpoint(endpoint: RemoteEndpoint): ServiceMapping {
    return this.#shown.get(endpoint.participant) ?? this.#expected(endpoint);
  }

  /** The dialect that a request or reply is written in. */
  forSample(sample: Sample): ServiceMapping {
    const { writer } = sample;
    const mapping = evidenceIn(sample);
    if (mapping === undefined) return this.forEndpoint(writer);
    if (mapping !== this.forEndpoint(writer)) this.#shown.set(writer.participant, mapping);
    return mapping;
  }

  #expected(endpoint: RemoteEndpoint): ServiceMapping {
    switch (endpoint.participant.vendorId) {
      case VendorId.CYCLONE_DDS:
        return cycloneMapping;
      case VendorId.CONNEXT:
        return this.#connext;
      case VendorId.FAST_DDS:
      case VendorId.UNKNOWN:
        return enhancedMapping;
      default:
        return hasEndpointId(endpoint) ? cycloneMapping : enhancedMapping;
    }
  }
}

/** An identity in the inline QoS; or, from Connext, a header that names the very writer that the request comes from. */
function evidenceIn({ relatedSampleIdentity, payload, writer }: Sample): ServiceMapping | undefined {
  if (relatedSampleIdentity) return enhancedMapping;
  if (writer.participant.vendorId !== VendorId.CONNEXT) return undefined;
  if (startsWith(payload, ENCAPSULATION_SIZE, writer.guidOctets)) return connextBasicMapping;
  return startsWith(payload, ENCAPSULATION_SIZE, writer.guidOctets.subarray(8)) ? cycloneMapping : undefined;
}
