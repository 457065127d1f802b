"""Services, topics and node names on Cyclone DDS' Python API as rmw_cyclonedds_cpp has them (rmw_cyclonedds_cpp/src/rmw_node.cpp).

A request begins with {uint64 guid, int64 seq}: the instance handle of the client's request writer, and a count over all clients of
the process. The reply echoes both. Both endpoints of a client carry the same `clientid=` in USER_DATA, those of a server the same
`serviceid=`.
"""
import itertools
import re
import threading
import time

from cyclonedds.core import Policy, Qos, ReadCondition, SampleState, InstanceState, ViewState, WaitSet
from cyclonedds.domain import DomainParticipant
from cyclonedds.pub import DataWriter
from cyclonedds.sub import DataReader
from cyclonedds.topic import Topic
from cyclonedds.util import duration

from cyclone_types import Gid, NodeEntitiesInfo, ParticipantEntitiesInfo

next_request_id = itertools.count(1)


# Of rmw_dds_common/msg/ParticipantEntitiesInfo, as Iron and later announce it: who has none is taken for Humble.
INFO_HASH = 'typehash=RIHS01_91a0593bacdcc50ea9bdcf849a938b128412cc1ea821245c663bcd26f83c295e;'


def qos(user_data='', depth=10, transient_local=False):
    return Qos(
        Policy.Reliability.Reliable(duration(seconds=1)),
        Policy.Durability.TransientLocal if transient_local else Policy.Durability.Volatile,
        Policy.History.KeepLast(depth),
        Policy.DataRepresentation(use_cdrv0_representation=True),
        Policy.Userdata(user_data.encode()))


def user_data_key(endpoint, key):
    data = bytes(endpoint.qos[Policy.Userdata].data) if endpoint and Policy.Userdata in endpoint.qos else b''
    found = re.search(rf'(?:^|;){key}=([^;]*);'.encode(), data)
    return found.group(1) if found else None


class Node:
    """A participant with one ROS node, and a thread that takes what has come."""

    def __init__(self, domain_id, name, namespace):
        self.name, self.namespace = name, namespace
        self.participant = DomainParticipant(domain_id, Qos(Policy.Userdata(b'enclave=/;')))
        self.ids = itertools.count(1)
        self.readers, self.writers, self.handlers, self.others = [], [], [], {}
        self.lock = threading.Lock()
        self.closing = False
        self.waitset = WaitSet(self.participant)
        self.thread = threading.Thread(target=self.spin)
        info = qos(INFO_HASH, depth=1, transient_local=True)
        self.info_writer = self.create_writer('ros_discovery_info', ParticipantEntitiesInfo, info)
        self.create_reader('ros_discovery_info', ParticipantEntitiesInfo, qos(INFO_HASH, depth=1000, transient_local=True), self.on_info)
        self.thread.start()

    def unique_id(self):
        """get_unique_csid: the participant's GUID prefix and a big-endian count; csid_to_string."""
        octets = self.participant.guid.bytes[:12] + next(self.ids).to_bytes(4, 'big')
        return f'{octets[0]:2x}' + ''.join(f'.{octet:x}' for octet in octets[1:])

    def create_writer(self, topic, type_, quality):
        writer = DataWriter(self.participant, Topic(self.participant, topic, type_), qos=quality)
        self.writers.append(writer)
        if topic != 'ros_discovery_info':
            self.announce()
        return writer

    def create_reader(self, topic, type_, quality, handle):
        """`handle` is called with each sample, on the node's thread."""
        reader = DataReader(self.participant, Topic(self.participant, topic, type_), qos=quality)
        condition = ReadCondition(reader, ViewState.Any | InstanceState.Any | SampleState.NotRead)
        with self.lock:
            self.readers.append(reader)
            self.handlers.append((reader, condition, handle))
            self.waitset.attach(condition)
        self.announce()
        return reader

    def announce(self):
        gids = [[Gid(data=list(entity.guid.bytes)) for entity in entities] for entities in (self.readers, self.writers)]
        node = NodeEntitiesInfo(self.namespace, self.name, *gids)
        self.info_writer.write(ParticipantEntitiesInfo(Gid(data=list(self.participant.guid.bytes)), [node]))

    def on_info(self, info):
        self.others[bytes(info.gid.data)] = [(node.node_namespace, node.node_name) for node in info.node_entities_info_seq]

    def node_names(self):
        """Of the participants that are there: what ros_discovery_info says of one that has left does not count."""
        reader = self.handlers[0][0]
        writers = (reader.get_matched_publication_data(handle) for handle in reader.get_matched_publications())
        present = {writer.participant_key.bytes for writer in writers if writer}
        nodes = {node for gid, names in list(self.others.items()) if gid in present for node in names}
        return sorted(f'{namespace.rstrip("/")}/{name}' for namespace, name in nodes | {(self.namespace, self.name)})

    def spin(self):
        while not self.closing:
            self.waitset.wait(duration(milliseconds=20))
            with self.lock:
                handlers = list(self.handlers)
            for reader, _, handle in handlers:
                for sample in reader.take(N=64):
                    if sample.sample_info.valid_data:
                        handle(sample)

    def close(self):
        self.closing = True
        self.thread.join()
        # Says goodbye. Python itself would not: the handlers of the readers refer to what refers to them.
        self.participant.__del__()


