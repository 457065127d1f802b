import type { Sample } from '@rclts/rtps';

/** A deliberate defect, to show that the oracle notices such. */
export interface DomainMutant {
  readonly name: string;
  /** A part of what the oracle then says. */
  readonly complaint: string;
  /** Between the product and the reader's listener. */
  readonly pass?: (sample: Sample, take: (sample: Sample) => void) => void;
  /** Of the participants that one sees. */
  readonly see?: (keys: readonly string[]) => readonly string[];
  /** A kill that is none: the process goes on. */
  readonly isUndead?: boolean;
}

export const DOMAIN_MUTANTS: readonly DomainMutant[] = [
  {
    name: 'drops-samples',
    complaint: 'lacks #',
    pass: (sample, take) => void (sample.sequenceNumber % 4 === 3 || take(sample)),
  },
  {
    name: 'repeats-samples',
    complaint: ': after #',
    pass: (sample, take) => {
      take(sample);
      take(sample);
    },
  },
  {
    name: 'spoils-samples',
    complaint: 'its octets are not',
    pass: (sample, take) =>
      take({ ...sample, payload: sample.payload.map((octet, at) => (at === 6 ? ~octet : octet)) }),
  },
  { name: 'overlooks-participants', complaint: 'sees participants', see: (keys) => keys.slice(1) },
  { name: 'is-haunted', complaint: 'still sees', isUndead: true },
];
