import type { QosInput, ServiceIntrospectionState } from '@rclts/node';
import { ActionError, ActionErrorCode } from './errors.js';

/** What an action's end is made of: topics, and the services, which can be looked into. */
export interface ActionEndpoint {
  close(): void;
  configureIntrospection?(state: ServiceIntrospectionState, qos?: QosInput): void;
}

/**
 * The same for all of the action's services (rcl_action's `rcl_action_server_configure_action_introspection`).
 *
 * @throws ActionError ERR_ACTION_CLOSED where there are none any more
 */
export function configureActionIntrospection(
  actionName: string,
  endpoints: readonly ActionEndpoint[],
  state: ServiceIntrospectionState,
  qos: QosInput | undefined,
): void {
  if (endpoints.length === 0) throw new ActionError(ActionErrorCode.CLOSED, `This end of '${actionName}' is closed`);
  for (const endpoint of endpoints) endpoint.configureIntrospection?.(state, qos);
}
