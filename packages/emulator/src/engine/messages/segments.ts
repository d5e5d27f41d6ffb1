import { SegmentedMessage } from 'sms-segments-calculator';

/** How many SMS segments a text takes, at least 1: 160 or 153 characters of GSM-7 each, or 70 or 67 of UCS-2. */
export const countSegments = (body: string): number => Math.max(1, new SegmentedMessage(body).segmentsCount);
