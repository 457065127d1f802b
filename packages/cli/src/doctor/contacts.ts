// Who was heard, from where, and whether they hear us: read off the datagrams that pass our sockets.
import {
  decodeParticipantData,
  dissectMessage,
  EntityIds,
  type DatagramAddress,
  type DatagramTap,
  type DissectedSubmessage,
  type ParticipantData,
} from '@rclts/rtps';

/** What the wire has shown of one participant. */
export interface Contact {
  /** 24 hex digits. */
  readonly prefix: string;
  vendorId: number;
  /** Where its messages came from. */
  readonly addresses: Set<string>;
  /** As it announces itself; undefined: nothing that could be read has come. */
  data: ParticipantData | undefined;
  /** Messages that came to a multicast group, and to us alone. */
  multicasts: number;
  unicasts: number;
  /** It has acknowledged something of ours: what we send to it arrives. */
  hasAnswered: boolean;
  /** Datagrams that went to one of its addresses. */
  sent: number;
}

/** More than any graph has; a flood of made-up participants is not a graph. */
const MOST = 2000;

export class Contacts implements DatagramTap {
  readonly #contacts = new Map<string, Contact>();
  /** What we announce of ourselves. */
  own: ParticipantData | undefined;
  #ownPrefix = '';
  #ownMulticastPort = 0;
  /** Our own announcement has come back from the group: multicast works on this machine. */
  hearsItself = false;

  /** `multicastPort`: the port of the domain's group. */
  identify(ownPrefix: string, multicastPort: number): void {
    this.#ownPrefix = ownPrefix;
    this.#ownMulticastPort = multicastPort;
    this.#contacts.delete(ownPrefix);
  }

  get all(): readonly Contact[] {
    return [...this.#contacts.values()];
  }

  find(prefix: string): Contact | undefined {
    return this.#contacts.get(prefix);
  }

  onDatagram(
    direction: 'sent' | 'received',
    datagram: Uint8Array,
    source: DatagramAddress,
    destination: DatagramAddress,
  ): void {
    const message = dissectMessage(datagram);
    if (message === undefined) return;
    if (direction === 'sent') {
      for (const submessage of message.submessages) this.#noteSent(submessage);
      return;
    }
    if (message.prefix === this.#ownPrefix) {
      this.hearsItself ||= destination.port === this.#ownMulticastPort;
      return;
    }
    const contact = this.#contactOf(message.prefix);
    if (contact === undefined) return;
    contact.addresses.add(source.address);
    if (destination.port === this.#ownMulticastPort) contact.multicasts++;
    else contact.unicasts++;
    for (const submessage of message.submessages) {
      contact.vendorId = submessage.source.vendorId;
      if (submessage.source.destination === this.#ownPrefix) contact.hasAnswered ||= hasHeardUs(submessage);
      this.#noteAnnouncement(announcementIn(submessage));
    }
  }

  close(): void {
    // There is nothing to complete.
  }

  #noteSent(submessage: DissectedSubmessage): void {
    const { destination } = submessage.source;
    const contact = destination === undefined ? undefined : this.#contacts.get(destination);
    if (contact !== undefined) contact.sent++;
    this.own = announcementIn(submessage) ?? this.own;
  }

  /** Of whoever it is: discovery servers relay what others say of themselves. */
  #noteAnnouncement(data: ParticipantData | undefined): void {
    if (data === undefined) return;
    const prefix = [...data.guidPrefix].map((octet) => octet.toString(16).padStart(2, '0')).join('');
    const contact = prefix === this.#ownPrefix ? undefined : this.#contactOf(prefix);
    if (contact !== undefined) contact.data = data;
  }

  #contactOf(prefix: string): Contact | undefined {
    const known = this.#contacts.get(prefix);
    if (known !== undefined || this.#contacts.size >= MOST) return known;
    const contact: Contact = {
      prefix,
      vendorId: 0,
      addresses: new Set(),
      data: undefined,
      multicasts: 0,
      unicasts: 0,
      hasAnswered: false,
      sent: 0,
    };
    this.#contacts.set(prefix, contact);
    return contact;
  }
}

/** A reader that has only met its writer acknowledges nothing, and asks for nothing: it has not heard of it what there is. */
function hasHeardUs(submessage: DissectedSubmessage): boolean {
  if (submessage.kind !== 'ACKNACK') return false;
  const { base, members } = submessage.readerSnState;
  return base > 1 || members.length > 0;
}

function announcementIn(submessage: DissectedSubmessage): ParticipantData | undefined {
  if (submessage.kind !== 'DATA' || submessage.payload === undefined) return undefined;
  if (submessage.writerId !== EntityIds.SPDP_BUILTIN_PARTICIPANT_WRITER) return undefined;
  return decodeParticipantData(submessage.payload);
}
