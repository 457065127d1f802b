import type { Rows } from './row.js';
import * as rclActionRows from './rcl-action.js';
import * as rclcppActionRows from './rclcpp-action.js';
import * as rclpyRows from './rclpy.js';
import * as systemTestRows from './system-tests.js';

/** What we have for the tests of each suite of `originals`, by its title. */
export const rows: Readonly<Record<string, Rows>> = {
  'rclpy test_action_server': rclpyRows.actionServer,
  'rclpy test_action_client': rclpyRows.actionClient,
  'rclpy test_action_graph': rclpyRows.actionGraph,
  'rcl_action test_action_client': rclActionRows.actionClient,
  'rcl_action test_action_communication': rclActionRows.actionCommunication,
  'rcl_action test_action_interaction': rclActionRows.actionInteraction,
  'rcl_action test_action_server': rclActionRows.actionServer,
  'rcl_action test_goal_handle': rclActionRows.goalHandle,
  'rcl_action test_goal_state_machine': rclActionRows.goalStateMachine,
  'rcl_action test_graph': rclActionRows.graph,
  'rcl_action test_names': rclActionRows.names,
  'rcl_action test_types': rclActionRows.actionTypes,
  'rcl_action test_wait': rclActionRows.wait,
  'rclcpp_action test_client': rclcppActionRows.actionClient,
  'rclcpp_action test_server': rclcppActionRows.actionServer,
  'rclcpp_action test_server_goal_handle': rclcppActionRows.goalHandle,
  'rclcpp_action test_types': rclcppActionRows.actionTypes,
  'rclcpp_action test_traits': rclcppActionRows.actionTraits,
  'system_tests test_action_client_server': systemTestRows.actionClientServer,
};
