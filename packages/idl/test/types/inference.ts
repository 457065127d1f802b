// Compiled, never run: what TypeScript reads from the text of a definition. Checked by test/unit/infer/inference.test.ts and by
// the type check of the whole house.
import {
  defineAction,
  defineMessage,
  defineService,
  type ActionType,
  type FeedbackOf,
  type GoalOf,
  type MessageInput,
  type MessageOf,
  type MessageType,
  type ResultOf,
  type ServiceType,
  type Time,
  type UUID,
} from '@rclts/idl';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_proof: Same<A, B>): void {}

// The tutorial's action.
const Fibonacci = defineAction(
  'custom_action_interfaces/action/Fibonacci',
  `int32 order
---
int32[] sequence
---
int32[] partial_sequence`,
);
same<GoalOf<typeof Fibonacci>, { order: number }>(true);
same<ResultOf<typeof Fibonacci>, { sequence: Int32Array }>(true);
same<FeedbackOf<typeof Fibonacci>, { partial_sequence: Int32Array }>(true);
same<(typeof Fibonacci)['typeName'], 'custom_action_interfaces/action/Fibonacci'>(true);
same<ReturnType<(typeof Fibonacci)['sendGoal']['request']['codec']['decode']>['goal'], { order: number }>(true);
export const asGeneric: ActionType<{ order: number }, { sequence: Int32Array }, { partial_sequence: Int32Array }> =
  Fibonacci;

// What a caller may give: anything array-like, fields left out, numbers for 64-bit integers.
type Given = MessageInput<{
  a: Int32Array;
  b: bigint;
  c: BigInt64Array;
  d: string[];
  e: { x: number }[];
  f: Time;
  g: boolean;
}>;
export const given: Given[] = [
  {},
  { a: [1, 2], b: 5, c: [1, 2n], d: ['x'], e: [{}, { x: 1 }], f: { sec: 1 }, g: true },
  { a: new Int32Array(2), b: 5n, c: new BigInt64Array(1), f: undefined },
];
// @ts-expect-error -- no such field
export const wrongField: Given = { z: 1 };
// @ts-expect-error -- no number
export const wrongType: Given = { f: { sec: '1' } };

// Every primitive, alone and as arrays.
const Everything = defineMessage(
  'my_pkg/msg/Everything',
  `# comment with int32 in_comment
bool a
byte b
char c   # trailing
int8 d
uint8 e
\tint16\tf
uint16 g
int32 h
uint32 i
int64 j
uint64 k
float32 l
float64 m
string n
wstring o

string<=10 p
wstring<=10 q
bool[] aa
byte[3] bb
char[<=3] cc
int8[] dd
uint8[] ee
int16[] ff
uint16[] gg
int32[] hh
uint32[] ii
int64[] jj
uint64[] kk
float32[] ll
float64[9] mm
string[] nn
string<=10[<=5] oo
int32 with_default 5
float64[2] array_default [1.0, 2.0]
string text "a = b # c"
string text2 'x=y'
int32 A_CONSTANT=5
int64 BIG = 5
string NAME="a#b"
bool YES = true
`,
);
same<
  MessageOf<typeof Everything>,
  {
    a: boolean;
    b: number;
    c: number;
    d: number;
    e: number;
    f: number;
    g: number;
    h: number;
    i: number;
    j: bigint;
    k: bigint;
    l: number;
    m: number;
    n: string;
    o: string;
    p: string;
    q: string;
    aa: boolean[];
    bb: Uint8Array;
    cc: Uint8Array;
    dd: Int8Array;
    ee: Uint8Array;
    ff: Int16Array;
    gg: Uint16Array;
    hh: Int32Array;
    ii: Uint32Array;
    jj: BigInt64Array;
    kk: BigUint64Array;
    ll: Float32Array;
    mm: Float64Array;
    nn: string[];
    oo: string[];
    with_default: number;
    array_default: Float64Array;
    text: string;
    text2: string;
  }
>(true);
same<
  (typeof Everything)['constants'],
  { readonly A_CONSTANT: number; readonly BIG: bigint; readonly NAME: string; readonly YES: boolean }
>(true);

// Nested types: by dependency, relative, with and without `msg`, standard ones without being passed.
const Point = defineMessage('my_pkg/msg/Point', 'float64 x\nfloat64 y');
const Header = defineMessage('std_msgs/msg/Header', 'builtin_interfaces/Time stamp\nstring frame_id');
const Path = defineMessage(
  'my_pkg/msg/Path',
  `Header header
std_msgs/Header header2
Point start
my_pkg/Point[] points
my_pkg/msg/Point[<=3] corners
builtin_interfaces/Time stamp
unique_identifier_msgs/UUID id`,
  { deps: [Point, Header] },
);
type PointMessage = { x: number; y: number };
type HeaderMessage = { stamp: Time; frame_id: string };
same<
  MessageOf<typeof Path>,
  {
    header: HeaderMessage;
    header2: HeaderMessage;
    start: PointMessage;
    points: PointMessage[];
    corners: PointMessage[];
    stamp: Time;
    id: UUID;
  }
>(true);
export const asDependency: MessageType<unknown> = Path;

const SetPath = defineService('my_pkg/srv/SetPath', 'Path path\n---\nbool success\nstring message\r\n', {
  deps: [Path],
});
export const asService: ServiceType<{ path: MessageOf<typeof Path> }, { success: boolean; message: string }> = SetPath;

const Empty = defineService('my_pkg/srv/Empty', '---');
type Nothing = Record<never, never>;
same<typeof Empty, ServiceType<Nothing, Nothing, 'my_pkg/srv/Empty', Nothing, Nothing>>(true);

const Follow = defineAction('my_pkg/action/Follow', `Path path\n---\n---\nPoint[] visited`, { deps: [Path, Point] });
same<FeedbackOf<typeof Follow>, { visited: PointMessage[] }>(true);
same<keyof ResultOf<typeof Follow>, never>(true);

// @ts-expect-error -- my_pkg/msg/Point is nested and nobody passed it
defineMessage('my_pkg/msg/Line', 'Point start\nPoint end');
// @ts-expect-error -- one of two is missing
defineMessage('my_pkg/msg/Line', 'Point[] points\nHeader header', { deps: [Point] });
// @ts-expect-error -- a message name for an action
defineAction('my_pkg/msg/Fibonacci', 'int32 order\n---\n---');

// A text that is not known before run time.
declare const text: string;
const Dynamic = defineMessage('my_pkg/msg/Dynamic', text);
export const anything: unknown = Dynamic.codec.defaults()['whatever'];
