import fc from 'fast-check';
import {
  fromDdsTopicName,
  fromDdsTypeName,
  serviceTypeFromDds,
  toDdsTopicName,
  toDdsTypeName,
  TopicRole,
} from '../../../src/ros/dds-names.js';
import { fullName } from '../../../src/ros/names.js';

const token = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,12}$/);
const name = fc
  .array(token, { minLength: 1, maxLength: 5 })
  .map((tokens) => fullName(`/${tokens.join('/')}`, 'topic name'));
const typeName = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/),
    fc.constantFrom('msg', 'srv', 'action'),
    fc.stringMatching(/^[A-Z][A-Za-z0-9_]{0,20}$/),
  )
  .map((parts) => parts.join('/'));

test('the names that real nodes announce', () => {
  const of = (ros: string, role: TopicRole): string => toDdsTopicName(fullName(ros, 'topic name'), role);
  expect(of('/a/b', TopicRole.TOPIC)).toBe('rt/a/b');
  expect(of('/s', TopicRole.REQUEST)).toBe('rq/sRequest');
  expect(of('/s', TopicRole.REPLY)).toBe('rr/sReply');
  expect(of('/fibonacci/_action/send_goal', TopicRole.REQUEST)).toBe('rq/fibonacci/_action/send_goalRequest');
  expect(toDdsTypeName('std_msgs/msg/String')).toBe('std_msgs::msg::dds_::String_');
  expect(toDdsTypeName('action_msgs/srv/CancelGoal_Request')).toBe('action_msgs::srv::dds_::CancelGoal_Request_');
  expect(toDdsTypeName('test_msgs/action/Fibonacci_FeedbackMessage')).toBe(
    'test_msgs::action::dds_::Fibonacci_FeedbackMessage_',
  );
});

test('topic names: there and back is where it was, for every name and role', () => {
  fc.assert(
    fc.property(name, fc.constantFrom(...Object.values(TopicRole)), (ros, role) => {
      expect(fromDdsTopicName(toDdsTopicName(ros, role))).toEqual({ name: ros, role });
    }),
  );
});

test('topic names: back and there is where it was, for every DDS topic that is read as one of ROS', () => {
  const dds = fc.oneof(
    fc.string(),
    fc.tuple(fc.constantFrom('rt/', 'rq/', 'rr/'), fc.string()).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(dds, (topic) => {
      const ros = fromDdsTopicName(topic);
      if (ros) expect(toDdsTopicName(ros.name, ros.role)).toBe(topic);
    }),
  );
});

test('type names: there and back', () => {
  fc.assert(fc.property(typeName, (ros) => expect(fromDdsTypeName(toDdsTypeName(ros))).toBe(ros)));
});

test('a service is recognised by the types of its request and its reply', () => {
  fc.assert(
    fc.property(typeName, fc.constantFrom('_Request', '_Response'), (service, part) => {
      expect(serviceTypeFromDds(toDdsTypeName(service + part))).toBe(service);
    }),
  );
});

test.each(['ros_discovery_info', 'rt/', 'rtchatter', 'rq/x', 'rr/xRequest', 'DCPSPublication', '', 'rt'])(
  'the DDS topic %p is none of ROS',
  (topic) => expect(fromDdsTopicName(topic)).toBeUndefined(),
);

test.each(['ShapeType', 'std_msgs::msg::String', 'std_msgs::msg::dds_::String', '::dds_::String_', ''])(
  'the DDS type %p is none of ROS',
  (type) => {
    expect(fromDdsTypeName(type)).toBeUndefined();
    expect(serviceTypeFromDds(type)).toBeUndefined();
  },
);
