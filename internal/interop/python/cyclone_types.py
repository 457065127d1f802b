"""test_msgs/action/Fibonacci and what else the peer speaks, as DDS types; requests and replies begin with rmw_cyclonedds' header."""
from dataclasses import dataclass

from cyclonedds.idl import IdlStruct
from cyclonedds.idl.annotations import final
from cyclonedds.idl.types import array, int8, int32, int64, sequence, uint8, uint32, uint64


@dataclass
@final
class Time(IdlStruct, typename='builtin_interfaces.msg.dds_.Time_'):
    sec: int32
    nanosec: uint32


@dataclass
@final
class GoalInfo(IdlStruct, typename='action_msgs.msg.dds_.GoalInfo_'):
    goal_id: array[uint8, 16]
    stamp: Time


@dataclass
@final
class GoalStatus(IdlStruct, typename='action_msgs.msg.dds_.GoalStatus_'):
    goal_info: GoalInfo
    status: int8


@dataclass
@final
class GoalStatusArray(IdlStruct, typename='action_msgs.msg.dds_.GoalStatusArray_'):
    status_list: sequence[GoalStatus]


@dataclass
@final
class FeedbackMessage(IdlStruct, typename='test_msgs.action.dds_.Fibonacci_FeedbackMessage_'):
    goal_id: array[uint8, 16]
    sequence: sequence[int32]


@dataclass
@final
class SendGoalRequest(IdlStruct, typename='test_msgs.action.dds_.Fibonacci_SendGoal_Request_'):
    guid: uint64
    seq: int64
    goal_id: array[uint8, 16]
    order: int32


@dataclass
@final
class SendGoalResponse(IdlStruct, typename='test_msgs.action.dds_.Fibonacci_SendGoal_Response_'):
    guid: uint64
    seq: int64
    accepted: bool
    stamp: Time


@dataclass
@final
class GetResultRequest(IdlStruct, typename='test_msgs.action.dds_.Fibonacci_GetResult_Request_'):
    guid: uint64
    seq: int64
    goal_id: array[uint8, 16]


@dataclass
@final
class GetResultResponse(IdlStruct, typename='test_msgs.action.dds_.Fibonacci_GetResult_Response_'):
    guid: uint64
    seq: int64
    status: int8
    sequence: sequence[int32]


@dataclass
@final
class CancelRequest(IdlStruct, typename='action_msgs.srv.dds_.CancelGoal_Request_'):
    guid: uint64
    seq: int64
    goal_info: GoalInfo


@dataclass
@final
class CancelResponse(IdlStruct, typename='action_msgs.srv.dds_.CancelGoal_Response_'):
    guid: uint64
    seq: int64
    return_code: int8
    goals_canceling: sequence[GoalInfo]


@dataclass
@final
class SetBoolRequest(IdlStruct, typename='std_srvs.srv.dds_.SetBool_Request_'):
    guid: uint64
    seq: int64
    data: bool


@dataclass
@final
class SetBoolResponse(IdlStruct, typename='std_srvs.srv.dds_.SetBool_Response_'):
    guid: uint64
    seq: int64
    success: bool
    message: str


@dataclass
@final
class String(IdlStruct, typename='std_msgs.msg.dds_.String_'):
    data: str


@dataclass
@final
class Gid(IdlStruct, typename='rmw_dds_common.msg.dds_.Gid_'):
    data: array[uint8, 16]


@dataclass
@final
class NodeEntitiesInfo(IdlStruct, typename='rmw_dds_common.msg.dds_.NodeEntitiesInfo_'):
    node_namespace: str
    node_name: str
    reader_gid_seq: sequence[Gid]
    writer_gid_seq: sequence[Gid]


@dataclass
@final
class ParticipantEntitiesInfo(IdlStruct, typename='rmw_dds_common.msg.dds_.ParticipantEntitiesInfo_'):
    gid: Gid
    node_entities_info_seq: sequence[NodeEntitiesInfo]
