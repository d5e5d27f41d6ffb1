import type { Twilio } from 'twilio';
import { allPages } from './all-pages';
import { sidOf, textOf } from './resource';

/** A Messaging Service that decides where the messages to its numbers go. */
export type MessagingService = {
  readonly sid: string;
  readonly name: string;
  /** The empty text when it drops incoming messages. */
  readonly url: string;
  readonly method: string;
};

/** A page of the Messaging API; more than 100 is not documented for it alone. */
const PAGE_SIZE = 100;

/**
 * Finds the Messaging Services whose own setting counts in place of the number's: all but those that have
 * `use_inbound_webhook_on_number` ("Defer to sender's webhook").
 *
 * @returns them by the numbers in them, in E.164; a number is in one at most (https://www.twilio.com/docs/api/errors/21712).
 * @throws ApiFailure
 */
export async function overridingServices(client: Twilio): Promise<ReadonlyMap<string, MessagingService>> {
  const { services } = client.messaging.v1;
  const all = await allPages(
    'listing the Messaging Services',
    () => services.page({ pageSize: PAGE_SIZE }),
    (resource) => ({ service: read(resource), overrides: !resource.useInboundWebhookOnNumber }),
  );
  const overriding = all.filter(({ overrides }) => overrides);
  const entries = await Promise.all(
    overriding.map(({ service }) =>
      allPages(
        'listing the numbers of a Messaging Service',
        () => services(service.sid).phoneNumbers.page({ pageSize: PAGE_SIZE }),
        ({ phoneNumber }): [string, MessagingService] => [textOf(phoneNumber), service],
      ),
    ),
  );
  return new Map(entries.flat());
}

/** A resource as it comes: of whatever type, and the client's types leave `null` out. */
type Resource = Readonly<Record<'sid' | 'friendlyName' | 'inboundRequestUrl' | 'inboundMethod', unknown>>;

const read = ({ sid, friendlyName, inboundRequestUrl, inboundMethod }: Resource): MessagingService => ({
  sid: sidOf(sid),
  name: textOf(friendlyName ?? ''),
  url: textOf(inboundRequestUrl ?? ''),
  method: textOf(inboundMethod ?? 'POST'),
});
