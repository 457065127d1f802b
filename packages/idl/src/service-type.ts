import type { ServiceDefinition } from './definition.js';
import { serviceEventDefinition } from './implicit.js';
import { linkMessage, type Constants, type FindMessage, type LinkOptions, type MessageType } from './message-type.js';
import { typeHash } from './rihs01.js';
import type { ServiceEventInfo } from './standard.js';

/** What service introspection publishes about one call: request and response are sequences of at most one. */
export interface ServiceEvent<Request, Response> {
  info: ServiceEventInfo;
  request: Request[];
  response: Response[];
}

/** A service type, linked. Its hash is the service's; endpoints on the wire announce that of `request` and `response`. */
export interface ServiceType<
  Request,
  Response,
  Name extends string = string,
  RequestConstants = Constants,
  ResponseConstants = Constants,
> {
  readonly kind: 'service';
  /** `std_srvs/srv/SetBool` */
  readonly typeName: Name;
  readonly typeHash: string;
  readonly definition: ServiceDefinition;
  readonly request: MessageType<Request, string, RequestConstants>;
  readonly response: MessageType<Response, string, ResponseConstants>;
  readonly event: MessageType<ServiceEvent<Request, Response>>;
}

/** Links a service definition to the types that it nests. Throws IdlError where one is unknown. */
export function linkService(
  definition: ServiceDefinition,
  find: FindMessage,
  options: LinkOptions = {},
): ServiceType<unknown, unknown> {
  return new LinkedService(definition, find, options);
}

class LinkedService implements ServiceType<unknown, unknown> {
  readonly kind = 'service';
  readonly typeName: string;
  readonly definition: ServiceDefinition;
  readonly request: MessageType<unknown>;
  readonly response: MessageType<unknown>;
  readonly #find: FindMessage;
  readonly #options: LinkOptions;
  #typeHash: string | undefined;
  #event: MessageType<ServiceEvent<unknown, unknown>> | undefined;

  constructor(definition: ServiceDefinition, find: FindMessage, options: LinkOptions) {
    const { typeHash, ...others } = options;
    this.typeName = definition.typeName;
    this.definition = definition;
    this.request = linkMessage(definition.request, find, others);
    this.response = linkMessage(definition.response, find, others);
    this.#find = find;
    this.#options = others;
    this.#typeHash = typeHash;
  }

  get typeHash(): string {
    return (this.#typeHash ??= typeHash(this));
  }

  get event(): MessageType<ServiceEvent<unknown, unknown>> {
    const parts = [this.request, this.response];
    const find: FindMessage = (typeName) => parts.find((part) => part.typeName === typeName) ?? this.#find(typeName);
    this.#event ??= linkMessage(serviceEventDefinition(this.typeName), find, this.#options) as MessageType<
      ServiceEvent<unknown, unknown>
    >;
    return this.#event;
  }
}
