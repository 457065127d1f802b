import type { RosName } from './names.js';

// The mapping of https://design.ros2.org/articles/topic_and_service_names.html as rmw_dds_common implements it. This file
// and the rest of `ros/` are the only ones that spell a DDS prefix.

declare const ddsTopicName: unique symbol;
declare const ddsTypeName: unique symbol;

/** A topic's name on the wire, `rt/chatter`. Never a ROS name. */
export type DdsTopicName = string & { readonly [ddsTopicName]: true };
/** A type's name on the wire, `std_msgs::msg::dds_::String_`. Never a ROS type name. */
export type DdsTypeName = string & { readonly [ddsTypeName]: true };

/** What a DDS topic carries for ROS. */
export const TopicRole = { TOPIC: 'topic', REQUEST: 'request', REPLY: 'reply' } as const;
export type TopicRole = (typeof TopicRole)[keyof typeof TopicRole];

/** The topic of `ros_discovery_info` has no prefix: it is not a ROS topic. */
export const DISCOVERY_INFO_TOPIC = 'ros_discovery_info' as DdsTopicName;

const AFFIXES: Readonly<Record<TopicRole, readonly [prefix: string, suffix: string]>> = {
  topic: ['rt', ''],
  request: ['rq', 'Request'],
  reply: ['rr', 'Reply'],
};

export function toDdsTopicName(name: RosName, role: TopicRole): DdsTopicName {
  const [prefix, suffix] = AFFIXES[role];
  return `${prefix}${name}${suffix}` as DdsTopicName;
}

/** Undefined for a topic that is not ROS's. */
export function fromDdsTopicName(topic: string): { readonly name: RosName; readonly role: TopicRole } | undefined {
  for (const role of Object.values(TopicRole)) {
    const [prefix, suffix] = AFFIXES[role];
    if (!topic.startsWith(`${prefix}/`) || !topic.endsWith(suffix)) continue;
    const name = topic.slice(prefix.length, topic.length - suffix.length);
    return name.length > 1 ? { name: name as RosName, role } : undefined;
  }
  return undefined;
}

/** `std_msgs/msg/String` → `std_msgs::msg::dds_::String_`; so for `pkg/srv/T_Request` and `pkg/action/T_SendGoal_Request`. */
export function toDdsTypeName(typeName: string): DdsTypeName {
  const slash = typeName.lastIndexOf('/');
  return `${typeName.slice(0, slash).replaceAll('/', '::')}::dds_::${typeName.slice(slash + 1)}_` as DdsTypeName;
}

/** Undefined for a type that is not ROS's. */
export function fromDdsTypeName(typeName: string): string | undefined {
  const match = /^(\w+(?:::\w+)*)::dds_::(\w+)_$/.exec(typeName);
  return match ? `${(match[1] ?? '').replaceAll('::', '/')}/${match[2]}` : undefined;
}

/** The service's type by that of its request or reply topic: `pkg::srv::dds_::T_Request_` → `pkg/srv/T`. */
export function serviceTypeFromDds(typeName: string): string | undefined {
  const match = /^(.+)_(?:Request|Response)$/.exec(fromDdsTypeName(typeName) ?? '');
  return match?.[1];
}
