/* What test/actions shows with rclpy besides the scenarios that every pair goes through; docs/INTEROP.md lists it. */

export const WITH_SERVERS = 'our client and rclpy’s servers';

export const WithServersRow: Readonly<
  Record<'GENERIC' | 'ATTACH' | 'WATCH' | 'TWO_SERVERS' | 'STANDS_STILL' | 'KILLED', string>
> = {
  GENERIC: 'an action whose definition is text that was read just now',
  ATTACH: 'a client that is started anew takes over the goal: status, stamp, feedback, cancel and result',
  WATCH: 'everybody’s goals are watched, and canceled up to a stamp, and all of them',
  TWO_SERVERS: 'of two servers of one name, one has the goal and is asked about it; a warning names both',
  STANDS_STILL: 'a server that stands still for longer than its lease is lost, comes back, and tells the result',
  KILLED: 'a server that is killed leaves no promise open; its successor gets new goals only',
};

export const WITH_CLIENTS = 'rclpy’s clients and our servers';

export const WithClientsRow: Readonly<
  Record<'SINGLE_REJECT' | 'SINGLE_PREEMPT' | 'QUEUE' | 'LATE_RESULT' | 'CLIENT_LOST', string>
> = {
  SINGLE_REJECT: 'singleReject: one goal at a time, others are rejected; the reason stays here',
  SINGLE_PREEMPT: 'singlePreempt: a new goal takes the place of the one before, which is aborted',
  QUEUE: 'queue(2): the others wait for their turn, as far as there is room; one that is canceled never executes',
  LATE_RESULT:
    'a result is there as often as it is asked for after the end, until its time is up: then its status is UNKNOWN',
  CLIENT_LOST: 'the goals of a client that leaves or is killed are told, and canceled if that is asked for',
};
