import { SegmentedMessage } from 'sms-segments-calculator';
import { channelOf } from '../channels';

/** A text that fits into one segment of GSM-7, each character a septet. Most do, and the calculator takes a tenth of a turn. */
const ONE_SEGMENT = /^[A-Za-z0-9 \n!"#$%&'()*+,\-./:;<=>?@_]{0,160}$/;

/** How many SMS segments a text takes, at least 1: 160 or 153 characters of GSM-7 each, or 70 or 67 of UCS-2. */
const countSegments = (body: string): number =>
  ONE_SEGMENT.test(body) ? 1 : Math.max(1, new SegmentedMessage(body).segmentsCount);

/** How many segments a message to or from an address takes: 1 on every channel but SMS, as captured requests have it. */
export const segmentsOf = (body: string, address: string): number =>
  channelOf(address) === 'sms' ? countSegments(body) : 1;
