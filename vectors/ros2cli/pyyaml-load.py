#!/usr/bin/env python3
"""Writes pyyaml-load.json: what PyYAML's safe_load, and so the `ros2` tool, makes of YAML that people type as a goal.

Run: python3 -m venv v && v/bin/pip install PyYAML==6.0.3 && v/bin/python pyyaml-load.py
"""
import datetime
import json
import os
import sys

import yaml

texts = [
    '{order: 5}', '{order: -5}', 'order: 5', '{}', '', '5', '[1, 2]', '"a"', '{x: 1.0, y: 2.0, z: 3.0}', '{y: 1, n: 2, on: 3, no: 4}',
    '{a: yes, b: No, c: on, d: OFF, e: true, f: False, g: y, h: N}', '{a: null, b: ~, c: , d: Null}', '{a: 0x1F, b: 0b101, c: 010, d: 0o10, e: 08, f: 1_000}',
    '{a: +5, b: -0x10, c: 190:20:30, d: 1:30.5, e: 00}', '{a: 1., b: .5, c: -.5, d: 1e5, e: 1.0e5, f: 1.0e+5, g: 1.5E-3, h: 1_0.5}',
    '{a: .inf, b: -.INF, c: .nan, d: inf, e: nan}', '{a: 18446744073709551615, b: -9223372036854775808}',
    "{a: 'single', b: \"dou\\tble\", c: plain text, d: 'it''s', e: \"\\u00fc\"}", "{a: '5', b: \"true\", c: ''}",
    '{pose: {position: {x: 1, y: 2.5}, orientation: {w: 1.0}}}', '{header: auto, stamp: now}', 'a:\n  - 1\n  - 2\nb:\n- x\n- y: z\n', 'a: |\n  two\n  lines\nb: >\n  folded\n  text\n',
    '{a: [1, 2.0, three, true, null], b: []}', '{a: &x {b: 1}, c: *x}', 'base: &b {x: 1, y: 2}\nd: {<<: *b, y: 3}\n', '{order:5}', '{a: 1, a: 2}', '# comment\na: 1 # another\n',
    '{frame_id: map, 1: one}', '{a: "multi\n  line"}', '--- {a: 1}', '{data: [0, 1, 255]}', '{text: a#b, time: 12:30}', "{a: !!str 5, b: !!int '7', c: !!float 1}",
]


def tagged(value):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {'int': str(value)}
    if isinstance(value, float):
        return {'float': repr(value)}
    if isinstance(value, list):
        return [tagged(item) for item in value]
    if isinstance(value, dict):
        return {'map': [[tagged(key), tagged(item)] for key, item in value.items()]}
    raise TypeError(type(value))


out = {
    'provenance': f'PyYAML {yaml.__version__}, Python {sys.version.split()[0]}, vectors/ros2cli/pyyaml-load.py',
    'loads': [[text, tagged(yaml.safe_load(text))] for text in texts],
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'pyyaml-load.json'), 'w') as file:
    file.write('{\n "provenance": ' + json.dumps(out['provenance']) + ',\n "loads": [\n')
    file.write(',\n'.join('  ' + json.dumps(row) for row in out['loads']) + '\n ]\n}\n')
