/**
 * ROS interface definitions: parsers for `.msg`, `.srv` and `.action`, RIHS01 type hashes, compiled CDR codecs, and types
 * inferred from the text of a definition.
 *
 * @example
 * ```ts
 * import { defineMessage, TypeRegistry } from '@rclts/idl';
 *
 * // Known when the program is written: typed.
 * const Point = defineMessage('my_msgs/msg/Point', 'float64 x\nfloat64 y');
 * const octets = Point.codec.encode({ x: 1, y: 2 });
 *
 * // Known when the program runs: a registry.
 * const registry = new TypeRegistry();
 * registry.addText('my_msgs/msg/Path', 'Point[] points');
 * registry.addText('my_msgs/msg/Point', 'float64 x\nfloat64 y');
 * console.log(registry.typeHash('my_msgs/msg/Path'), registry.codec('my_msgs/msg/Point').decode(octets));
 * ```
 *
 * @packageDocumentation
 */
export { parseAction } from './action-parser.js';
export type {
  ActionType,
  FeedbackMessage,
  GetResult_Request,
  GetResult_Response,
  SendGoal_Request,
  SendGoal_Response,
} from './action-type.js';
export { generateModules, type DefinitionSource } from './codegen/module.js';
export type { Codec } from './codec/message-codec.js';
export {
  defineAction,
  defineMessage,
  defineService,
  generatedAction,
  generatedMessage,
  generatedService,
  type DefineOptions,
} from './define.js';
export type {
  ActionDefinition,
  ConstantDefinition,
  ConstantValue,
  Container,
  Definition,
  ElementType,
  FieldDefinition,
  MessageDefinition,
  PrimitiveName,
  ServiceDefinition,
} from './definition.js';
export { IdlError, IdlErrorCode, type SourceLocation } from './errors.js';
export type { Checked, InferredAction, InferredMessage, InferredService } from './infer/definitions.js';
export type {
  ConstantsOfDeclarations,
  Dependencies,
  MessageOfDeclarations,
  MissingDependency,
} from './infer/fields.js';
export type { FeedbackOf, GoalOf, MessageInput, MessageOf, ResultOf } from './infer/message-input.js';
export { parseMessage, type ParseOptions } from './message-parser.js';
export type { Constants, MessageType } from './message-type.js';
export { isFieldName, isMessageName, isPackageName, isTypeName, parseTypeName, type TypeNameParts } from './names.js';
export {
  TypeRegistry,
  parseDefinition,
  standardTypes,
  type DynamicMessage,
  type TypeRegistryOptions,
} from './registry.js';
export { parseService } from './service-parser.js';
export type { ServiceEvent, ServiceType } from './service-type.js';
export type {
  CancelGoal_Request,
  CancelGoal_Response,
  Duration,
  GoalInfo,
  GoalStatus,
  GoalStatusArray,
  ServiceEventInfo,
  Time,
  UUID,
} from './standard.js';
export {
  describeType,
  type FieldTypeDescription,
  type IndividualTypeDescription,
  type LinkedType,
  type TypeDescription,
} from './type-description.js';
