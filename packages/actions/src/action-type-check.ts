import type { ActionType } from '@rclts/idl';

/** @throws TypeError for what is no action type: a message type, an `.action` text, nothing */
export function checkActionType(type: ActionType<unknown, unknown, unknown> | undefined): void {
  if (type?.kind === 'action') return;
  throw new TypeError('That is no action type: take one from @rclts/interfaces, or make one with defineAction');
}
