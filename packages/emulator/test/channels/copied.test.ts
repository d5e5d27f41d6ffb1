import { expect, it } from '@jest/globals';
import type { OwnNumber } from '../../src/engine/types';
import { conversationAsTest } from '../../src/page/copy-as-test';
import { conversationOf, messageOf, SMS, turnOf, WEBHOOK } from '../support/samples';

const FROM = 'whatsapp:+15551110000';
const ON_WHATSAPP = { number: 'whatsapp:+15552220000' };

const linesOf = (number: OwnNumber, from = FROM, profileName?: string): string[] => {
  const message = messageOf('SM1', { from, ...(profileName !== undefined && { profileName }) });
  const conversation = { ...conversationOf(turnOf('hi', [])), from, to: number.number, messages: [message] };
  return conversationAsTest(conversation, number)
    .split('\n')
    .filter((line) => /^ {2}(?:twilio\.|const phone)/.test(line));
};

const added = { smsUrl: WEBHOOK.smsUrl, smsMethod: 'POST', smsFallbackUrl: '' } as const;

it.each<[string, string[], string[]]>([
  [
    'a Function on WhatsApp',
    linesOf({ ...SMS, ...ON_WHATSAPP }),
    ["  const phone = twilio.phone('whatsapp:+15551110000', { to: '/sms' });"],
  ],
  [
    'a webhook on WhatsApp, by a phone with a name',
    linesOf({ ...WEBHOOK, ...ON_WHATSAPP, name: ON_WHATSAPP.number }, FROM, "Ann's"),
    [`  const phone = twilio.phone('whatsapp:+15551110000', { profileName: "Ann's" });`],
  ],
  [
    'a phone that has no name',
    linesOf({ ...WEBHOOK, ...ON_WHATSAPP, name: ON_WHATSAPP.number }, FROM, 'Phone 0000'),
    ["  const phone = twilio.phone('whatsapp:+15551110000');"],
  ],
  [
    'a Function whose number keeps no cookies there',
    linesOf({ ...SMS, ...ON_WHATSAPP, channelCookies: false }),
    [
      "  twilio.configure('/sms', { channelCookies: false });",
      "  const phone = twilio.phone('whatsapp:+15551110000', { to: '/sms' });",
    ],
  ],
  [
    'a webhook whose number keeps no cookies there',
    linesOf({ ...WEBHOOK, ...ON_WHATSAPP, name: ON_WHATSAPP.number, channelCookies: false }),
    [
      "  twilio.addNumber('whatsapp:+15552220000');",
      "  twilio.configure('whatsapp:+15552220000', { channelCookies: false });",
      "  const phone = twilio.phone('whatsapp:+15551110000', { to: 'whatsapp:+15552220000' });",
    ],
  ],
  [
    'an agent of RCS',
    linesOf({ ...added, number: 'rcs:brand_agent', name: 'rcs:brand_agent' }, 'rcs:+15551110000'),
    [
      "  twilio.addNumber('rcs:brand_agent');",
      "  const phone = twilio.phone('rcs:+15551110000', { to: 'rcs:brand_agent' });",
    ],
  ],
  [
    'a short code',
    linesOf({ ...added, number: '12345', name: '12345', channelCookies: false }, '+15551110000'),
    ["  twilio.addNumber('12345');", "  const phone = twilio.phone('+15551110000', { to: '12345' });"],
  ],
])('copies %s', (_, lines, expected) => {
  expect(lines).toEqual(expected);
});

it('copies tapped buttons and places', () => {
  const place = { latitude: 25.5, longitude: -77.4, label: 'Home', address: '1 Main St' };
  const turns = [
    turnOf('Yes', [], { buttonPayload: "it's" }),
    turnOf('', [], { location: place }),
    turnOf('', [], { location: { latitude: 1, longitude: 2 } }),
  ];
  const source = conversationAsTest(conversationOf(...turns), SMS);
  expect(source).toContain(`phone.text('Yes', { buttonPayload: "it's" })`);
  expect(source).toContain(
    "phone.text('', { location: { latitude: 25.5, longitude: -77.4, label: 'Home', address: '1 Main St' } })",
  );
  expect(source).toContain("phone.text('', { location: { latitude: 1, longitude: 2 } })");
});
