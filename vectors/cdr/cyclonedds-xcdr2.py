"""Writes cyclonedds-xcdr2.json: plain types as a real XCDR2 writer puts them on the wire, in both byte orders.

python3 -m venv v && v/bin/pip install cyclonedds==11.0.1 && v/bin/python vectors/cdr/cyclonedds-xcdr2.py > vectors/cdr/cyclonedds-xcdr2.json

Byte order marks and versions: encapsulation 00 06 / 00 07 (PLAIN_CDR2), and 00 00 / 00 01 (CDR) for the same values.
"""
import json
from dataclasses import dataclass

from cyclonedds.core import DDSException  # noqa: F401  (loads the library)
from cyclonedds.idl import IdlStruct, types as t
from cyclonedds.idl._support import Endianness


@dataclass
class Inner(IdlStruct, typename='xcdr_tests::msg::dds_::Inner_'):
    flag: bool
    value: t.float64
    name: str


@dataclass
class Scalars(IdlStruct, typename='xcdr_tests::msg::dds_::Scalars_'):
    a: t.uint8
    b: t.int64
    c: t.int16
    d: t.float64
    e: t.uint32
    f: t.uint64
    g: t.float32
    h: str


@dataclass
class Collections(IdlStruct, typename='xcdr_tests::msg::dds_::Collections_'):
    lead: t.uint8
    doubles: t.sequence[t.float64]
    fixed: t.array[t.int64, 2]
    octets: t.sequence[t.uint8]
    flags: t.array[bool, 3]
    names: t.sequence[str]
    fixed_names: t.array[str, 2]
    inner: Inner
    inners: t.sequence[Inner]
    fixed_inners: t.array[Inner, 2]
    tail: t.uint16


TEXTS = {
    'xcdr_tests/msg/Inner': 'bool flag\nfloat64 value\nstring name\n',
    'xcdr_tests/msg/Scalars': 'uint8 a\nint64 b\nint16 c\nfloat64 d\nuint32 e\nuint64 f\nfloat32 g\nstring h\n',
    'xcdr_tests/msg/Collections': 'uint8 lead\nfloat64[] doubles\nint64[2] fixed\nuint8[] octets\nbool[3] flags\nstring[] names\n'
    'string[2] fixed_names\nInner inner\nInner[] inners\nInner[2] fixed_inners\nuint16 tail\n',
}


def inner(n):
    return Inner(flag=n % 2 == 0, value=n + 0.25, name='n' * n)


def plain(value):
    if isinstance(value, IdlStruct):
        return {k: plain(v) for k, v in vars(value).items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


VALUES = [
    ('xcdr_tests/msg/Scalars', Scalars(a=1, b=-2, c=-3, d=4.5, e=5, f=6, g=7.5, h='eight')),
    ('xcdr_tests/msg/Inner', inner(3)),
    ('xcdr_tests/msg/Collections', Collections(lead=1, doubles=[1.5, -2.5], fixed=[3, -4], octets=[5, 6, 7], flags=[True, False, True],
                                               names=['', 'ab'], fixed_names=['c', 'def'], inner=inner(1), inners=[inner(2), inner(3), inner(0)],
                                               fixed_inners=[inner(4), inner(5)], tail=9)),
    ('xcdr_tests/msg/Collections', Collections(lead=0, doubles=[], fixed=[0, 0], octets=[], flags=[False] * 3, names=[], fixed_names=['', ''],
                                               inner=inner(0), inners=[], fixed_inners=[inner(0), inner(0)], tail=0xffff)),
]

vectors = []
for type_name, value in VALUES:
    for version2 in (True, False):
        for endianness in (Endianness.Little, Endianness.Big):
            data = value.serialize(endianness=endianness, use_version_2=version2)
            vectors.append({'type': type_name, 'value': plain(value), 'hex': data.hex()})
print(json.dumps({'generator': 'PyPI cyclonedds 11.0.1, IdlStruct.serialize', 'definitions': TEXTS, 'vectors': vectors}, indent=1))
