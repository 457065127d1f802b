import { readFileSync } from 'node:fs';
import { CaptureReader, UdpDatagrams, type CapturedDatagram } from '@rclts/rtps';
import { DialectOracle, ProcessOracle } from '@rclts/sim';

/** What the oracle of service dialects says of all that our processes have sent, by their captures. */
export function auditDialects(captures: readonly string[]): DialectOracle {
  const oracle = new DialectOracle();
  for (const datagram of datagramsOf(captures)) oracle.observe(datagram.payload, placeOf(datagram));
  return oracle;
}

/** As `auditDialects`, of what a process with several participants was sent. */
export function auditProcesses(captures: readonly string[]): ProcessOracle {
  const oracle = new ProcessOracle();
  for (const datagram of datagramsOf(captures)) oracle.observe(datagram.payload, placeOf(datagram));
  return oracle;
}

function placeOf({ destination }: CapturedDatagram): string {
  return `${destination.address}:${destination.port}`;
}

function* datagramsOf(captures: readonly string[]): Generator<CapturedDatagram> {
  for (const capture of captures) {
    const datagrams = new UdpDatagrams();
    for (const packet of new CaptureReader().read(readFileSync(capture))) {
      const datagram = datagrams.read(packet);
      if (datagram !== undefined) yield datagram;
    }
  }
}
