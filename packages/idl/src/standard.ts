// The definitions that ROS itself puts into services and actions: known here, so that nobody has to pass them in.

/** `builtin_interfaces/msg/Time`: seconds and nanoseconds since the epoch of its clock. */
export interface Time {
  sec: number;
  nanosec: number;
}
/** `builtin_interfaces/msg/Duration`: seconds (may be negative) and nanoseconds (never are). */
export interface Duration {
  sec: number;
  nanosec: number;
}
/** `unique_identifier_msgs/msg/UUID`: 16 octets. */
export interface UUID {
  uuid: Uint8Array;
}
/** `service_msgs/msg/ServiceEventInfo` */
export interface ServiceEventInfo {
  event_type: number;
  stamp: Time;
  client_gid: Uint8Array;
  sequence_number: bigint;
}
/** `action_msgs/msg/GoalInfo` */
export interface GoalInfo {
  goal_id: UUID;
  stamp: Time;
}
/** `action_msgs/msg/GoalStatus` */
export interface GoalStatus {
  goal_info: GoalInfo;
  status: number;
}
/** `action_msgs/msg/GoalStatusArray` */
export interface GoalStatusArray {
  status_list: GoalStatus[];
}
/** Request of `action_msgs/srv/CancelGoal` */
export interface CancelGoal_Request {
  goal_info: GoalInfo;
}
/** Response of `action_msgs/srv/CancelGoal` */
export interface CancelGoal_Response {
  return_code: number;
  goals_canceling: GoalInfo[];
}

/** The standard messages as TypeScript types, by name. */
export interface StandardMessages {
  'builtin_interfaces/msg/Time': Time;
  'builtin_interfaces/msg/Duration': Duration;
  'unique_identifier_msgs/msg/UUID': UUID;
  'service_msgs/msg/ServiceEventInfo': ServiceEventInfo;
  'action_msgs/msg/GoalInfo': GoalInfo;
  'action_msgs/msg/GoalStatus': GoalStatus;
  'action_msgs/msg/GoalStatusArray': GoalStatusArray;
}

/** The standard definitions as texts, by name. */
export const STANDARD_DEFINITIONS: Readonly<Record<keyof StandardMessages | 'action_msgs/srv/CancelGoal', string>> = {
  'builtin_interfaces/msg/Time': 'int32 sec\nuint32 nanosec\n',
  'builtin_interfaces/msg/Duration': 'int32 sec\nuint32 nanosec\n',
  'unique_identifier_msgs/msg/UUID': 'uint8[16] uuid\n',
  'service_msgs/msg/ServiceEventInfo': `uint8 REQUEST_SENT = 0
uint8 REQUEST_RECEIVED = 1
uint8 RESPONSE_SENT = 2
uint8 RESPONSE_RECEIVED = 3
uint8 event_type
builtin_interfaces/Time stamp
char[16] client_gid
int64 sequence_number
`,
  'action_msgs/msg/GoalInfo': 'unique_identifier_msgs/UUID goal_id\nbuiltin_interfaces/Time stamp\n',
  'action_msgs/msg/GoalStatus': `int8 STATUS_UNKNOWN = 0
int8 STATUS_ACCEPTED = 1
int8 STATUS_EXECUTING = 2
int8 STATUS_CANCELING = 3
int8 STATUS_SUCCEEDED = 4
int8 STATUS_CANCELED = 5
int8 STATUS_ABORTED = 6
GoalInfo goal_info
int8 status
`,
  'action_msgs/msg/GoalStatusArray': 'GoalStatus[] status_list\n',
  'action_msgs/srv/CancelGoal': `GoalInfo goal_info
---
int8 ERROR_NONE=0
int8 ERROR_REJECTED=1
int8 ERROR_UNKNOWN_GOAL_ID=2
int8 ERROR_GOAL_TERMINATED=3
int8 return_code
GoalInfo[] goals_canceling
`,
};
