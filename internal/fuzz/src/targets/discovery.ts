import {
  decodeEndpointData,
  decodeEndpointKey,
  encodeEndpointData,
  type EndpointData,
} from '../../../../packages/rtps/src/discovery/endpoint-data.js';
import {
  decodeParticipantData,
  decodeParticipantKey,
  encodeParticipantData,
} from '../../../../packages/rtps/src/discovery/participant-data.js';
import { parseUserData, typeHashOf } from '../../../../packages/node/src/ros/endpoint-user-data.js';
import {
  fromDdsTopicName,
  fromDdsTypeName,
  serviceTypeFromDds,
  toDdsTopicName,
  toDdsTypeName,
} from '../../../../packages/node/src/ros/dds-names.js';
import { check, type Target } from '../loop/target.js';
import { parameterHeaders } from './parameters.js';
import type { Vectors } from './vectors.js';

const MAX_LENGTH = 2_048;

export function participantDataTarget(vectors: Vectors): Target {
  return {
    name: 'participant-data',
    title: 'SPDP payload',
    modules: [
      'packages/rtps/src/discovery/participant-data.ts',
      'packages/rtps/src/parameters/parameter-',
      'packages/rtps/src/types/locator.ts',
    ],
    weight: 15,
    maxLength: MAX_LENGTH,
    dictionary: parameterHeaders,
    seeds: () => vectors.participants(),
    run(input) {
      decodeParticipantKey(input);
      const data = decodeParticipantData(input);
      if (data === undefined) return;
      const written = encodeParticipantData(data);
      const again = decodeParticipantData(written);
      // What is not said of a participant, we do not say either; once said, it stays.
      check(again !== undefined && sameOctets(encodeParticipantData(again), written), 'reads back what it writes');
    },
  };
}

export function endpointDataTarget(vectors: Vectors): Target {
  return {
    name: 'endpoint-data',
    title: 'SEDP payload',
    modules: ['packages/rtps/src/discovery/endpoint-data.ts', 'packages/rtps/src/parameters/'],
    weight: 12,
    maxLength: MAX_LENGTH,
    dictionary: parameterHeaders,
    seeds: () => vectors.endpoints(),
    run(input) {
      decodeEndpointKey(input);
      for (const kind of ['reader', 'writer'] as const) {
        const data = decodeEndpointData(input, kind);
        if (data === undefined) continue;
        const written = encodeEndpointData(data, kind);
        const again = decodeEndpointData(written, kind);
        // An empty list of representations is said as the default that it means; once said, it stays.
        check(again !== undefined && isSettled(again, kind), 'reads back what it writes');
      }
    },
  };
}

/** USER_DATA, and the names of topics and types: text of strangers. */
export function namesTarget(): Target {
  const texts = [
    'typehash=RIHS01_df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18;',
    'enclave=/;',
    'serviceid= 1.f.78.fd.a.0.0.0.0.0.0.0.0.0.13.4;clientid=a=b;;=;',
    'rt/chatter',
    'rq/add_two_intsRequest',
    'rr/fibonacci/_action/send_goalReply',
    'std_msgs::msg::dds_::String_',
    'test_msgs::action::dds_::Fibonacci_SendGoal_Request_',
  ];
  return {
    name: 'names',
    title: 'USER_DATA, DDS names of topics and types',
    modules: ['packages/node/src/ros/endpoint-user-data.ts', 'packages/node/src/ros/dds-names.ts'],
    weight: 250,
    maxLength: 4_096,
    dictionary: ['typehash=', 'RIHS01_', ';', '=', '::dds_::', '_Request_', 'rt/', 'Reply'].map(octetsOfText),
    seeds: () => texts.map(octetsOfText),
    run(input) {
      const pairs = parseUserData(input);
      check(pairs.size <= input.length, 'no more pairs than octets');
      const hash = typeHashOf(input);
      check(hash === undefined || /^RIHS01_[0-9a-f]{64}$/.test(hash), 'a type hash is one');
      const text = Buffer.from(input).toString('latin1').slice(0, 256);
      const topic = fromDdsTopicName(text);
      check(
        topic === undefined || toDdsTopicName(topic.name, topic.role) === text,
        'a topic name is made of its parts',
      );
      const type = fromDdsTypeName(text);
      check(type === undefined || toDdsTypeName(type) === text, 'a type name is made of its parts');
      serviceTypeFromDds(text);
    },
  };
}

function isSettled(data: EndpointData, kind: 'reader' | 'writer'): boolean {
  const written = encodeEndpointData(data, kind);
  const again = decodeEndpointData(written, kind);
  return again !== undefined && sameOctets(encodeEndpointData(again, kind), written);
}

function octetsOfText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function sameOctets(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((octet, at) => octet === right[at]);
}
