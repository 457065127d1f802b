import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** vectors/rtps/messages.json: see vectors/rtps/README.md. */
export interface MessageVector {
  readonly id: number;
  readonly impl: string;
  readonly pcap: string;
  readonly frame: number;
  readonly summary: string;
  readonly hex: string;
  readonly decode: {
    readonly version: string;
    readonly vendor: string;
    readonly guidPrefix: string;
    readonly submessages: readonly DecodedSubmessage[];
  };
}

export interface DecodedSet {
  readonly base: number;
  readonly numBits: number;
  readonly set: readonly number[];
}

/** The fields that a kind has are there; the others are not. */
export interface DecodedSubmessage {
  readonly kind: string;
  readonly flags: number;
  readonly length: number;
  readonly offset: number;
  readonly reader: string;
  readonly writer: string;
  readonly sn: number;
  readonly dst: string;
  readonly src: string;
  readonly vendor: string;
  readonly ts: number;
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly final: boolean;
  readonly liveliness: boolean;
  readonly gapStart: number;
  readonly gapList: DecodedSet;
  readonly state: DecodedSet;
  readonly fragState: DecodedSet;
  readonly lastFrag: number;
  readonly K: boolean;
  readonly payloadSize?: number;
  readonly fragmentStartingNum: number;
  readonly fragmentsInSubmessage: number;
  readonly fragmentSize: number;
  readonly sampleSize: number;
  readonly fragBytes: number;
  readonly inlineQos?: readonly { readonly pid: string; readonly hex: string; readonly value: unknown }[];
}

export type DecodedParameters = Readonly<Record<string, unknown>>;

/** vectors/rtps/discovery.json. */
export interface DiscoveryVector {
  readonly name: string;
  readonly impl: string;
  readonly guidPrefix: string;
  readonly participant: { readonly payload: string; readonly pids: DecodedParameters };
  readonly endpoints: readonly {
    readonly kind: 'reader' | 'writer';
    readonly payload: string;
    readonly pids: DecodedParameters;
  }[];
}

const directory = join(__dirname, '../../../../vectors/rtps');

export function messageVectors(): readonly MessageVector[] {
  return (JSON.parse(readFileSync(join(directory, 'messages.json'), 'utf8')) as { vectors: MessageVector[] }).vectors;
}

export function discoveryVectors(): readonly DiscoveryVector[] {
  return (JSON.parse(readFileSync(join(directory, 'discovery.json'), 'utf8')) as { peers: DiscoveryVector[] }).peers;
}
