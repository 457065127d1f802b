/**
 * What is asked of an end of the shapes: of ours (shapes.ts), and in JSON lines of Cyclone DDS's (python/shapes_peer.py) and Fast DDS's
 * (cpp/shapes_peer.cpp). All three speak of `struct ShapeType { @key string<128> color; long x; long y; long shapesize; }`, which is final.
 */
export interface ShapesMethods {
  create(parameters: ShapesEntity): void;
  write(parameters: { name: string; color: string; x: number; y: number }): void;
  dispose(parameters: { name: string; color: string }): void;
  unregister(parameters: { name: string; color: string }): void;
  /** All that a reader has had so far: `BLUE 3` for a shape at x = 3, `BLUE NOT_ALIVE_DISPOSED` for the end of one. */
  told(parameters: { name: string }): string[];
  /** Matched endpoints now, and the id of the policy that kept one apart; 0 for none. */
  status(parameters: { name: string }): { matched: number; policy: number };
  close(parameters: { name: string }): void;
}

export interface ShapesEntity extends ShapesQos {
  /** For what is asked of it later. */
  readonly name: string;
  readonly kind: 'writer' | 'reader';
  readonly topic: string;
  readonly domainId: number;
}

export interface ShapesQos {
  readonly isReliable: boolean;
  readonly isTransientLocal: boolean;
  /** 0: keep all. */
  readonly depth: number;
  /** 0: none. */
  readonly deadlineMs: number;
  readonly representation: 'XCDR1' | 'XCDR2';
  readonly partition: string;
}

export interface ShapesEvent {
  readonly event: 'ready';
}

/** Either of ours or of a process. */
export interface ShapesEnd {
  call<Method extends keyof ShapesMethods>(
    method: Method,
    parameters: Parameters<ShapesMethods[Method]>[0],
  ): Promise<ReturnType<ShapesMethods[Method]>>;
}
