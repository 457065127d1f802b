#!/usr/bin/env node
/**
 * The `rclts` command: drive ROS 2 robots from a terminal, on a machine without ROS. It speaks as `ros2` does, to the byte.
 *
 * @example
 * ```sh
 * rclts action list -t
 * rclts action info -t /fibonacci
 * rclts action send_goal --feedback /fibonacci example_interfaces/action/Fibonacci "{order: 5}"
 * rclts action send_goal --path ~/my_ws/src /navigate my_interfaces/action/Navigate "{target: {x: 1.0}}"
 * rclts doctor /fibonacci
 * rclts trace session.pcapng --goal 3f2a91c0
 * ```
 *
 * `rclts doctor` explains a silent network; it exits with 0 when nothing keeps anybody apart, with 1 when something does, and
 * [docs/DOCTOR.md](../../docs/DOCTOR.md) lists what it finds.
 *
 * @packageDocumentation
 */
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { main } from './main.js';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const interruption = new AbortController();
// The first interrupt asks the command to come to an end, so that peers hear a farewell; the second one ends the process.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interruption.abort());

// Whoever reads our output may have seen enough (`rclts … | head`).
process.stdout.on('error', () => process.exit());

process.exitCode = await main(
  process.argv.slice(2),
  {
    environment: process.env,
    processId: process.pid,
    definitions: fileURLToPath(new URL('./definitions', import.meta.url)),
    print: (line) => void process.stdout.write(`${line}\n`),
    printError: (line) => void process.stderr.write(`${line}\n`),
    readInput: () => text(process.stdin),
    readInputInPieces: () => process.stdin,
    interrupted: interruption.signal,
  },
  version,
);
