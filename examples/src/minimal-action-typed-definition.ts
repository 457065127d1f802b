// An action of one's own with messages inside: goal, feedback and result are typed from the texts, without a build step.
// Usage: npm run example -- minimal-action-typed-definition
import { ActionClient, ActionServer, createNode, defineAction, defineMessage } from '@rclts/actions';

const Waypoint = defineMessage(
  'patrol_interfaces/msg/Waypoint',
  `float64 x
float64 y
string<=20 label "somewhere"   # bounded, with a default`,
);
const Patrol = defineAction(
  'patrol_interfaces/action/Patrol',
  `uint8 SLOW=1
uint8 FAST=2
Waypoint[<=10] route
uint8 speed 1
---
builtin_interfaces/Duration took
float32[] distances
---
Waypoint reached`,
  { deps: [Waypoint] }, // what the text names, but for what comes with ROS itself
);

const node = await createNode('patrol');
new ActionServer(node, Patrol, 'patrol', async function* ({ request }) {
  const distances: number[] = []; // float32[]: any list of numbers will do; what comes in is a Float32Array
  let [x, y] = [0, 0];
  for (const waypoint of request.route) {
    distances.push(Math.hypot(waypoint.x - x, waypoint.y - y));
    ({ x, y } = waypoint);
    yield { reached: waypoint };
  }
  return { took: { sec: distances.length * (request.speed === Patrol.goal.constants.FAST ? 1 : 2) }, distances };
});

const client = new ActionClient(node, Patrol, 'patrol');
const goal = await client.sendGoal({
  route: [{ x: 3, y: 4, label: 'door' }, { x: 3 }],
  speed: Patrol.goal.constants.FAST,
});
for await (const { reached } of goal.feedback())
  node.logger.info(`Reached ${reached.label}: ${reached.x}, ${reached.y}`);
const { took, distances } = (await goal.result).result;
node.logger.info(`Took ${took.sec} s for ${distances.join(' + ')} m`);
await node.close();
