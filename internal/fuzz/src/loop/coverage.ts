import { Session } from 'node:inspector';

interface CoverageRange {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly CoverageRange[] }[];
}

/**
 * Which characters of one script have ever run, by V8's precise block coverage. Has to be started before the script is loaded:
 * code that is optimised by then is not counted.
 */
export class Coverage {
  readonly #session = new Session();
  readonly #url: string;
  /** Per character: 1 ran in this take. */
  readonly #taken: Uint8Array;
  /** Per character: 1 ran ever. */
  readonly #ever: Uint8Array;
  /** Per character: 1 in some function. */
  readonly #code: Uint8Array;

  constructor(url: string, length: number) {
    this.#url = url;
    this.#taken = new Uint8Array(length);
    this.#ever = new Uint8Array(length);
    this.#code = new Uint8Array(length);
    this.#session.connect();
    this.#post('Profiler.enable');
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /**
   * Notes all functions there are in these parts of the script: only what runs in them counts, the fuzzer's own code does not. To
   * be called once, after loading and before anything else.
   */
  learnFunctions(parts: Iterable<readonly [start: number, end: number]>): void {
    for (const { ranges } of this.#take()) {
      const [whole] = ranges;
      if (whole !== undefined) this.#code.fill(1, whole.startOffset, whole.endOffset);
    }
    let end = 0;
    for (const [start, next] of parts) {
      this.#code.fill(0, end, start);
      end = next;
    }
    this.#code.fill(0, end);
  }

  /** Nothing has ever run. */
  forget(): void {
    this.#take();
    this.#ever.fill(0);
  }

  /** How many characters ran since the last take that had never run before; with `keep` they have from now on. */
  takeNew(keep: boolean): number {
    const functions = this.#take();
    const taken = this.#taken;
    for (const { ranges } of functions) {
      // Outer ranges come first, and inner ones say otherwise.
      for (const { startOffset, endOffset, count } of ranges) taken.fill(count > 0 ? 1 : 0, startOffset, endOffset);
    }
    let found = 0;
    for (const { ranges } of functions) {
      const [whole] = ranges;
      if (whole === undefined) continue;
      for (let at = whole.startOffset; at < whole.endOffset; at++) {
        if (taken[at] === 0) continue;
        taken[at] = 0;
        if (this.#ever[at] === 1 || this.#code[at] === 0) continue;
        found++;
        if (keep) this.#ever[at] = 1;
      }
    }
    return found;
  }

  /** Characters of functions in these parts of the script, and how many of them have run. */
  countIn(parts: readonly (readonly [start: number, end: number])[]): { code: number; ran: number } {
    let code = 0;
    let ran = 0;
    for (const [start, end] of parts) {
      for (let at = start; at < end; at++) {
        if (this.#code[at] === 0) continue;
        code++;
        if (this.#ever[at] === 1) ran++;
      }
    }
    return { code, ran };
  }

  #take(): ScriptCoverage['functions'] {
    const { result } = this.#post('Profiler.takePreciseCoverage') as { result: readonly ScriptCoverage[] };
    const functions = result.find(({ url }) => url === this.#url)?.functions ?? [];
    return functions.filter(({ ranges: [whole] }) => whole !== undefined && !this.#isRoot(whole));
  }

  /** The module itself, which surrounds all functions. */
  #isRoot({ startOffset, endOffset }: CoverageRange): boolean {
    return startOffset === 0 && endOffset >= this.#ever.length;
  }

  /** The inspector of the own thread answers before post() returns. */
  #post(method: string, parameters: object = {}): unknown {
    let answer: unknown;
    this.#session.post(method, parameters, (error, result) => {
      if (error !== null) throw error;
      answer = result;
    });
    return answer;
  }
}

/** Where in a bundle of esbuild the modules are: it names each in a comment before it. */
export function modulesOf(bundle: string): ReadonlyMap<string, readonly [start: number, end: number]> {
  const modules = new Map<string, readonly [number, number]>();
  const starts = [...bundle.matchAll(/^\/\/ (\S+\.(?:ts|js|mjs|cjs))$/gm)];
  starts.forEach((match, index) => {
    modules.set(match[1] ?? '', [match.index, starts[index + 1]?.index ?? bundle.length]);
  });
  return modules;
}
