import { Random } from '../../../sim/src/random.js';
import type { Target } from '../loop/target.js';
import { Liar } from '../session/liar.js';
import { Session } from '../session/session.js';
import type { Vectors } from './vectors.js';

const SEED = 1;
const MAX_LENGTH = 4_096;
const PREFIX = 2;
const PER_SEQUENCE = 12;

/** A participant in the middle of a conversation, who hears a sequence of datagrams in its friend's name, each behind its length. */
export function participantTarget(vectors: Vectors): Target {
  let session = new Session(new Random(SEED), 3);
  return {
    name: 'participant',
    title: 'participant with matched endpoints, hearing sequences of datagrams',
    modules: ['packages/rtps/src/behavior/', 'packages/rtps/src/participant/', 'packages/rtps/src/discovery/'],
    weight: 0.2,
    maxLength: MAX_LENGTH,
    prepare() {
      session = new Session(new Random(SEED), 3);
    },
    seeds() {
      const said = session.corpus.filter(({ length }) => length <= MAX_LENGTH / 4);
      const liar = new Liar(
        new Random(SEED),
        session.corpus,
        vectors.messages(MAX_LENGTH / 4),
        session.friendPrefix,
        session.target.guidOctets.subarray(0, 12),
      );
      const lies = Array.from({ length: 300 }, () => liar.next().subarray(0, MAX_LENGTH / 4));
      const all = [...said, ...lies];
      return Array.from({ length: Math.floor(all.length / PER_SEQUENCE) }, (_, index) =>
        sequence(all.slice(index * PER_SEQUENCE, (index + 1) * PER_SEQUENCE)),
      );
    },
    run(input) {
      let heard = 0;
      for (let at = 0; at + PREFIX <= input.length; heard++) {
        const length = (input[at] ?? 0) | ((input[at + 1] ?? 0) << 8);
        const end = Math.min(input.length, at + PREFIX + length);
        // A datagram is owned by who hears it.
        session.hear(input.slice(at + PREFIX, end));
        at = end;
      }
      session.pass(100);
      if (session.errors.length > 0) throw session.errors[0];
      return heard;
    },
  };
}

function sequence(datagrams: readonly Uint8Array[]): Uint8Array {
  const parts = datagrams.map((datagram) => Uint8Array.of(datagram.length, datagram.length >>> 8, ...datagram));
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole.subarray(0, MAX_LENGTH);
}
