import type { MessageInput, ServiceEvent, ServiceType } from '@rclts/idl';
import type { NodeHost } from '../node-host.js';
import type { RosName } from '../ros/names.js';
import type { RequestIdentity } from '../ros/service-mapping/mapping.js';
import { completeQos, type QosInput } from '../ros/qos-profiles.js';
import { Publisher } from '../topic/publisher.js';

/** What is published of each request and response; rclpy's ServiceIntrospectionState. */
export const ServiceIntrospectionState = {
  /** Nothing. */
  OFF: 'off',
  /** Which request it was, and when. */
  METADATA: 'metadata',
  /** That, and the message. */
  CONTENTS: 'contents',
} as const;
export type ServiceIntrospectionState = (typeof ServiceIntrospectionState)[keyof typeof ServiceIntrospectionState];

/** `event_type` of service_msgs/msg/ServiceEventInfo. */
export const ServiceEventType = {
  REQUEST_SENT: 0,
  REQUEST_RECEIVED: 1,
  RESPONSE_SENT: 2,
  RESPONSE_RECEIVED: 3,
} as const;
export type ServiceEventType = (typeof ServiceEventType)[keyof typeof ServiceEventType];

/**
 * Whose request: 16 octets, the client's reply reader, which rmw_fastrtps names at both ends, too, so that the events of the
 * two can be told to belong together; and which of its requests.
 */
export type NamedRequest = Pick<RequestIdentity, 'clientGuid' | 'sequenceNumber'>;

const SUFFIX = '/_service_event';
const STATES: readonly unknown[] = Object.values(ServiceIntrospectionState);

/**
 * Publishes what one end of a service sends and receives on `<service>/_service_event`, as rcl does
 * (rcl/src/rcl/service_event_publisher.c). Who only looks on must disturb nobody: what cannot be published is logged.
 */
export class ServiceEvents {
  #state: ServiceIntrospectionState;
  readonly #host: NodeHost;
  readonly #publisher: Publisher<ServiceEvent<unknown, unknown>>;
  /** So that a message that can never be published is logged once and not once per call. */
  #hasWarned = false;

  private constructor(
    host: NodeHost,
    state: ServiceIntrospectionState,
    publisher: Publisher<ServiceEvent<unknown, unknown>>,
  ) {
    this.#host = host;
    this.#state = state;
    this.#publisher = publisher;
  }

  /**
   * What a service's end goes on with: undefined when it publishes nothing, so that it costs nothing.
   *
   * @throws TypeError, RangeError - for a state or QoS that does not exist.
   */
  static configure<Request, Response>(
    current: ServiceEvents | undefined,
    host: NodeHost,
    service: { readonly serviceName: string; readonly type: ServiceType<Request, Response> },
    state: ServiceIntrospectionState,
    qos: QosInput | undefined,
  ): ServiceEvents | undefined {
    if (!STATES.includes(state)) {
      throw new TypeError(`introspection state: ${String(state)} is not one of ${STATES.join(', ')}`);
    }
    const profile = completeQos(qos);
    if (state === ServiceIntrospectionState.OFF) {
      current?.close();
      return undefined;
    }
    if (current) {
      current.#state = state;
      return current;
    }
    // A service's full name and the suffix are a topic's full name.
    const topicName = (service.serviceName + SUFFIX) as RosName;
    return new ServiceEvents(host, state, new Publisher(host, service.type.event, topicName, profile));
  }

  /** A request or response has passed. Its `contents` are asked for only where they are published. */
  publish(eventType: ServiceEventType, request: NamedRequest, contents: () => unknown): void {
    const isRequest = eventType === ServiceEventType.REQUEST_SENT || eventType === ServiceEventType.REQUEST_RECEIVED;
    try {
      const message = this.#state === ServiceIntrospectionState.CONTENTS ? [contents()] : [];
      const info = {
        event_type: eventType,
        stamp: this.#host.participant.wallTime(),
        client_gid: request.clientGuid,
        sequence_number: BigInt(request.sequenceNumber),
      };
      const event = { info, request: isRequest ? message : [], response: isRequest ? [] : message };
      this.#publisher.publish(event as MessageInput<ServiceEvent<unknown, unknown>>);
    } catch (error) {
      if (this.#hasWarned) return;
      this.#hasWarned = true;
      this.#host.logger.warn(`An event on '${this.#publisher.topicName}' is not published: ${String(error)}`);
    }
  }

  close(): void {
    this.#publisher.close();
  }
}
