#!/usr/bin/env python3
"""Writes pyyaml-dump.json: what the `ros2` tool's YAML writer makes of strings, floats and nested values.

ros2cli prints messages through rosidl_runtime_py's message_to_yaml, which is PyYAML's `dump` with allow_unicode, no line
width and block style. Run: python3 -m venv v && v/bin/pip install PyYAML==6.0.3 && v/bin/python pyyaml-dump.py
"""
import json
import math
import os
import random
import struct
import sys

import yaml


class Ordered(dict):
    """A mapping that is dumped in its own order, as rosidl_runtime_py does it."""


yaml.add_representer(
    Ordered,
    lambda dumper, data: yaml.nodes.MappingNode(
        'tag:yaml.org,2002:map',
        [(dumper.represent_data(key), dumper.represent_data(value)) for key, value in data.items()]))


def dump(value):
    return yaml.dump(value, allow_unicode=True, width=sys.maxsize, default_flow_style=False)


def ordered(value):
    if isinstance(value, dict):
        return Ordered((key, ordered(item)) for key, item in value.items())
    if isinstance(value, list):
        return [ordered(item) for item in value]
    return value


source = random.Random(20260801)

strings = [
    '', ' ', 'a', 'hello world', ' lead', 'trail ', '\n', 'a\n', '\na', 'a\nb', 'a\n\nb', 'a \nb', 'a\n b', 'tab\there', '\t', '\r', 'a\r\nb',
    'yes', 'Yes', 'y', 'n', 'no', 'on', 'Off', 'true', 'TRUE', 'True', 'tRue', 'null', 'Null', '~', '~a', 'NULL', '=', '<<', '<', '-', '- a', '-a',
    '?', '? a', '?a', ':', ': a', ':a', 'a:', 'a: b', 'a:b', '#', '# a', '#a', 'a#', 'a #b', '!', '!a', '&a', '*a', '|', '>', '%', '@', '`', '"', "'",
    "it's", '"q"', 'a"b', '{', '}', '[', ']', 'a{', 'a]', ',', 'a,b', '---', '--- a', '...', '..', '----', '1', '-1', '+1', '0', '00', '07', '08', '0x1F',
    '0b101', '0o7', '1_000', '1.', '1.5', '-1.5', '.5', '-.5', '+.5', '1e5', '1.0e5', '1.0e+5', '1.5E-3', '.inf', '-.inf', '.INF', '.nan', 'nan', 'inf',
    '1:30', '190:20:30', '190:20:30.15', '2001-12-14', '2001-1-4', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43.10 -5', '2001-12-15 2:59:43',
    'map', 'base_link', '/fibonacci', 'ü', '日本語', '😀', 'a😀b', '\x00', '\x07', '\x1b', '\x7f', '\x80', '\x85', 'a\x85b', '\xa0', 'a\xa0b',
    '\u2028', 'a\u2028b', '\u2029', '\ufeff', 'a\ufeff', '\ufffe', '\uffff', '\ue000', 'C:\\dir', '\\', 'x' * 200, 'x ' * 100, 'x ' * 100 + "'", 'a\n' * 5,
    "'a'\n'b'", 'a  b', "it's  two\nlines", 'trailing\n\n', '\n\n', 'a\n\u2028b', 'a\u2028\nb', 'key: value\nother: [1, 2]\n',
]
pool = list("  aZ09_-.:,?!#&*|>%@`'\"{}[]=~<\\/+yntTeE\n\n\t") + ['ü', '\x85', '\u2028', '\xa0', '😀', '\x01', '\ufeff']
while len(strings) < 2500:
    strings.append(''.join(source.choice(pool) for _ in range(source.randrange(1, 9))))
strings = list(dict.fromkeys(strings))

floats = [0.0, -0.0, 1.0, -1.0, 0.1, 1 / 3, 100.0, 1e15, 1e16, 123456789012345680.0, 1e17, 1e21, 1e22, 1.5e300, 1e-4, 1e-5, 1.5e-5, 1e-6, 1e-7, 5e-324,
          1.7976931348623157e308, math.pi, 0.10000000149011612, 9007199254740993.0, 2.0 ** 63]
while len(floats) < 1000:
    value = struct.unpack('<d', source.randbytes(8))[0]
    if math.isfinite(value):
        floats.append(value)
for _ in range(1000):
    floats.append(source.choice([-1, 1]) * source.random() * 10.0 ** source.randrange(-8, 22))

documents = [
    {}, {'order': 3}, {'a': []}, {'a': [1, 2]}, {'a': {'b': {'c': 1}}}, {'a': {'b': [1, 2], 'c': []}, 'd': 'x'}, {'a': [{'b': 1, 'c': 2}, {'b': 3, 'c': 4}]},
    {'a': [{'b': [1]}, {'b': []}]}, {'a': [{'b': {'c': [{'d': 1}]}}]}, {'a': [{}, {}]}, {'a': {}}, {'a': True, 'b': False}, {'y': 1, 'on': 2, 'no': 'no'},
    {'a': [True, False]}, {'a': ['x', '', 'y: z', 'a\nb']}, {'a': {'b': 'a\nb'}}, {'a': [{'b': 'a\nb\n'}]}, {'a': [{'b': ['a\nb']}]},
    {'uuid': list(range(16))}, {'big': 18446744073709551615, 'small': -9223372036854775808}, {'a': [[1, 2], [3]]},
    {'header': {'stamp': {'sec': 0, 'nanosec': 0}, 'frame_id': ''}, 'poses': [{'position': {'x': 'p', 'y': 'q'}, 'tags': ['a', 'b']}]},
]

out = {
    'provenance': f'PyYAML {yaml.__version__}, Python {sys.version.split()[0]}, vectors/ros2cli/pyyaml-dump.py',
    'strings': [[text, dump({'k': text})] for text in strings],
    'floats': [[value, dump({'k': value})] for value in floats],
    'specials': [['Infinity', dump({'k': math.inf})], ['-Infinity', dump({'k': -math.inf})], ['NaN', dump({'k': math.nan})]],
    # Every number in these is an integer.
    'documents': [[json.dumps(document), dump(ordered(document))] for document in documents],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'pyyaml-dump.json'), 'w') as file:
    file.write('{\n')
    file.write(',\n'.join(f' {json.dumps(key)}: ' + (json.dumps(value) if isinstance(value, str) else
               '[\n' + ',\n'.join('  ' + json.dumps(row) for row in value) + '\n ]') for key, value in out.items()))
    file.write('\n}\n')
