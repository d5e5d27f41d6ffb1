import { SegmentedMessage } from 'sms-segments-calculator';
import { channelOf } from '../channels';

/** How many SMS segments a text takes, at least 1: 160 or 153 characters of GSM-7 each, or 70 or 67 of UCS-2. */
const countSegments = (body: string): number => Math.max(1, new SegmentedMessage(body).segmentsCount);

/** How many segments a message to or from an address takes: 1 on every channel but SMS, as captured requests have it. */
export const segmentsOf = (body: string, address: string): number =>
  channelOf(address) === 'sms' ? countSegments(body) : 1;
