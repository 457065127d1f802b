// What a command needs of the process it runs in.

export interface Shell {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly processId: number;
  /** Definitions that come with the tool, laid out as a ROS `share` folder is. */
  readonly definitions: string;
  /** To stdout, with a line break. */
  print(text: string): void;
  /** To stderr, with a line break. */
  printError(text: string): void;
  /** All of stdin, as text. */
  readInput(): Promise<string>;
  /** Stdin as octets, as they come. */
  readInputInPieces(): AsyncIterable<Uint8Array>;
  /** Aborts when the user interrupts (SIGINT), or the system does (SIGTERM). */
  readonly interrupted: AbortSignal;
}
