import {
  decodeEndpointData,
  dissectMessage,
  EntityIds,
  entityIdToString,
  guidOctetsToString,
  VendorId,
  type DissectedSubmessage,
  type EndpointData,
} from '@rclts/rtps';

/** How the identity of a request travels. */
export type DialectForm = 'enhanced' | 'cyclone' | 'basic';

type Sample = Extract<DissectedSubmessage, { kind: 'DATA' | 'DATA_FRAG' }>;

/**
 * An onlooker who knows what each vendor's peers may be sent on the topics of a service, and sees every datagram. It learns
 * vendors, topics and ids from the datagrams themselves and shares nothing with what it watches but the decoder.
 *
 * It judges each DATA, and each first fragment, that a participant of ours sends, for the first time or again:
 * - to Cyclone DDS: no identity in the inline QoS; before a request the sender's own number, the last 8 octets of its
 *   `clientid`, and the number of the sample; before a reply a header that a request of that very participant had, or of
 *   another one at the same place, since a process hands what it gets to all of its readers;
 * - to Connext, if that is its form: a GUID of the writer, or of the participant, in front;
 * - to all others: an identity that names the sender, or the one who asked, and no such header.
 */
export class DialectOracle {
  readonly violations: string[] = [];
  /** Samples of services that were judged, by the form that they had to have. */
  readonly judged: Record<DialectForm, number> = { enhanced: 0, cyclone: 0, basic: 0 };
  readonly #connext: DialectForm;
  /** By GUID prefix. */
  readonly #vendors = new Map<string, number>();
  /** By GUID text. */
  readonly #writers = new Map<string, EndpointData>();
  /** Headers of requests, by the prefix of who asked. */
  readonly #headers = new Map<string, Set<string>>();
  /** GUID prefixes, by where they were sent something. */
  readonly #residents = new Map<string, Set<string>>();

  constructor(connext: DialectForm = 'enhanced') {
    this.#connext = connext;
  }

  /**
   * Everything that is sent, whether it arrives or not, before what answers it.
   *
   * @param place where it goes, address and port; left out: each participant has one of its own
   */
  observe(datagram: Uint8Array, place?: string): void {
    const message = dissectMessage(datagram);
    if (message === undefined) return;
    for (const submessage of message.submessages) {
      const { prefix, vendorId } = submessage.source;
      this.#vendors.set(prefix, vendorId);
      const residents = this.#residentsOf(submessage.source.destination ?? '', place);
      if (submessage.kind !== 'DATA' && submessage.kind !== 'DATA_FRAG') continue;
      if (submessage.kind === 'DATA' && submessage.writerId === EntityIds.SEDP_BUILTIN_PUBLICATIONS_WRITER) {
        this.#learn(submessage.payload);
        continue;
      }
      const writer = this.#writers.get(`${prefix}.${entityIdToString(submessage.writerId)}`);
      if (writer === undefined || !/^r[qr]\//.test(writer.topicName)) continue;
      if (vendorId === VendorId.UNKNOWN) this.#judge(submessage, writer, residents);
      else if (writer.topicName.startsWith('rq/')) this.#remember(submessage);
    }
  }

  #learn(payload: Uint8Array | undefined): void {
    const data = payload && decodeEndpointData(payload, 'writer');
    if (data) this.#writers.set(guidOctetsToString(data.guid), data);
  }

  #remember(request: Sample): void {
    const payload = startOf(request);
    if (payload === undefined) return;
    const { prefix } = request.source;
    const headers = this.#headers.get(prefix) ?? new Set();
    headers.add(hex(payload.subarray(4, 20)));
    this.#headers.set(prefix, headers);
  }

  /** Who else is where this one is, and itself. */
  #residentsOf(prefix: string, place: string | undefined): ReadonlySet<string> {
    if (place === undefined || prefix === '') return new Set([prefix]);
    const residents = (this.#residents.get(place) ?? new Set()).add(prefix);
    this.#residents.set(place, residents);
    return residents;
  }

  #judge(sample: Sample, writer: EndpointData, residents: ReadonlySet<string>): void {
    const payload = startOf(sample);
    if (payload === undefined) return;
    const { destination } = sample.source;
    const vendor = destination === undefined ? undefined : this.#vendors.get(destination);
    if (destination === undefined || vendor === undefined) {
      this.violations.push(`${writer.topicName} ${sample.writerSn}: to everybody, or somebody never heard`);
      return;
    }
    const expected = this.#formFor(vendor);
    this.judged[expected] += 1;
    const found = writer.topicName.startsWith('rq/')
      ? this.#formOfRequest(sample, payload, writer)
      : this.#formOfReply(sample, payload, destination, residents);
    if (found === expected) return;
    this.violations.push(
      `${writer.topicName} ${sample.writerSn} to ${destination} (vendor ${vendor.toString(16)}): ${found}, not ${expected}`,
    );
  }

  #formFor(vendor: number): DialectForm {
    if (vendor === VendorId.CYCLONE_DDS) return 'cyclone';
    return vendor === VendorId.CONNEXT ? this.#connext : 'enhanced';
  }

  #formOfRequest(sample: Sample, payload: Uint8Array, writer: EndpointData): string {
    const forms: string[] = [];
    const identity = sample.inlineQos?.relatedSampleIdentity;
    if (identity) forms.push(hex(identity.guid).startsWith(sample.source.prefix) ? 'enhanced' : 'a foreign identity');
    if (hex(payload.subarray(4, 12)) === keyOf(writer.userData)) {
      const number = new DataView(payload.buffer, payload.byteOffset).getBigInt64(12, true);
      forms.push(number === BigInt(sample.writerSn) ? 'cyclone' : 'a foreign number');
    }
    if (hex(payload.subarray(4, 20)) === hex(writer.guid)) forms.push('basic');
    return forms.join(' and ') || 'without any identity';
  }

  #formOfReply(sample: Sample, payload: Uint8Array, destination: string, residents: ReadonlySet<string>): string {
    const forms: string[] = [];
    const identity = sample.inlineQos?.relatedSampleIdentity;
    if (identity) forms.push(hex(identity.guid).startsWith(destination) ? 'enhanced' : 'a foreign identity');
    const header = hex(payload.subarray(4, 20));
    // A request's own octets where there is no header: no reply begins with those of another type.
    if (header.startsWith(destination)) forms.push('basic');
    else if (!identity && [...residents].some((prefix) => this.#headers.get(prefix)?.has(header)))
      forms.push('cyclone');
    else if ([...this.#headers].some(([prefix, headers]) => this.#isCyclone(prefix) && headers.has(header)))
      forms.push('a foreign header');
    return forms.join(' and ') || 'without any identity';
  }

  #isCyclone(prefix: string): boolean {
    return this.#vendors.get(prefix) === VendorId.CYCLONE_DDS;
  }
}

/** The payload from its beginning; undefined for later fragments, which carry nothing to judge by. */
function startOf(sample: Sample): Uint8Array | undefined {
  if (sample.kind === 'DATA') return sample.payload;
  return sample.fragmentStartingNum === 1 ? sample.fragments : undefined;
}

/** The last 8 octets of a `clientid`, in hex. */
function keyOf(userData: Uint8Array): string | undefined {
  const id = /(?:^|;)clientid=([^;]*);/.exec(String.fromCharCode(...userData))?.[1];
  const octets = id?.split('.').map((octet) => octet.trim().padStart(2, '0'));
  return octets?.slice(8).join('');
}

function hex(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += octet.toString(16).padStart(2, '0');
  return text;
}
