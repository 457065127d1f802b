"""Subscribes to the feedback of an action through Cyclone DDS, without ROS, and prints `{"goalId", "sequence"}` of each sample.

Ends when stdin does. Usage: cyclone_feedback.py ACTION   (the domain is ROS_DOMAIN_ID)
"""
import json
import os
import select
import sys
from dataclasses import dataclass

from cyclonedds.core import Policy, Qos
from cyclonedds.domain import DomainParticipant
from cyclonedds.idl import IdlStruct
from cyclonedds.idl.annotations import final
from cyclonedds.idl.types import array, int32, sequence, uint8
from cyclonedds.sub import DataReader
from cyclonedds.topic import Topic
from cyclonedds.util import duration


@dataclass
@final
class Uuid(IdlStruct, typename='unique_identifier_msgs.msg.dds_.UUID_'):
    uuid: array[uint8, 16]


@dataclass
@final
class Feedback(IdlStruct, typename='test_msgs.action.dds_.Fibonacci_Feedback_'):
    sequence: sequence[int32]


@dataclass
@final
class FeedbackMessage(IdlStruct, typename='test_msgs.action.dds_.Fibonacci_FeedbackMessage_'):
    goal_id: Uuid
    feedback: Feedback


participant = DomainParticipant(int(os.environ['ROS_DOMAIN_ID']))
topic = Topic(participant, f'rt{sys.argv[1]}/_action/feedback', FeedbackMessage)
reader = DataReader(participant, topic, qos=Qos(Policy.Reliability.Reliable(duration(seconds=1)), Policy.History.KeepAll))
print('{"event": "ready"}', flush=True)
while not select.select([sys.stdin], [], [], 0.02)[0]:
    for sample in reader.take(N=100):
        print(json.dumps({'goalId': bytes(sample.goal_id.uuid).hex(), 'sequence': list(sample.feedback.sequence)}), flush=True)
