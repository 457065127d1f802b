import { defineAction, defineMessage, defineService } from '../../src/index.js';

const Point = defineMessage('my_pkg/msg/Point', 'float64 x\nfloat64 y 1.5\nint32 ORIGIN=0');

describe('defineMessage, defineService, defineAction', () => {
  it('make types that work, with constants and defaults', () => {
    expect(Point.constants.ORIGIN).toBe(0);
    expect(Point.codec.decode(Point.codec.encode({ x: 1, y: 2 }))).toEqual({ x: 1, y: 2 });
    expect(Point.codec.normalize({})).toEqual({ x: 0, y: 1.5 });
  });

  it('need no deps for the types of ROS itself', () => {
    const Do = defineAction('my_pkg/action/Do', 'builtin_interfaces/Duration timeout\n---\n---\n');
    expect(Do.sendGoal.request.codec.defaults()).toEqual({
      goal_id: { uuid: new Uint8Array(16) },
      goal: { timeout: { sec: 0, nanosec: 0 } },
    });
    expect(Do.sendGoal.response.typeName).toBe('my_pkg/action/Do_SendGoal_Response');
    expect(Do.getResult.response.codec.defaults()).toEqual({ status: 0, result: {} });
    expect(Do.cancelGoal.response.constants['ERROR_GOAL_TERMINATED']).toBe(3);
    expect(Do.feedbackMessage.typeName).toBe('my_pkg/action/Do_FeedbackMessage');
  });

  it('link what is passed in deps', () => {
    const Move = defineService('my_pkg/srv/Move', 'Point[] points\n---\nbool success', { deps: [Point] });
    const { request } = Move;
    expect(request.codec.decode(request.codec.encode({ points: [{ x: 1, y: 2 }] }))).toEqual({
      points: [{ x: 1, y: 2 }],
    });
    expect(Move.event.codec.defaults().request).toEqual([]);
  });

  it('say which nested type is missing, at run time as the compiler does before', () => {
    const text: string = 'Point start';
    expect(() => defineMessage('my_pkg/msg/Line', text)).toThrow(
      "my_pkg/msg/Line:1:1: 'start' is of type my_pkg/msg/Point, which is not known here",
    );
  });

  it('refuse a name of another kind', () => {
    expect(() => defineMessage('my_pkg/srv/Point' as 'my_pkg/msg/Point', 'float64 x')).toThrow(
      'not a type name of the form package/msg/Name',
    );
  });

  it('have the hashes that ROS has', () => {
    const String = defineMessage('std_msgs/msg/String', 'string data');
    expect(String.typeHash).toBe('RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18');
  });
});
