// Why the endpoints of an action, service or topic do not meet, or meet otherwise than meant.
import { fullyQualifiedNodeName } from '@rclts/node';
import { incompatiblePolicies, isReportable, PolicyId, policyName, type QosPolicies } from '@rclts/rtps';
import { printable } from '../trace/event-text.js';
import { Reason, type Finding } from './finding.js';
import { policyText } from './policy-text.js';
import { EVERY_DIALECT, type SeenEndpoint, type Snapshot } from './snapshot.js';

/** The topic names that make up an action, under its name. */
const ACTION_PARTS = ['send_goal', 'get_result', 'cancel_goal', 'feedback', 'status'];

export type SubjectKind = 'action' | 'service' | 'topic';

/** What a name stands for in the graph. */
export interface Subject {
  readonly kind: SubjectKind;
  readonly name: string;
  readonly endpoints: readonly SeenEndpoint[];
}

/** Every action, service and topic that is there. */
export function subjectsOf({ endpoints }: Snapshot): readonly Subject[] {
  const subjects = new Map<string, Subject & { endpoints: SeenEndpoint[] }>();
  for (const endpoint of endpoints) {
    const { kind, name } = subjectOf(endpoint);
    const key = `${kind} ${name}`;
    const subject = subjects.get(key) ?? { kind, name, endpoints: [] };
    subjects.set(key, subject);
    subject.endpoints.push(endpoint);
  }
  return [...subjects.values()];
}

function subjectOf({ name, role }: SeenEndpoint): { kind: SubjectKind; name: string } {
  const at = name.indexOf('/_action/');
  if (at > 0 && ACTION_PARTS.includes(name.slice(at + '/_action/'.length)))
    return { kind: 'action', name: name.slice(0, at) };
  return { kind: role === 'topic' ? 'topic' : 'service', name };
}

/** What keeps a name that the user has asked about from working. */
export function findingsOfName(wanted: string, seen: Snapshot): readonly Finding[] {
  const name = wanted.startsWith('/') ? wanted : fullyQualifiedNodeName(wanted, '/');
  const all = subjectsOf(seen);
  const subjects = all.filter((subject) => subject.name === name);
  if (subjects.length === 0) return [nobodyHas(name, all)];
  return subjects.flatMap((subject) => [...findingsOf(subject), ...missingCounterpart(subject)]);
}

/** What keeps the two ends of a subject apart. */
export function findingsOf(subject: Subject): readonly Finding[] {
  const found = new Map<string, Finding>();
  const writers = subject.endpoints.filter(({ kind }) => kind === 'writer');
  const readers = subject.endpoints.filter(({ kind }) => kind === 'reader');
  for (const writer of writers) {
    for (const reader of readers) {
      if (writer.name !== reader.name || writer.role !== reader.role) continue;
      for (const finding of between(writer, reader)) found.set(`${finding.reason} ${finding.problem}`, finding);
    }
  }
  return [...found.values(), ...twoServers(subject)];
}

function between(writer: SeenEndpoint, reader: SeenEndpoint): readonly Finding[] {
  const pair = `${nodeText(writer)} writes and ${nodeText(reader)} reads ${roleText(writer)}`;
  if (writer.typeName !== reader.typeName) {
    return [
      {
        reason: Reason.TYPE_NAME,
        severity: 'error',
        problem: `${pair}, but with different types: ${printable(writer.typeName)} and ${printable(reader.typeName)}`,
        advice: 'use the same type on both ends, or different names',
      },
    ];
  }
  const policies = incompatiblePolicies(writer.qos, reader.qos);
  if (policies.length > 0) return policies.map((policy) => policyFinding(policy, pair, writer.qos, reader.qos));
  const found: Finding[] = [];
  if (writer.role !== 'topic' && !understand(writer, reader)) {
    found.push({
      reason: Reason.DIALECT,
      severity: 'error',
      problem: `${pair}, but in different dialects of services (${writer.dialect} and ${reader.dialect}): they match, and understand nothing`,
      advice: 'run both with the same RMW_IMPLEMENTATION, or let rclts be one of the two ends: it speaks all dialects',
    });
  }
  if (writer.typeHash !== undefined && reader.typeHash !== undefined && writer.typeHash !== reader.typeHash) {
    found.push({
      reason: Reason.TYPE_HASH,
      severity: 'warning',
      problem: `${pair} as ${printable(writer.typeName)}, but from different definitions (${writer.typeHash} and ${reader.typeHash}): they match, and may misread each other`,
      advice: 'build both from the same version of the interface package',
    });
  }
  return found;
}