class Client:
    """rmw_client_t; `call` waits for the answer."""

    def __init__(self, node, service, request_type, response_type):
        data = f'clientid={node.unique_id()};'
        self.request_type = request_type
        self.pending = {}
        # Replies to requests of its own that it does not wait for, and those to others in its process.
        self.unexpected = self.foreign = 0
        self.reader = node.create_reader(f'rr{service}Reply', response_type, qos(data), self.on_reply)
        self.writer = node.create_writer(f'rq{service}Request', request_type, qos(data))
        self.guid = self.writer.instance_handle & 0xffff_ffff_ffff_ffff  # Python's API has it signed

    def is_available(self):
        """check_for_service_reader_writer"""
        readers = [self.writer.get_matched_subscription_data(handle) for handle in self.writer.get_matched_subscriptions()]
        writers = [self.reader.get_matched_publication_data(handle) for handle in self.reader.get_matched_publications()]
        needles = {user_data_key(reader, 'serviceid') for reader in readers} - {None}
        if needles:
            return any(user_data_key(writer, 'serviceid') in needles for writer in writers)
        return bool(readers) and bool(writers)

    def call(self, timeout_ms, **fields):
        seq = next(next_request_id)
        pending = self.pending[seq] = [threading.Event(), None]
        try:
            self.writer.write(self.request_type(guid=self.guid, seq=seq, **fields))
            if not pending[0].wait(timeout_ms / 1000):
                raise TimeoutError(f'no answer within {timeout_ms} ms')
            return pending[1]
        finally:
            del self.pending[seq]

    def on_reply(self, reply):
        # rmw_take_response_request with the client's own handle as filter.
        if reply.guid != self.guid:
            self.foreign += 1
            return
        pending = self.pending.get(reply.seq)
        if pending is None or pending[0].is_set():
            self.unexpected += 1
            return
        pending[1] = reply
        pending[0].set()


class Server:
    """rmw_service_t; `answer` takes a request and returns the fields of the response, now or, if it returns None, through `respond`."""

    def __init__(self, node, service, request_type, response_type, answer):
        data = f'serviceid={node.unique_id()};'
        self.response_type, self.answer = response_type, answer
        self.writer = node.create_writer(f'rr{service}Reply', response_type, qos(data))
        self.reader = node.create_reader(f'rq{service}Request', request_type, qos(data), self.on_request)

    def on_request(self, request):
        fields = self.answer(request)
        if fields is not None:
            self.respond(request, **fields)

    def respond(self, request, **fields):
        """rmw_send_response: at most 100 ms for the client's reader, then it is dropped; nothing where the client is gone."""
        end = time.monotonic() + 0.1
        while not self.has_reader(request):
            if time.monotonic() >= end:
                return
            time.sleep(0.01)
        self.writer.write(self.response_type(guid=request.guid, seq=request.seq, **fields))

    def has_reader(self, request):
        """check_for_response_reader"""
        writer = self.reader.get_matched_publication_data(request.sample_info.publication_handle)
        client_id = user_data_key(writer, 'clientid')
        if client_id is None:
            return True
        readers = (self.writer.get_matched_subscription_data(handle) for handle in self.writer.get_matched_subscriptions())
        return any(user_data_key(reader, 'clientid') == client_id for reader in readers)
