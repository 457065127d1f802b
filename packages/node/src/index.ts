/**
 * A ROS 2 node on DDS without ROS: topics, services, graph, logging.
 *
 * @example
 * ```ts
 * import { createNode } from '@rclts/node';
 * import { String } from '@rclts/interfaces/std_msgs/msg/String';
 *
 * const node = await createNode('talker');
 * const publisher = node.createPublisher(String, 'chatter');
 * publisher.publish({ data: 'Hello' });
 * await node.close();
 * ```
 *
 * A publisher with `history: 'keep_all'` loses nothing to a subscription that is slow: as long as it keeps as much as it may,
 * `publish` throws ERR_RTPS_WRITER_FULL, and `publishAsync` waits.
 *
 * ```ts
 * import { createNode } from '@rclts/node';
 * import { String } from '@rclts/interfaces/std_msgs/msg/String';
 *
 * const node = await createNode('loader');
 * const publisher = node.createPublisher(String, 'records', { history: 'keep_all' });
 * for (let i = 0; i < 100_000; i++) await publisher.publishAsync({ data: `record ${i}` }, { timeoutMs: 10_000 });
 * await publisher.waitForAllAcked({ timeoutMs: 10_000 });
 * await node.close();
 * ```
 *
 * @packageDocumentation
 */
export { Clock } from './clock.js';
export { Context, participantIdentity, type ContextSettings } from './context.js';
export { createNode, type CreateNodeOptions } from './create-node.js';
export { NodeError, NodeErrorCode } from './errors.js';
export type { Graph, NameAndTypes, NodeIdentity, NodeInfo, TopicEndpointInfo } from './graph/graph.js';
export { formatLogRecord, Logger, type LogRecord, type LogSink } from './logging/logger.js';
export { Severity, severityByName, severityName, type SeverityName } from './logging/severity.js';
export type { MessageInput } from '@rclts/idl';
export type { ContentFilter, RemoteEndpoint, RemoteParticipant } from '@rclts/rtps';
export { Node } from './node.js';
export type { NodeEvents } from './node-reports.js';
export type { RejectedSample } from './node-host.js';
export type { OperationOptions } from './operation.js';
export type { ContextOptions, NodeOptions, ServiceOptions } from './options.js';
export { decodeDiscoveryInfo } from './ros/discovery-info-form.js';
export { typeHashOf } from './ros/endpoint-user-data.js';
export { fromDdsTopicName, fromDdsTypeName, TopicRole } from './ros/dds-names.js';
export { parseEnvironment, type Environment } from './ros/environment.js';
export { Era } from './ros/era.js';
export { fullyQualifiedNodeName } from './ros/names.js';
export { type QosInput, type QosProfile, QosProfiles } from './ros/qos-profiles.js';
export { serviceExchangeOf, type ServiceExchange, type ServiceSample } from './ros/service-mapping/service-exchange.js';
export type { RequestId, RequestInfo } from './service/request-id.js';
export { type CallOptions, type ServiceClient } from './service/service-client.js';
export { ServiceIntrospectionState } from './service/service-introspection.js';
export { DEFERRED, type ServiceHandler, type ServiceServer } from './service/service-server.js';
export type { Publisher, PublisherOptions, PublishOptions } from './topic/publisher.js';
export type { MessageInfo, Subscription, SubscriptionCallback } from './topic/subscription.js';