function understand({ dialect: left }: SeenEndpoint, { dialect: right }: SeenEndpoint): boolean {
  return left === right || left === EVERY_DIALECT || right === EVERY_DIALECT;
}

function policyFinding(policy: PolicyId, pair: string, offered: QosPolicies, requested: QosPolicies): Finding {
  const [has, wants] = [policyText(policy, offered), policyText(policy, requested)];
  if (policy === PolicyId.DATA_REPRESENTATION) {
    return {
      reason: Reason.REPRESENTATION,
      severity: 'error',
      problem: `${pair}, but the writer sends ${has} and the reader takes ${wants} only`,
      advice: 'ROS 2 uses XCDR1: set the representation of the other end to it',
    };
  }
  if (!isReportable(policy)) {
    return {
      reason: Reason.PARTITION,
      severity: 'error',
      problem: `${pair}, but in different partitions: ${has} and ${wants}`,
      advice: 'ROS 2 uses none: configure the same partition on both ends (XML profiles, environment)',
    };
  }
  return {
    reason: Reason.QOS,
    severity: 'error',
    problem: `${pair}, but ${policyName(policy)} does not match: offered ${has}, requested ${wants}`,
    advice: `let the writer offer ${wants}, or the reader ask for no more than ${has}`,
  };
}

function twoServers({ kind, name, endpoints }: Subject): readonly Finding[] {
  if (kind === 'topic') return [];
  const part = kind === 'action' ? `${name}/_action/send_goal` : name;
  const servers = endpoints.filter(
    (endpoint) => endpoint.kind === 'reader' && endpoint.role === 'request' && endpoint.name === part,
  );
  if (servers.length < 2) return [];
  return [
    {
      reason: Reason.DUPLICATE_SERVER,
      severity: 'warning',
      problem: `${String(servers.length)} servers of the ${kind} ${name}: ${servers.map(nodeText).join(', ')}; clients of ROS send to all of them at once`,
      advice: 'keep one, or give each a name of its own',
    },
  ];
}

/** Who asks, and nobody answers: nothing is wrong with what is there. Publishers without subscriptions are nobody's trouble. */
function missingCounterpart({ kind, name, endpoints }: Subject): readonly Finding[] {
  const serves = (endpoint: SeenEndpoint): boolean =>
    kind === 'topic' ? endpoint.kind === 'writer' : endpoint.kind === 'reader' && endpoint.role === 'request';
  if (endpoints.some(serves)) return [];
  const [serving, asking] = kind === 'topic' ? ['publisher', 'subscriptions'] : ['server', 'clients'];
  return [
    {
      reason: Reason.NO_COUNTERPART,
      severity: 'error',
      problem: `the ${kind} ${name} has no ${serving}, only ${asking}: ${[...new Set(endpoints.map(nodeText))].join(', ')}`,
      advice: `start its ${serving}; is it in this domain, under this very name?`,
    },
  ];
}

function nobodyHas(name: string, all: readonly Subject[]): Finding {
  const last = name.slice(name.lastIndexOf('/') + 1);
  const similar = all.filter((subject) => subject.name.toLowerCase().endsWith(`/${last.toLowerCase()}`));
  const hint = similar.map(({ kind, name: other }) => `the ${kind} ${other}`).join(', ');
  return {
    reason: Reason.NAME,
    severity: 'error',
    problem: `nobody has an action, service or topic ${printable(name)}${hint === '' ? '' : `; there is ${hint}`}`,
    advice:
      hint === ''
        ? 'start its server or publisher in this domain'
        : 'use that name, or the same namespace on both ends',
  };
}

function roleText({ name, role }: SeenEndpoint): string {
  return role === 'topic' ? printable(name) : `${role === 'request' ? 'requests' : 'replies'} of ${printable(name)}`;
}

function nodeText({ node, guid }: SeenEndpoint): string {
  return node === undefined ? guid : printable(node);
}
