import { defineMessage, type MessageType } from '@rclts/idl';
import { GoalStatusArray } from '@rclts/interfaces/action_msgs/msg/GoalStatusArray';
import { Log } from '@rclts/interfaces/rcl_interfaces/msg/Log';
import { nanosecondsPerCall } from '../measure.js';

export interface CodecFigures {
  readonly title: string;
  /** Of the payload. */
  readonly bytes: number;
  readonly encodeNs: number;
  readonly decodeNs: number;
}

const Integers = defineMessage('bench_msgs/msg/Integers', 'int32[] sequence');

const stamp = { sec: 1_800_000_000, nanosec: 123_456_789 };
const status = (n: number): object => ({
  goal_info: { goal_id: { uuid: new Uint8Array(16).fill(n) }, stamp },
  status: 4,
});

/** What an action session is made of: strings, nested sequences, small and large arrays of numbers. */
export function measureCodec(): readonly CodecFigures[] {
  const line = { stamp, level: 20, name: 'fibonacci_action_server', msg: 'Executing goal...' };
  return [
    measure('rcl_interfaces/msg/Log, one line', Log, { ...line, file: 'server.ts', function: 'execute', line: 17 }),
    measure('action_msgs/msg/GoalStatusArray, 10 goals', GoalStatusArray, {
      status_list: Array.from({ length: 10 }, (_, n) => status(n)),
    }),
    measure('int32[] of 10', Integers, { sequence: new Int32Array(10) }),
    measure('int32[] of 262 144', Integers, { sequence: new Int32Array(262_144) }),
  ];
}

function measure<T>(title: string, { codec }: MessageType<T>, value: unknown): CodecFigures {
  const message = codec.normalize(value);
  const payload = codec.encode(message);
  return {
    title,
    bytes: payload.length,
    encodeNs: nanosecondsPerCall(() => codec.encode(message)),
    decodeNs: nanosecondsPerCall(() => codec.decode(payload)),
  };
}
