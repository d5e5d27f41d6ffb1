import type { Problem } from '../debugger';

/** Node.js's codes for a certificate that leads to no known authority. */
const UNTRUSTED = /^(?:UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_SELF_SIGNED_CERT)/;

/**
 * What Twilio's debugger shows for an error of Node.js's HTTP client.
 *
 * @param connected - whether there was a connection, TLS included, before the error.
 */
export function connectionProblem(error: NodeJS.ErrnoException, connected: boolean): Problem {
  const code = error.code ?? '';
  if (code === 'ECONNREFUSED')
    return { code: 11202, detail: 'The connection was refused: nothing listens there.' };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { code: 11210, detail: 'The host name is not known.' };
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return { code: 11235, detail: 'The certificate is of another domain.' };
  if (code === 'CERT_HAS_EXPIRED') return { code: 11236, detail: 'The certificate has expired.' };
  if (UNTRUSTED.test(code)) return { code: 11237, detail: 'No known authority has signed the certificate.' };
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return { code: 11220, detail: 'TLS could not be agreed on.' };
  if (code.startsWith('HPE_')) return { code: 11206, detail: `Not valid HTTP: ${error.message}.` };
  return connected
    ? { code: 11200, detail: `The connection was closed before the answer was whole (${error.message}).` }
    : { code: 11205, detail: `No connection: ${error.message}.` };
}
