import { addressesOn, channelOf, phoneNumberOf } from '../channels';
import type { EmulatorClock } from '../clock';
import { newSid } from '../sids';
import type { HttpMethod, OwnNumber } from '../types';

/** What can be set of a Messaging Service. Source: https://www.twilio.com/docs/messaging/api/service-resource */
export type ServiceSettings = {
  readonly friendlyName: string;
  /** Called when a message comes in to one of its numbers; empty for none. */
  readonly inboundRequestUrl: string;
  readonly inboundMethod: HttpMethod;
  readonly fallbackUrl: string;
  readonly fallbackMethod: HttpMethod;
  /** Told of the status of each message that it sends; empty for none. */
  readonly statusCallback: string;
  /** The numbers' own webhooks are called instead. */
  readonly useInboundWebhookOnNumber: boolean;
  /** The same recipient gets its messages from the same number. */
  readonly stickySender: boolean;
};

/** A Messaging Service. Times are the emulator's, in milliseconds since 1970. */
export type Service = ServiceSettings & {
  readonly sid: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Its senders: numbers of yours, with the time when each was added. */
  readonly senders: ReadonlyMap<string, number>;
  /** A number of yours becomes a sender when a message names it and the service. */
  readonly takesAnySender: boolean;
};

/** The Messaging Services of the account. */
export type Services = {
  /** The newest last. */
  readonly all: () => Service[];
  readonly find: (sid: string) => Service | undefined;
  /** The one that a number is a sender of. A phone number's address on another channel is a sender of the same one. */
  readonly ofNumber: (number: string) => Service | undefined;
  readonly create: (settings: Pick<ServiceSettings, 'friendlyName'> & Partial<ServiceSettings>) => Service;
  /** The same with this SID; it takes any sender, and leaves incoming messages to the numbers' own webhooks. */
  readonly createOwn: (sid: string) => void;
  readonly update: (sid: string, settings: Partial<ServiceSettings>) => Service | undefined;
  readonly delete: (sid: string) => boolean;
  readonly addSender: (sid: string, number: string) => void;
  readonly removeSender: (sid: string, number: string) => boolean;
  /** The sender for a recipient, of its channel: the one before, when it is sticky, else the one with the fewest recipients. */
  readonly senderFor: (sid: string, to: string) => string | undefined;
  /** Has a recipient get its messages from this sender from now on. */
  readonly keepSender: (sid: string, to: string, sender: string) => void;
  /** All, for a file. */
  readonly save: () => SavedService[];
  /** Adds services that were saved, or replaces those with their SIDs. */
  readonly restore: (saved: readonly SavedService[]) => void;
};

/** A Messaging Service as a file has it. */
export type SavedService = Omit<Service, 'senders'> & {
  readonly senders: readonly (readonly [number: string, addedAt: number])[];
  /** The senders of recipients, who was texted longest ago first. */
  readonly sticky: readonly (readonly [recipient: string, sender: string])[];
};

/** What Twilio's API has when a field is not given. */
const DEFAULTS: Omit<ServiceSettings, 'friendlyName'> = {
  inboundRequestUrl: '',
  inboundMethod: 'POST',
  fallbackUrl: '',
  fallbackMethod: 'POST',
  statusCallback: '',
  useInboundWebhookOnNumber: false,
  stickySender: true,
};

/** Of how many recipients a service knows the sender; of those that it texted longest ago no more. */
const MAX_RECIPIENTS = 10_000;

