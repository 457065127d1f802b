"""Writes cyclonedds-delimited.json: the types of cyclonedds-xcdr2.py, appendable, as a real XCDR2 writer puts them on the wire, also by a writer
whose version of a type has a member less, or one more.

python3 -m venv v && v/bin/pip install cyclonedds==11.0.1 && v/bin/python vectors/cdr/cyclonedds-delimited.py > vectors/cdr/cyclonedds-delimited.json
"""
import json
from dataclasses import dataclass

from cyclonedds.core import DDSException  # noqa: F401  (loads the library)
from cyclonedds.idl import IdlStruct, types as t
from cyclonedds.idl.annotations import appendable
from cyclonedds.idl._support import Endianness


@appendable
@dataclass
class Inner(IdlStruct, typename='xcdr_tests::msg::dds_::Inner_'):
    flag: bool
    value: t.float64
    name: str


@appendable
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


@appendable
@dataclass
class Older(IdlStruct, typename='xcdr_tests::msg::dds_::Inner_'):
    flag: bool
    value: t.float64


@appendable
@dataclass
class Newer(IdlStruct, typename='xcdr_tests::msg::dds_::Inner_'):
    flag: bool
    value: t.float64
    name: str
    more: t.sequence[t.int64]


@appendable
@dataclass
class OlderPair(IdlStruct, typename='xcdr_tests::msg::dds_::Pair_'):
    left: Older
    others: t.sequence[Older]


@appendable
@dataclass
class NewerPair(IdlStruct, typename='xcdr_tests::msg::dds_::Pair_'):
    left: Newer
    others: t.sequence[Newer]
    tail: t.uint16


TEXTS = {
    'xcdr_tests/msg/Inner': 'bool flag\nfloat64 value\nstring name\n',
    'xcdr_tests/msg/Collections': 'uint8 lead\nfloat64[] doubles\nint64[2] fixed\nuint8[] octets\nbool[3] flags\nstring[] names\n'
    'string[2] fixed_names\nInner inner\nInner[] inners\nInner[2] fixed_inners\nuint16 tail\n',
    'xcdr_tests/msg/Pair': 'Inner left\nInner[] others\nuint16 tail 7\n',
}


def inner(n):
    return Inner(flag=n % 2 == 0, value=n + 0.25, name='n' * n)


def plain(value):
    if isinstance(value, IdlStruct):
        return {k: plain(v) for k, v in vars(value).items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def seen(flag, value, name):
    return {'flag': flag, 'value': value, 'name': name}


collections = Collections(lead=1, doubles=[1.5, -2.5], fixed=[3, -4], octets=[5, 6, 7], flags=[True, False, True], names=['', 'ab'],
                          fixed_names=['c', 'def'], inner=inner(1), inners=[inner(2), inner(3), inner(0)], fixed_inners=[inner(4), inner(5)], tail=9)
VALUES = [
    ('xcdr_tests/msg/Inner', inner(3), plain(inner(3))),
    ('xcdr_tests/msg/Collections', collections, plain(collections)),
    ('xcdr_tests/msg/Pair', OlderPair(Older(True, 1.5), [Older(False, 2.5), Older(True, 3.5)]),
     {'left': seen(True, 1.5, ''), 'others': [seen(False, 2.5, ''), seen(True, 3.5, '')], 'tail': 7}),
    ('xcdr_tests/msg/Pair', NewerPair(Newer(True, 1.5, 'a', [1, 2]), [Newer(False, 2.5, 'bc', []), Newer(True, 3.5, '', [3])], 11),
     {'left': seen(True, 1.5, 'a'), 'others': [seen(False, 2.5, 'bc'), seen(True, 3.5, '')], 'tail': 11}),
]

vectors = []
for type_name, value, read in VALUES:
    for endianness in (Endianness.Little, Endianness.Big):
        data = value.serialize(endianness=endianness, use_version_2=True)
        vectors.append({'type': type_name, 'value': read, 'hex': data.hex()})
print(json.dumps({'generator': 'PyPI cyclonedds 11.0.1, IdlStruct.serialize', 'definitions': TEXTS, 'vectors': vectors}, indent=1))
