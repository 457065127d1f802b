import { type AudienceFigures, FEEDBACKS, measureAudience } from './audience.js';

/** One client and many, under either audience. */
export async function measureAudiences(): Promise<readonly AudienceFigures[]> {
  const figures: AudienceFigures[] = [];
  for (const feedback of ['all', 'owner'] as const) {
    for (const clients of [1, 50]) figures.push(await measureAudience(feedback, clients));
  }
  return figures;
}

/** What `npm run bench` puts into docs/BENCHMARKS.md about the option `feedback` of action servers. */
export function renderAudiences(figures: readonly AudienceFigures[]): string {
  const kB = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`;
  const rows = figures.map(({ feedback, clients, ...sent }) => {
    const ofFeedback = `${sent.feedbackDatagrams} | ${kB(sent.feedbackBytes)}`;
    return `| \`'${feedback}'\` | ${clients} | ${ofFeedback} | ${sent.datagrams} | ${kB(sent.bytes)} |`;
  });
  return `## Feedback to its owner

What a server sends because of one goal with ${FEEDBACKS} feedback messages of ten int32, one of its clients having sent it; each
client is a participant of its own. Counted on the simulated network, which loses nothing, so the same on every machine: UDP
payload, until a second after the result. Feedback is every datagram with a sample, a heartbeat or a gap of the feedback's writer;
all is that, the replies, and the status and announcements, which everybody gets. A test asks that 50 clients cost feedback what one does.

| feedback | clients | datagrams of feedback | octets | datagrams of all | octets |
| --- | --: | --: | --: | --: | --: |
${rows.join('\n')}
`;
}
