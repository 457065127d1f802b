import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Announcement {
  readonly payload: string;
}

/** Real octets and definitions of the repository, as seeds. */
export class Vectors {
  readonly root: string;

  /** `root`: the repository. */
  constructor(root: string) {
    this.root = root;
  }

  /** Whole RTPS messages of other implementations, none longer than `maxLength`. */
  messages(maxLength: number): readonly Uint8Array[] {
    const { vectors } = this.#json<{ vectors: readonly { hex: string }[] }>('vectors/rtps/messages.json');
    return vectors.map(({ hex }) => octetsOf(hex)).filter(({ length }) => length <= maxLength);
  }

  /** SPDP payloads. */
  participants(): readonly Uint8Array[] {
    return this.#peers().map(({ participant }) => octetsOf(participant.payload));
  }

  /** SEDP payloads. */
  endpoints(): readonly Uint8Array[] {
    return this.#peers().flatMap(({ endpoints }) => endpoints.map(({ payload }) => octetsOf(payload)));
  }

  /** CDR payloads of rclpy, and their types. */
  samples(): readonly { readonly type: string; readonly payload: Uint8Array }[] {
    const { vectors } = this.#json<{ vectors: readonly { type: string; hex: string }[] }>(
      'vectors/cdr/rclpy-kilted.json',
    );
    return vectors.map(({ type, hex }) => ({ type, payload: octetsOf(hex) }));
  }

  /** CDR payloads of Cyclone DDS in both versions and byte orders, and the definitions of their types. */
  xcdrSamples(): {
    readonly definitions: Readonly<Record<string, string>>;
    readonly samples: readonly { readonly type: string; readonly payload: Uint8Array }[];
  } {
    const { definitions, vectors } = this.#json<{
      definitions: Readonly<Record<string, string>>;
      vectors: readonly { type: string; hex: string }[];
    }>('vectors/cdr/cyclonedds-xcdr2.json');
    return { definitions, samples: vectors.map(({ type, hex }) => ({ type, payload: octetsOf(hex) })) };
  }

  /** All `.msg`, `.srv` and `.action` texts, by type name. */
  definitions(): readonly (readonly [typeName: string, text: string])[] {
    return ['packages/interfaces/definitions', 'vectors/idl/definitions'].flatMap((folder) =>
      readdirSync(join(this.root, folder), { recursive: true, encoding: 'utf8' })
        .filter((path) => /\.(msg|srv|action)$/.test(path))
        .sort()
        .map((path) => [path.replace(/\.\w+$/, ''), readFileSync(join(this.root, folder, path), 'utf8')] as const),
    );
  }

  /** What PyYAML was asked to read. */
  yamlTexts(): readonly string[] {
    const { loads } = this.#json<{ loads: readonly (readonly [string, unknown])[] }>(
      'vectors/ros2cli/pyyaml-load.json',
    );
    return loads.map(([text]) => text);
  }

  #peers(): readonly { readonly participant: Announcement; readonly endpoints: readonly Announcement[] }[] {
    return this.#json<{ peers: readonly { participant: Announcement; endpoints: readonly Announcement[] }[] }>(
      'vectors/rtps/discovery.json',
    ).peers;
  }

  #json<T>(path: string): T {
    return JSON.parse(readFileSync(join(this.root, path), 'utf8')) as T;
  }
}

export function octetsOf(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}
