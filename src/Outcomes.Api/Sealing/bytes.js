// Bytes and what they are written as. Nothing here is secret-dependent in time: it handles what is on its way, not keys that are compared.

export const utf8 = text => new TextEncoder().encode(text);

/** Throws a TypeError where the bytes are not UTF-8. */
export const text = bytes => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);

export function concat(...arrays) {
  const all = new Uint8Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}

export const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

export const base64url = bytes =>
  btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** RFC 4648, section 5, without padding. Only the one way that base64url() writes these bytes is read; anything else throws a RangeError. */
export function fromBase64url(string) {
  if (!/^[A-Za-z0-9_-]*$/.test(string) || string.length % 4 === 1) throw new RangeError('not base64url');
  const bytes = Uint8Array.from(atob(string.replaceAll('-', '+').replaceAll('_', '/')), sign => sign.charCodeAt(0));
  if (base64url(bytes) !== string) throw new RangeError('not base64url');
  return bytes;
}

/** Unsigned, the highest byte first. */
export const bigEndian = (number, length) => Uint8Array.from({ length }, (_, i) => Math.floor(number / 256 ** (length - 1 - i)) % 256);

export const sha256 = async bytes => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
