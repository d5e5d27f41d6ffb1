import type { Json } from 'sms-conversation';

/** What happens to a request in place of the answer that it should get. */
export type Misbehaviour =
  /** The connection is cut, and nothing has been done, or all of it. */
  | 'cut before'
  | 'cut after'
  /** Another answer. An object is sent as JSON, a text as it is. */
  | { readonly status: number; readonly body: Json; readonly headers?: Readonly<Record<string, string>> }
  /** Something else comes first, as another deploy. The request is then answered as usual. */
  | (() => Promise<unknown>);

/** A fault of the stand-in. */
export type Fault = {
  /** The request, without SIDs: `POST Services/:/Builds`. */
  readonly on: string;
  /** How many of these are to pass before it. None by default. */
  readonly after?: number;
  /** How many it befalls. All by default. */
  readonly times?: number;
  readonly does: Misbehaviour;
};

/** An error as Twilio sends it. */
export const twilioError = (
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Misbehaviour => ({
  status,
  headers,
  body: { status, code, message, more_info: `https://www.twilio.com/docs/errors/${code}` },
});

/** An answer about a build. */
export const buildStatus = (status: string, more: Record<string, Json> = {}): Misbehaviour => ({
  status: 200,
  body: { sid: `ZB${'0'.repeat(32)}`, status, ...more },
});

/** Plays faults: the first one in the list that befalls a request is taken. */
export function faultPlayer() {
  let faults: { readonly fault: Fault; met: number }[] = [];
  return {
    /** Replaces the faults. */
    set(next: readonly Fault[]): void {
      faults = next.map((fault) => ({ fault, met: 0 }));
    },
    next(method: string, path: string): Misbehaviour | undefined {
      const request = `${method} ${path.replace(/\/[A-Z]{2}[0-9a-f]{32}(?=\/|$)/g, '/:')}`;
      for (const entry of faults.filter(({ fault }) => fault.on === request)) {
        const { after = 0, times = Infinity, does } = entry.fault;
        entry.met++;
        if (entry.met > after && entry.met <= after + times) return does;
      }
      return undefined;
    },
  };
}
