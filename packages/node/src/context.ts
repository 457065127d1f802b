import { openParticipant, type Participant } from '@rclts/rtps';
import { Clock } from './clock.js';
import { NodeError, NodeErrorCode } from './errors.js';
import { Graph } from './graph/graph.js';
import { consoleSink } from './io/console-sink.js';
import { processArguments, processEnvironment } from './io/process.js';
import { Logger, LogLevels, type LogSink } from './logging/logger.js';
import { checkContextOptions, type ContextOptions } from './options.js';
import { encodeEnclave } from './ros/endpoint-user-data.js';
import { parseEnvironment } from './ros/environment.js';
import { type ConnextServiceMapping, ServiceDialects } from './ros/service-mapping/select.js';
import { ServerRegister } from './service/server-register.js';
import { parseRosArguments, type RosArguments } from './ros/ros-arguments.js';

/** What a context over a participant of its caller's takes; nothing is read from the process. */
export interface ContextSettings {
  /** A command line with its `--ros-args`. */
  readonly args?: readonly string[] | undefined;
  /** Default: none. */
  readonly logSink?: LogSink | undefined;
  /** Default: `extended`. */
  readonly connextServiceMapping?: ConnextServiceMapping | undefined;
}

/** What a context closes before itself. */
interface Closable {
  close(): Promise<void>;
}

/**
 * One DDS participant, and what its nodes share: graph, log levels, `--ros-args`. Nodes of one context find each other, too.
 * `createNode` makes one of its own for each node that is not given any.
 */
export class Context {
  readonly participant: Participant;
  readonly rosArguments: RosArguments;
  readonly graph: Graph;
  /** For the nodes of this context. */
  readonly servers: ServerRegister = new ServerRegister();
  /** Which service dialect is spoken to whom. */
  readonly dialects: ServiceDialects;
  readonly clock: Clock;
  readonly logLevels: LogLevels;
  readonly logSinks: readonly LogSink[];
  /** For what concerns no node. */
  readonly logger: Logger;
  readonly #nodes = new Set<Closable>();
  #closing: Promise<void> | undefined;

  /**
   * Opens sockets as the options, else the environment, else ROS's defaults say.
   *
   * @throws NodeError - ERR_NODE_INVALID_ARGUMENT naming the option, variable or argument that is wrong.
   * @throws RtpsError - ERR_RTPS_NO_INTERFACE, ERR_RTPS_PORT_IN_USE.
   */
  static async open(options: ContextOptions = {}): Promise<Context> {
    checkContextOptions(options);
    const { args, environment: variables, leaseDurationMs, maxDatagramBytes, ...given } = options;
    const environment = parseEnvironment(variables ?? processEnvironment());
    const rosArguments = parseRosArguments(args ?? processArguments());
    const {
      domainId = environment.domainId,
      discoveryRange = environment.discoveryRange,
      staticPeers = environment.staticPeers,
      discoveryServers = environment.discoveryServers,
      superClient = environment.superClient,
      connextServiceMapping = environment.connextServiceMapping,
      logSink = consoleSink({ toStdout: environment.logToStdout, colorized: environment.colorizedLog }),
      ...network
    } = given;
    const participant = await openParticipant({
      ...network,
      domainId,
      discoveryRange,
      staticPeers,
      discoveryServers,
      superClient,
      ...(leaseDurationMs === undefined ? {} : { leaseDurationMs }),
      ...(maxDatagramBytes === undefined ? {} : { maxDatagramBytes }),
      ...participantIdentity(rosArguments.enclave),
    });
    const context = new Context(participant, { rosArguments, logSink, connextServiceMapping });
    for (const warning of environment.warnings) context.logger.warn(warning);
    return context;
  }

  /** Over a participant that is open, which the context owns from now on. */
  constructor(participant: Participant, settings: ContextSettings & { readonly rosArguments?: RosArguments } = {}) {
    this.participant = participant;
    this.rosArguments = settings.rosArguments ?? parseRosArguments(settings.args ?? []);
    this.dialects = new ServiceDialects(settings.connextServiceMapping);
    this.clock = new Clock(() => participant.wallTime());
    this.logLevels = new LogLevels(this.rosArguments.logLevels);
    this.logSinks = settings.logSink && this.rosArguments.stdoutLogs ? [settings.logSink] : [];
    const { clock, logLevels, logSinks } = this;
    this.logger = new Logger('rclts', { levels: logLevels, sinks: logSinks, now: () => clock.now() });
    this.graph = new Graph(participant, this.rosArguments.enclave);
    participant.on('error', (error) => this.logger.error(describeError(error)));
    participant.on('networkWarning', ({ message }) => this.logger.warn(message));
    for (const warning of this.rosArguments.warnings) this.logger.warn(warning);
  }

  get domainId(): number {
    return this.participant.domainId;
  }

  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** A node has been made in this context. */
  adopt(node: Closable): void {
    if (this.isClosed) throw new NodeError(NodeErrorCode.CLOSED, 'The context is closed');
    this.#nodes.add(node);
  }

  release(node: Closable): void {
    this.#nodes.delete(node);
  }

  /** Whether it is closed, or about to be. */
  get isClosing(): boolean {
    return this.#closing !== undefined;
  }

  /** Closes the nodes, says goodbye to the peers, and closes the sockets. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#nodes].map((node) => node.close()));
    this.graph.close();
    await this.participant.close();
  }
}

/** What a participant has to announce so that ROS takes it for one of its own. */
export function participantIdentity(enclave: string): { readonly entityName: string; readonly userData: Uint8Array } {
  return { entityName: enclave, userData: encodeEnclave(enclave) };
}

export function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : String(error);
}
