import { readFileSync } from 'node:fs';
import { CaptureReader, UdpDatagrams } from '@rclts/rtps';
import { DialectOracle } from '@rclts/sim';

/** What the oracle of service dialects says of all that our processes have sent, by their captures. */
export function auditDialects(captures: readonly string[]): DialectOracle {
  const oracle = new DialectOracle();
  for (const capture of captures) {
    const datagrams = new UdpDatagrams();
    for (const packet of new CaptureReader().read(readFileSync(capture))) {
      const datagram = datagrams.read(packet);
      if (datagram !== undefined) oracle.observe(datagram.payload);
    }
  }
  return oracle;
}
