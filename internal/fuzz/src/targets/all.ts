import type { Target } from '../loop/target.js';
import { captureTarget } from './capture.js';
import { endpointDataTarget, namesTarget, participantDataTarget } from './discovery.js';
import { fragmentsTarget } from './fragments.js';
import { messageTarget } from './message.js';
import { inlineQosTarget, parameterListTarget } from './parameters.js';
import { participantTarget } from './participant.js';
import { discoveryInfoTarget, servicesTarget } from './ros.js';
import { samplesTarget } from './samples.js';
import { definitionsTarget, yamlTarget } from './texts.js';
import type { Vectors } from './vectors.js';

/** Every decoder of bytes or text that somebody else made, by name; made when asked for. */
export const targets: Readonly<Record<string, (vectors: Vectors) => Target>> = {
  message: messageTarget,
  'parameter-list': parameterListTarget,
  'inline-qos': inlineQosTarget,
  'participant-data': participantDataTarget,
  'endpoint-data': endpointDataTarget,
  names: namesTarget,
  fragments: fragmentsTarget,
  participant: participantTarget,
  samples: samplesTarget,
  'discovery-info': discoveryInfoTarget,
  services: servicesTarget,
  capture: (vectors) => captureTarget(vectors.root),
  definitions: definitionsTarget,
  yaml: yamlTarget,
};
