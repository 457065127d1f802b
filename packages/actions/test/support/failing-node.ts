import type { Node } from '@rclts/node';

interface Endpoint {
  readonly isClosed: boolean;
  sendResponse?(...args: unknown[]): void;
  publish?(...args: unknown[]): void;
}

/** `node`, with some of its methods replaced; the others keep their `this`. */
function withMethods(node: Node, create: (method: string, args: unknown[], make: () => Endpoint) => Endpoint): Node {
  return new Proxy(node, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      const method = value.bind(target) as (...args: unknown[]) => Endpoint;
      if (!String(key).startsWith('create')) return method;
      return (...args: unknown[]) => create(String(key), args, () => method(...args));
    },
  });
}

/** A node of which the nth endpoint cannot be made, as where rcl's allocations are made to fail. */
export function failingNode(node: Node, nth: number): { readonly node: Node; readonly made: Endpoint[] } {
  const made: Endpoint[] = [];
  const failing = withMethods(node, (_method, _args, make) => {
    if (made.length === nth) throw new Error('no more endpoints');
    const endpoint = make();
    made.push(endpoint);
    return endpoint;
  });
  return { node: failing, made };
}

/** A node of which one endpoint cannot send while `fails` says so: `send_goal`, `status` and so on. */
export function muteNode(node: Node, name: string, fails: () => boolean): Node {
  return withMethods(node, (_method, args, make) => {
    const endpoint = make();
    if (!String(args[1]).endsWith(`/${name}`)) return endpoint;
    for (const verb of ['sendResponse', 'publish'] as const) {
      const send = endpoint[verb]?.bind(endpoint);
      if (send === undefined) continue;
      endpoint[verb] = (...values) => {
        if (fails()) throw new Error(`${name} cannot be sent`);
        send(...values);
      };
    }
    return endpoint;
  });
}
