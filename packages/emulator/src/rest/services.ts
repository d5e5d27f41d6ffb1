import { PHONE_NUMBER } from '../engine/addresses';
import type { Service } from '../engine/messages/services';
import { json, noContent, type RestRequest } from './context';
import { requiredText } from './form';
import { numberSid, phoneNumberWith } from './number-resource';
import { listOfV1, pageOf } from './paging';
import { notFound, RestError } from './rest-error';
import { readServiceSettings, senderResource, serviceResource, servicesUrl } from './service-resource';

/** `POST /v1/Services` */
export function createService(request: RestRequest): Response {
  const friendlyName = requiredText(request.form, 'FriendlyName');
  const service = request.engine.services.create({ ...readServiceSettings(request.form), friendlyName });
  return json(request, resourceOf(service, request), 201);
}

/** `GET /v1/Services` */
export function listServices(request: RestRequest): Response {
  const { engine, query, origin } = request;
  const page = pageOf(engine.services.all(), ({ sid }) => sid, query);
  const items = page.items.map((service) => resourceOf(service, request));
  return json(request, listOfV1(page, servicesUrl(origin), 'services', items));
}

/** `GET /v1/Services/MG...` */
export const fetchService = (request: RestRequest): Response =>
  json(request, resourceOf(serviceOf(request), request));

/** `POST /v1/Services/MG...` */
export function updateService(request: RestRequest): Response {
  const { sid } = serviceOf(request);
  request.engine.services.update(sid, readServiceSettings(request.form));
  return fetchService(request);
}

/** `DELETE /v1/Services/MG...` */
export function deleteService(request: RestRequest): Response {
  request.engine.services.delete(serviceOf(request).sid);
  return noContent(request);
}

/** `POST /v1/Services/MG.../PhoneNumbers`. Sources: https://www.twilio.com/docs/api/errors/21710 and 21712 */
export function addSender(request: RestRequest): Response {
  const { engine, form, path } = request;
  const service = serviceOf(request);
  const wanted = requiredText(form, 'PhoneNumberSid');
  const own = phoneNumberWith(wanted, engine.numbers());
  if (own === undefined) throw notFound(`${path}/${wanted}`);
  const owner = engine.services.ofNumber(own.number);
  if (owner?.sid === service.sid)
    throw new RestError(409, 21710, 'Phone Number or Short Code is already in the Messaging Service.');
  if (owner !== undefined)
    throw new RestError(
      409,
      21712,
      'Phone Number or Short Code is associated with another Messaging Service.',
    );
  engine.services.addSender(service.sid, own.number);
  return json(request, senderOf(request, wanted), 201);
}

/** `GET /v1/Services/MG.../PhoneNumbers` */
export function listSenders(request: RestRequest): Response {
  const { query, origin } = request;
  const service = serviceOf(request);
  const page = pageOf(phoneNumbersOf(service).map(numberSid), (sid) => sid, query);
  const items = page.items.map((sid) => senderOf(request, sid));
  const url = `${servicesUrl(origin)}/${service.sid}/PhoneNumbers`;
  return json(request, listOfV1(page, url, 'phone_numbers', items));
}

/** `GET /v1/Services/MG.../PhoneNumbers/PN...` */
export const fetchSender = (request: RestRequest): Response => json(request, senderOf(request));

/** `DELETE /v1/Services/MG.../PhoneNumbers/PN...` */
export function removeSender(request: RestRequest): Response {
  const { number } = foundSender(request);
  request.engine.services.removeSender(serviceOf(request).sid, number);
  return noContent(request);
}

/** The senders that are phone numbers: the others have lists of their own, which the emulator has not. */
const phoneNumbersOf = ({ senders }: Service): string[] =>
  [...senders.keys()].filter((sender) => PHONE_NUMBER.test(sender));

const resourceOf = (service: Service, { accountSid, origin }: RestRequest): object =>
  serviceResource(service, accountSid, origin);

/** @throws RestError 20404. */
function serviceOf({ engine, ids: [sid = ''], path }: RestRequest): Service {
  const service = engine.services.find(sid);
  if (service === undefined) throw notFound(path);
  return service;
}

/** @throws RestError 20404. */
function foundSender(request: RestRequest, sid = request.ids[1]): { number: string; addedAt: number } {
  for (const [number, addedAt] of serviceOf(request).senders)
    if (numberSid(number) === sid) return { number, addedAt };
  throw notFound(request.path);
}

function senderOf(request: RestRequest, sid?: string): object {
  const { number, addedAt } = foundSender(request, sid);
  return senderResource(serviceOf(request), number, addedAt, request.accountSid, request.origin);
}
