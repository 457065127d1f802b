import { RcltsError } from '@rclts/cdr';
import type { GoalStopReason } from './goal-stop-reason.js';
import { type GoalEvent, goalEventName } from './goal-state-machine.js';
import { type GoalStatus, goalStatusName } from './goal-status.js';

/** What can go wrong with an action. The code is the contract, the message is prose. */
export const ActionErrorCode = {
  /** No server of that name, or not all of its endpoints, within the time that was given. */
  SERVER_UNAVAILABLE: 'ERR_ACTION_SERVER_UNAVAILABLE',
  /** The server did not answer within the time that was given. */
  TIMEOUT: 'ERR_ACTION_TIMEOUT',
  /** The server that had the goal is gone: a {@link ServerLostError}. */
  SERVER_LOST: 'ERR_ACTION_SERVER_LOST',
  /** The action client or server, or its node, is closed. */
  CLOSED: 'ERR_ACTION_CLOSED',
  /** An action name that ROS does not allow. */
  INVALID_NAME: 'ERR_ACTION_INVALID_NAME',
  /** A goal's state has no such way out: an {@link IllegalTransitionError}. */
  ILLEGAL_TRANSITION: 'ERR_ACTION_ILLEGAL_TRANSITION',
  /** Why a goal's `signal` has aborted: a {@link GoalStoppedError}. */
  GOAL_STOPPED: 'ERR_ACTION_GOAL_STOPPED',
  /** More feedback waits to be read than the stream keeps. */
  STREAM_OVERFLOW: 'ERR_ACTION_STREAM_OVERFLOW',
  /** This client has a goal of that id already. */
  GOAL_ID_IN_USE: 'ERR_ACTION_GOAL_ID_IN_USE',
} as const;
export type ActionErrorCode = (typeof ActionErrorCode)[keyof typeof ActionErrorCode];

/** Something that an action could not do; see {@link ActionErrorCode}. */
export class ActionError extends RcltsError {
  override readonly code: ActionErrorCode;

  constructor(code: ActionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ActionError';
    this.code = code;
  }
}

/**
 * The server that had the goal is gone (it said so, or its lease ran out), so the answer that was asked for cannot come.
 * The goal itself may have ended either way.
 */
export class ServerLostError extends ActionError {
  /** The goal that was asked about, 32 hexadecimal digits. */
  readonly goalId: string;

  constructor(actionName: string, goalId: string, options?: ErrorOptions) {
    super(ActionErrorCode.SERVER_LOST, `The server of action ${actionName} that had goal ${goalId} is gone`, options);
    this.name = 'ServerLostError';
    this.goalId = goalId;
  }
}

/**
 * The `reason` of a goal's `signal`, and so what is thrown by what was given the signal. Its name is `AbortError`, by which the
 * platform's own functions know such errors.
 */
export class GoalStoppedError extends ActionError {
  readonly goalId: string;
  readonly reason: GoalStopReason;

  constructor(goalId: string, reason: GoalStopReason) {
    super(ActionErrorCode.GOAL_STOPPED, `Goal ${goalId} is to stop: ${reason}`);
    this.name = 'AbortError';
    this.goalId = goalId;
    this.reason = reason;
  }
}

/** The goal's state has no such way out; the state is what it was. */
export class IllegalTransitionError extends ActionError {
  readonly goalId: string;
  readonly status: GoalStatus;
  readonly event: GoalEvent;

  constructor(goalId: string, status: GoalStatus, event: GoalEvent) {
    super(
      ActionErrorCode.ILLEGAL_TRANSITION,
      `Goal ${goalId} is ${goalStatusName(status)}: ${goalEventName(event)} is not possible`,
    );
    this.name = 'IllegalTransitionError';
    this.goalId = goalId;
    this.status = status;
    this.event = event;
  }
}
