/** The content of a session cookie of this project. Its signature is not verified: it is for display only. */
export type DecodedCookie = {
  /** In milliseconds since 1970. */
  readonly issuedAt: number;
  readonly payload: unknown;
};

/** `v1.<time of issue, ms>.<payload, base64url JSON>.<signature>`, as `sms-conversation` writes it. */
const FORMAT = /^v1\.(\d{1,15})\.([\w-]+)\.[\w-]+$/;

/** Decodes a session cookie of this project; `null` for any other value. */
export function decodeCookie(value: string): DecodedCookie | null {
  const [, issued, encoded] = FORMAT.exec(value) ?? [];
  if (issued === undefined || encoded === undefined) return null;
  try {
    const binary = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    const json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { issuedAt: Number(issued), payload: JSON.parse(json) };
  } catch {
    return null;
  }
}
