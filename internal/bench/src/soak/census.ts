import { getEventListeners } from 'node:events';
import { Session } from 'node:inspector';
import { inspect } from 'node:util';

/** What is alive in this process after a garbage collection, whoever holds it. */
export interface Census {
  /** Entries of all Maps and all Sets. */
  readonly mapEntries: number;
  readonly setEntries: number;
  /** Every listener, timer callback and continuation is one. */
  readonly functions: number;
  readonly pendingPromises: number;
  /** Listeners on all AbortSignals. */
  readonly abortListeners: number;
  /** Sockets, timers and the like that keep a process alive, by kind. */
  readonly handles: Readonly<Record<string, number>>;
  /** Objects by the name of their class. */
  readonly objects: Readonly<Record<string, number>>;
}

/** The process's own; they come into being when they are first used. */
const STDIO: ReadonlySet<string> = new Set(['PipeWrap', 'TTYWrap']);

/** Counts through V8's own inspector, so that nothing has to be built into what is counted. */
export async function takeCensus(): Promise<Census> {
  const session = new Session();
  session.connect();
  try {
    // Prototypes of derived classes are found, too: Node has one, whose size cannot be read.
    const sizes = (found: readonly unknown[]): number =>
      (found as { size: number }[])
        .filter((collection) => !Object.hasOwn(collection, 'constructor'))
        .reduce((sum, { size }) => sum + size, 0);
    const signals = (await objectsOf(session, 'AbortSignal')) as AbortSignal[];
    const promises = await objectsOf(session, 'Promise');
    const objects: Record<string, number> = {};
    for (const object of await objectsOf(session, 'Object')) {
      const name = className(object);
      if (name !== undefined) objects[name] = (objects[name] ?? 0) + 1;
    }
    const handles: Record<string, number> = {};
    for (const kind of process.getActiveResourcesInfo()) {
      if (!STDIO.has(kind)) handles[kind] = (handles[kind] ?? 0) + 1;
    }
    return {
      mapEntries: sizes(await objectsOf(session, 'Map')),
      setEntries: sizes(await objectsOf(session, 'Set')),
      functions: (await objectsOf(session, 'Function')).length,
      pendingPromises: promises.filter((promise) => inspect(promise).startsWith('Promise { <pending>')).length,
      abortListeners: signals.reduce((sum, signal) => sum + getEventListeners(signal, 'abort').length, 0),
      handles,
      objects,
    };
  } finally {
    session.disconnect();
  }
}

/** All objects that inherit from the prototype of a global class. The inspector collects garbage before it looks. */
async function objectsOf(session: Session, globalClass: string): Promise<readonly unknown[]> {
  const holder = globalThis as { censusFinding?: readonly unknown[] };
  const post = <Answer>(method: string, parameters: object): Promise<Answer> =>
    new Promise((resolve, reject) => {
      session.post(method, parameters, (error, answer) => {
        if (error === null) resolve(answer as Answer);
        else reject(new Error(error.message));
      });
    });
  const objectGroup = 'census';
  const expression = `${globalClass}.prototype`;
  const { result } = await post<{ result: { objectId: string } }>('Runtime.evaluate', { expression, objectGroup });
  const { objects } = await post<{ objects: { objectId: string } }>('Runtime.queryObjects', {
    prototypeObjectId: result.objectId,
    objectGroup,
  });
  await post('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: 'function () { globalThis.censusFinding = this; }',
  });
  await post('Runtime.releaseObjectGroup', { objectGroup });
  const found = holder.censusFinding ?? [];
  delete holder.censusFinding;
  return found;
}

/** Undefined for what is itself the prototype of a class. */
function className(object: unknown): string | undefined {
  try {
    if (Object.hasOwn(object as object, 'constructor')) return undefined;
    return String((object as { constructor?: { name?: unknown } }).constructor?.name);
  } catch {
    return '(none)'; // a Proxy, or a getter that throws
  }
}