/** @param maxRecipients - of each service. */
export function createServices(clock: EmulatorClock, maxRecipients = MAX_RECIPIENTS): Services {
  type Stored = Service & {
    readonly senders: Map<string, number>;
    /** The senders of recipients, who was texted longest ago first. */
    readonly sticky: Map<string, string>;
    /** How many recipients each sender has. */
    readonly recipients: Map<string, number>;
  };
  const services = new Map<string, Stored>();
  const store = (service: Stored): Stored => {
    services.set(service.sid, service);
    return service;
  };
  const newService = (
    sid: string,
    settings: Pick<ServiceSettings, 'friendlyName'> & Partial<ServiceSettings>,
  ): Stored => {
    const now = clock.now();
    return {
      ...DEFAULTS,
      ...settings,
      sid,
      createdAt: now,
      updatedAt: now,
      senders: new Map(),
      takesAnySender: false,
      sticky: new Map(),
      recipients: new Map(),
    };
  };
  return {
    all: () => [...services.values()],
    find: (sid) => services.get(sid),
    ofNumber(number) {
      for (const service of services.values()) if (isSender(service, number)) return service;
      return undefined;
    },
    create: (settings) => store(newService(newSid('MG'), settings)),
    createOwn(sid) {
      const settings = { friendlyName: 'Your numbers', useInboundWebhookOnNumber: true };
      store({ ...newService(sid, settings), takesAnySender: true });
    },
    update(sid, settings) {
      const service = services.get(sid);
      return service && store({ ...service, ...settings, updatedAt: clock.now() });
    },
    delete: (sid) => services.delete(sid),
    addSender(sid, number) {
      services.get(sid)?.senders.set(number, clock.now());
    },
    removeSender: (sid, number) => services.get(sid)?.senders.delete(number) ?? false,
    senderFor(sid, to) {
      const service = services.get(sid);
      if (service === undefined) return undefined;
      const { senders, sticky, stickySender, recipients } = service;
      const usable = addressesOn(channelOf(to), senders.keys());
      const before = sticky.get(to);
      if (stickySender && before !== undefined && usable.has(before)) return before;
      const count = (sender: string) => recipients.get(sender) ?? 0;
      // A number does not text itself, unless there is no other one.
      const others = [...usable].filter((sender) => sender !== to);
      const [sender = to] = others.sort((a, b) => count(a) - count(b));
      return usable.has(sender) ? sender : undefined;
    },
    keepSender(sid, to, sender) {
      const service = services.get(sid);
      if (service === undefined) return;
      const { sticky, recipients } = service;
      const forget = (recipient: string): void => {
        const before = sticky.get(recipient);
        if (before === undefined) return;
        sticky.delete(recipient);
        recipients.set(before, (recipients.get(before) ?? 0) - 1);
      };
      forget(to);
      sticky.set(to, sender);
      recipients.set(sender, (recipients.get(sender) ?? 0) + 1);
      const [oldest] = sticky.keys();
      if (oldest !== undefined && sticky.size > maxRecipients) forget(oldest);
    },
    save: () =>
      [...services.values()].map((service) => {
        const senders = [...service.senders];
        const saved = { ...service, senders, sticky: [...service.sticky], recipients: undefined }; // counted anew
        return saved;
      }),
    restore(saved) {
      for (const { senders, sticky, ...service } of saved) {
        const recipients = new Map<string, number>();
        for (const [, sender] of sticky) recipients.set(sender, (recipients.get(sender) ?? 0) + 1);
        store({ ...service, senders: new Map(senders), sticky: new Map(sticky), recipients });
      }
    },
  };
}

/** Whether an address is that of a sender, or what one that is a phone number is called on the address's channel. */
export const isSender = ({ senders }: Pick<Service, 'senders'>, address: string): boolean =>
  senders.has(address) || senders.has(phoneNumberOf(address) ?? '');

/** A number with the webhook that is called for its messages: its own, or that of its Messaging Service. */
export function withServiceWebhook(number: OwnNumber, service: Service | undefined): OwnNumber {
  if (service === undefined || service.useInboundWebhookOnNumber) return number;
  return {
    ...number,
    smsUrl: service.inboundRequestUrl,
    smsMethod: service.inboundMethod,
    smsFallbackUrl: service.fallbackUrl,
    smsFallbackMethod: service.fallbackMethod,
  };
}
