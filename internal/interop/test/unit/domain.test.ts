import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { claimDomain } from '../../src/process/domain.js';

describe('claimDomain', () => {
  it('hands out each domain once until it is released', async () => {
    const domains = await Promise.all(Array.from({ length: 5 }, () => claimDomain()));
    expect(new Set(domains.map(({ id }) => id)).size).toBe(5);
    for (const { id } of domains) expect(id >= 1 && id <= 100).toBe(true);
    const [first] = domains.map(({ id }) => id);
    const other = await claimDomain(first);
    expect(other.id).not.toBe(first);
    await Promise.all([other, ...domains].map((domain) => domain.release()));
  });

  it('leaves a domain alone in which somebody already is', async () => {
    const { id, release } = await claimDomain();
    const participant = createSocket('udp4').bind({ port: 7410 + 250 * id, exclusive: true });
    await once(participant, 'listening');
    await release();
    const other = await claimDomain(id);
    expect(other.id).not.toBe(id);
    await other.release();
    participant.close();
  });
});
