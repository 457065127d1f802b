"""Shapes on Cyclone DDS: the other end of src/shapes, under the remote control of src/shapes/shapes-protocol.ts."""
import json
import os
import sys
from dataclasses import dataclass

from cyclonedds.core import Listener, Policy, Qos
from cyclonedds.domain import DomainParticipant
from cyclonedds.idl import IdlStruct
from cyclonedds.idl.annotations import final, key
from cyclonedds.idl.types import bounded_str, int32
from cyclonedds.internal import InvalidSample
from cyclonedds.pub import DataWriter, Publisher
from cyclonedds.sub import DataReader, Subscriber
from cyclonedds.topic import Topic
from cyclonedds.util import duration
from remote_control import emit


@dataclass
@final
class ShapeType(IdlStruct, typename='ShapeType'):
    color: bounded_str[128]
    key('color')
    x: int32
    y: int32
    shapesize: int32


# Cyclone counts on after DDS' 22, with one of its own between.
DATA_REPRESENTATION, CYCLONES_DATA_REPRESENTATION = 23, 25


class Watch(Listener):
    """Matches now, and the policy that was in the way last."""

    def __init__(self):
        super().__init__()
        self.matched = self.policy = 0

    def on_publication_matched(self, _, status):
        self.matched = status.current_count

    def on_subscription_matched(self, _, status):
        self.matched = status.current_count

    def on_offered_incompatible_qos(self, _, status):
        self.policy = status.last_policy_id

    def on_requested_incompatible_qos(self, _, status):
        self.policy = status.last_policy_id


def qos(isReliable, isTransientLocal, depth, deadlineMs, representation):
    policies = [
        Policy.Reliability.Reliable(duration(seconds=1)) if isReliable else Policy.Reliability.BestEffort,
        Policy.Durability.TransientLocal if isTransientLocal else Policy.Durability.Volatile,
        Policy.History.KeepLast(depth) if depth else Policy.History.KeepAll,
        Policy.DataRepresentation(use_cdrv0_representation=representation == 'XCDR1', use_xcdrv2_representation=representation == 'XCDR2'),
        Policy.WriterDataLifecycle(autodispose=False),
    ]
    if deadlineMs:
        policies.append(Policy.Deadline(duration(milliseconds=deadlineMs)))
    if isTransientLocal:
        policies.append(Policy.DurabilityService(duration(seconds=0), policies[2], 10000, 10000, 10000))
    return Qos(*policies)


class Peer:

    def __init__(self):
        self.participants, self.entities, self.watches, self.reports, self.colors = {}, {}, {}, {}, {}

    def create(self, name, kind, topic, domainId, partition='', **policies):
        if domainId not in self.participants:
            self.participants[domainId] = DomainParticipant(domainId)
        participant = self.participants[domainId]
        group_qos = Qos(Policy.Partition([partition])) if partition else None
        watch = self.watches[name] = Watch()
        chosen = qos(**policies)
        shapes = Topic(participant, topic, ShapeType)
        if kind == 'writer':
            self.entities[name] = DataWriter(Publisher(participant, group_qos), shapes, chosen, watch)
        else:
            self.entities[name] = DataReader(Subscriber(participant, group_qos), shapes, chosen, watch)
            self.reports[name] = []

    def write(self, name, color, x, y):
        self.entities[name].write(ShapeType(color, x, y, 30))

    def dispose(self, name, color):
        self.entities[name].dispose(ShapeType(color, 0, 0, 0))

    def unregister(self, name, color):
        writer = self.entities[name]
        writer.unregister_instance_handle(writer.lookup_instance(ShapeType(color, 0, 0, 0)))

    def told(self, name):
        for sample in self.entities[name].take(100):
            info = sample.sample_info
            if info.valid_data:
                self.colors[info.instance_handle] = sample.color
                self.reports[name].append(f'{sample.color} {sample.x}')
            elif isinstance(sample, InvalidSample):
                state = {16: 'ALIVE', 32: 'NOT_ALIVE_DISPOSED', 64: 'NOT_ALIVE_NO_WRITERS'}[int(info.instance_state)]
                self.reports[name].append(f'{self.colors.get(info.instance_handle)} {state}')
        return self.reports[name]

    def status(self, name):
        watch = self.watches[name]
        policy = int(watch.policy)
        return {'matched': watch.matched, 'policy': DATA_REPRESENTATION if policy == CYCLONES_DATA_REPRESENTATION else policy}

    def close(self, name):
        del self.entities[name]


def main():
    peer = Peer()
    emit({'event': 'ready'})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            emit({'id': request['id'], 'value': getattr(peer, request['method'])(**request['parameters'])})
        except Exception as error:  # all of it goes back to the test that asked
            emit({'id': request['id'], 'error': f'{type(error).__name__}: {error}'})
    # Whoever asked is gone.
    os._exit(0)


if __name__ == '__main__':
    main()
