import { RemoteNodes } from '../../../src/graph/remote-nodes.js';
import { limits } from '../../../src/limits.js';

const nodes = [{ name: 'n', namespace: '/', readers: new Set<string>(), writers: new Set<string>() }];
const { discoveryInfoBytes: most, discoveryInfoBytesOfAll: mostOfAll } = limits;

describe('what others say of their nodes', () => {
  it('is refused of one participant beyond its limit', () => {
    const remote = new RemoteNodes();
    expect([remote.hasRoomFor('a', most), remote.hasRoomFor('a', most + 1)]).toEqual([true, false]);
  });

  it('is refused of newcomers when all together have said so much, until others go', () => {
    const remote = new RemoteNodes();
    const talkers = Array.from({ length: mostOfAll / most }, (_, n) => `talker ${n}`);
    for (const talker of talkers) remote.set(talker, nodes, most);
    expect(remote.hasRoomFor('newcomer', 1)).toBe(false);
    expect(remote.hasRoomFor('talker 0', most)).toBe(true); // in place of what it has said before
    remote.set('talker 0', nodes, most - 1);
    expect(remote.hasRoomFor('newcomer', 1)).toBe(true);
    for (const talker of [...talkers, 'talker 0']) remote.delete(talker);
    expect(remote.hasRoomFor('newcomer', most)).toBe(true);
    expect(remote.get('talker 0')).toEqual([]);
  });
});
