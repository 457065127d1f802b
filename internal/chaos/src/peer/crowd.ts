import { createNode, type Node } from '@rclts/node';

const LOOK_MS = 20;

/** Nodes, each in a participant of its own; milliseconds until each knows `expected`, itself included. */
export async function join(count: number, expected: number, timeoutMs: number): Promise<number> {
  const start = performance.now();
  const nodes = await Promise.all(
    Array.from({ length: count }, (_, index) => createNode(`crowd_${String(index)}`, { args: [], rosout: false })),
  );
  const knowsAll = (node: Node): boolean => node.getNodes().length >= expected;
  // Those that are content need not be asked again, nor the others while one is not: looking must not cost what it looks at.
  for (let waiting = nodes; ;) {
    const behind = waiting.findIndex((node) => !knowsAll(node));
    waiting = behind < 0 ? [] : waiting.slice(behind);
    const passedMs = performance.now() - start;
    if (waiting.length === 0) return passedMs;
    if (passedMs > timeoutMs) {
      const known = waiting.filter((node) => !knowsAll(node)).map((node) => node.getNodes().length);
      throw new Error(
        `${String(known.length)} of ${String(count)} do not know all ${String(expected)}, one only ${String(Math.min(...known))}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
