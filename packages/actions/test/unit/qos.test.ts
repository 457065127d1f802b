import { completeActionQos } from '../../src/qos.js';

describe('the quality of service of the five endpoints', () => {
  it("is rcl_action's where nothing is said, but for the depth of feedback", () => {
    const qos = completeActionQos();
    const service = expect.objectContaining({ reliability: 'reliable', durability: 'volatile', depth: 10 }) as unknown;
    expect(qos).toEqual({
      sendGoal: service,
      cancelGoal: service,
      getResult: service,
      feedback: expect.objectContaining({ reliability: 'reliable', durability: 'volatile', depth: 1_000 }) as unknown,
      status: expect.objectContaining({ reliability: 'reliable', durability: 'transient_local', depth: 1 }) as unknown,
    });
  });

  it('can be said for each', () => {
    expect(completeActionQos({ feedback: { reliability: 'best_effort' }, status: 5 })).toMatchObject({
      feedback: { reliability: 'best_effort' },
      status: 5,
    });
  });

  it('of an endpoint that does not exist is refused', () => {
    expect(() => completeActionQos({ results: 5 } as never)).toThrow('qos.results');
  });
});
