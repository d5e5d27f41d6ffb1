/**
 * A name that a cookie may have, at most 64 characters, because headers are limited. RFC 6265, section 4.1.1: a cookie-name is a
 * token (RFC 2616, section 2.2).
 */
export const TOKEN = /^[!#$%&'*+\-.^_`|~\w]{1,64}$/;
