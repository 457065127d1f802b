import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { claimDomain } from '../../src/process/domain.js';

describe('claimDomain', () => {
  it('hands out each domain once until it is released', async () => {
    const domains = await Promise.all(Array.from({ length: 5 }, claimDomain));
    expect(new Set(domains.map(({ id }) => id)).size).toBe(5);
    for (const { id } of domains) expect(id >= 1 && id <= 100).toBe(true);
    await Promise.all(domains.map((domain) => domain.release()));
  });

  it('leaves a domain alone in which somebody already is', async () => {
    const domains = await Promise.all(Array.from({ length: 20 }, claimDomain));
    const taken = domains[0]?.id ?? 0;
    const participant = createSocket('udp4').bind({ port: 7410 + 250 * taken, exclusive: true });
    await once(participant, 'listening');
    await Promise.all(domains.map((domain) => domain.release()));
    const again = await Promise.all(Array.from({ length: 60 }, claimDomain));
    expect(again.map(({ id }) => id)).not.toContain(taken);
    await Promise.all(again.map((domain) => domain.release()));
    participant.close();
  });
});
