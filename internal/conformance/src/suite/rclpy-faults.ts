/**
 * What the action server of rclpy 9.1.2 (Kilted) does otherwise than it should, by case, in the suite's words. The suite has to
 * find exactly these.
 */
export const rclpyFaults: Readonly<Record<string, { readonly because: string; readonly cause: string }>> = {
  'status: the same stamp as in the reply to send_goal': {
    because: 'it is later than the one in the reply',
    cause: 'rcl_action stamps the goal anew after the reply was filled in',
  },
  'cancel: a goal by the stamp in its own reply': {
    because: 'the answer is NONE, goals [] instead of NONE, goals [1]',
    cause: 'the goal’s stamp is later than the one in the reply',
  },
  'cancel: a goal that refuses is REJECTED and goes on': {
    because: 'the answer is NONE, goals [] instead of REJECTED, goals []',
    cause: '`_execute_cancel_request` never sets `ERROR_REJECTED`',
  },
  'cancel: all goals is REJECTED when three of three refuse': {
    because: 'the answer is NONE, goals [2] instead of REJECTED, goals []',
    cause: 'it takes goals out of the list that it iterates over: the second is never asked, and listed',
  },
  'cancel: all goals lists those that agree, not the one that refuses': {
    because: 'not within 10000 ms: the end of goal 3, which the answer lists',
    cause: 'it takes goals out of the list that it iterates over: the third is never asked, and listed',
  },
};
