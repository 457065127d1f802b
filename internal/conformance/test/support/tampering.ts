import type { MessageType, ServiceType } from '@rclts/idl';
import type { Node, Publisher, QosInput, RequestId, ServiceHandler, ServiceOptions, ServiceServer } from '@rclts/node';

export type Service = 'send_goal' | 'get_result' | 'cancel_goal';
export type Topic = 'feedback' | 'status';
/** Of whichever type: what is changed is named. */
export type Message = Record<string, unknown>;

/** How a server is made to misbehave: between it and the wire. */
export interface Tampering {
  request?(service: Service, request: Message): Message;
  /** Sends what it wants, when it wants. */
  reply?(service: Service, reply: Message, send: (reply: Message) => void, request: Message): void;
  publish?(topic: Topic, message: Message, publish: (message: Message) => void): void;
  qos?(topic: Topic): QosInput;
  /** Once, when the server is made. */
  besides?(node: Node): void;
}

const nameOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** A node whose action server does what it should not. */
export function tamperWith(node: Node, tampering: Tampering): Node {
  const overrides: Readonly<Record<string, unknown>> = {
    createPublisher(type: MessageType<Message>, topic: string, qos?: QosInput): Publisher<Message> {
      const name = nameOf(topic) as Topic;
      const publisher = node.createPublisher(type, topic, tampering.qos?.(name) ?? qos);
      const publish = publisher.publish.bind(publisher);
      publisher.publish = (message, ...options) => {
        const pass = (tampered: Message): void => publish(tampered, ...options);
        if (tampering.publish === undefined) pass(message);
        else tampering.publish(name, message, pass);
      };
      return publisher;
    },
    createServiceServer(
      type: ServiceType<Message, Message>,
      service: string,
      handler: ServiceHandler<Message, Message>,
      options?: ServiceOptions,
    ): ServiceServer<Message, Message> {
      const name = nameOf(service) as Service;
      const requests = new Map<RequestId, Message>();
      const tampered: ServiceHandler<Message, Message> = (request, info) => {
        requests.set(info.requestId, request);
        return handler(tampering.request?.(name, request) ?? request, info);
      };
      const server = node.createServiceServer(type, service, tampered, options);
      const sendResponse = server.sendResponse.bind(server);
      server.sendResponse = (requestId, reply) => {
        const send = (tampered: Message): void => sendResponse(requestId, tampered);
        if (tampering.reply === undefined) send(reply);
        else tampering.reply(name, reply, send, requests.get(requestId) ?? {});
      };
      return server;
    },
  };
  tampering.besides?.(node);
  return new Proxy(node, {
    get(target, key) {
      const override = typeof key === 'string' ? overrides[key] : undefined;
      const value: unknown = override ?? Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
