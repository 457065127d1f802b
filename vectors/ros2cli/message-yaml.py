#!/usr/bin/env python3
"""Writes message-yaml.json: what rosidl_runtime_py's message_to_yaml, and so the `ros2` tool, prints of real messages.

Run with the Kilted peer's Python (tools/peers.mjs) and a checkout of ros2/rosidl_runtime_py (3327b1d) on PYTHONPATH.
"""
import json
import os

from rclpy.serialization import deserialize_message, serialize_message
from rosidl_runtime_py import message_to_yaml
from test_msgs.action import Fibonacci, NestedMessage
from test_msgs.msg import Arrays, BasicTypes, Builtins, Constants, Defaults, Empty, MultiNested, Nested, Strings, UnboundedSequences, WStrings

basic = BasicTypes(
    bool_value=True, byte_value=b'\x41', char_value=200, float32_value=0.1, float64_value=1e-7, int8_value=-128, uint8_value=255, int16_value=-32768,
    uint16_value=65535, int32_value=-2147483648, uint32_value=4294967295, int64_value=-9223372036854775808, uint64_value=18446744073709551615)
sequences = UnboundedSequences(
    bool_values=[True, False], byte_values=[b'\x00', b'a', b'\xff'], char_values=[0, 255], float32_values=[1.0, 0.1, float('inf')],
    float64_values=[1e22, -0.0, float('nan')], int8_values=[-1], uint8_values=[1, 2, 3], int16_values=[-2], uint16_values=[2], int32_values=[-3],
    uint32_values=[3], int64_values=[-4], uint64_values=[18446744073709551615], string_values=['', 'a b', 'on', 'two\nlines', 'ü😀'],
    basic_types_values=[basic, BasicTypes()], constants_values=[Constants(), Constants()])
messages = [
    Fibonacci.Goal(order=3), Fibonacci.Result(sequence=[0, 1, 1, 2]), Fibonacci.Result(), Fibonacci.Feedback(sequence=[0]), NestedMessage.Goal(),
    BasicTypes(), basic, Defaults(), Empty(), Constants(), Strings(string_value="it's: a #test"), WStrings(wstring_value='wide ü'), Builtins(),
    Arrays(), sequences, UnboundedSequences(), Nested(basic_types_value=basic), MultiNested(),
]


def type_name(message):
    package, kind, _ = type(message).__module__.split('.')
    return f'{package}/{kind}/{type(message).__name__}'


def row(message):
    cdr = serialize_message(message)
    # As received: a float32 has been one on the way.
    return {'type': type_name(message), 'cdr': cdr.hex(), 'yaml': message_to_yaml(deserialize_message(cdr, type(message)))}


rows = [row(message) for message in messages]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'message-yaml.json'), 'w') as file:
    file.write('{\n "provenance": "rclpy 9.1.2 (Kilted, PyPI), rosidl_runtime_py 3327b1d, vectors/ros2cli/message-yaml.py",\n "messages": [\n')
    file.write(',\n'.join('  ' + json.dumps(row) for row in rows) + '\n ]\n}\n')
