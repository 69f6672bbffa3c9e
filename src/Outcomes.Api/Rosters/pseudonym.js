// A student's pseudonym, made from the site key's pseudonym secret, the study and the school's own identifier of the student: the same three
// give the same pseudonym on every device and after every rotation. Its shape and check sign are those of Domain/Participants/PseudonymCheck.cs.
import { utf8 } from './bytes.js';

const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';   // the place is the value; I, L, O and U are read as other signs
const letters = signs.slice(10), digits = signs.slice(0, 10);
const pairs = 6;                                    // 220^6, 46.7 bits: among 5,000 students two meet with probability 1.1e-7
const layout = 'A0A0-A0A0-A0A0?';                    // letter, digit, hyphen; the check sign may be either

/** As it is typed in by someone: spaces around it, small letters and wide forms make no difference. */
export const identifierKey = identifier => identifier.normalize('NFKC').trim().replace(/\s+/gu, ' ').toUpperCase().normalize('NFKC');

/** @param {Uint8Array} secret the site key's pseudonym secret, 32 bytes */
export async function pseudonymOf(secret, study, identifier) {
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  const key = await crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8('outcomes pseudonym 1') },
    material, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign']);
  const mac = await crypto.subtle.sign('HMAC', key, utf8(JSON.stringify([study, identifierKey(identifier)])));
  return written(new Uint8Array(mac));
}

/** 16 of the code's bytes as one number, taken apart into pairs: 128 bits over 47 leave no bias that counts. */
function written(mac) {
  let number = mac.slice(0, 16).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n), text = '';
  const next = from => { const sign = from[Number(number % BigInt(from.length))]; number /= BigInt(from.length); return sign; };
  for (let pair = 0; pair < pairs; pair++) text += next(letters) + next(digits);
  text += signs[interim(text)];
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`;
}

/** Damm's scheme over GF(32), x * y = 2(x + y) modulo x^5 + x^2 + 1; -1 where a sign is none of ours. */
function interim(plain) {
  let sum = 0;
  for (const sign of plain) {
    const value = signs.indexOf(sign);
    if (value < 0) return -1;
    const doubled = (sum ^ value) << 1;
    sum = doubled < 32 ? doubled : doubled ^ 0b100101;
  }
  return sum;
}

/** True: of our shape but for two places at most, and with a fault. Of other shapes nothing is known. */
export function isMistyped(text) {
  const plain = text.replaceAll('-', '');
  if (spoilt(text, layout) > 2 && spoilt(plain, layout.replaceAll('-', '')) > 2) return false;
  return spoilt(text, layout) !== 0 || interim(plain) !== 0;
}

const kind = sign => /[0-9]/.test(sign) ? '0' : sign === '-' ? '-' : 'A';

const spoilt = (text, pattern) => text.length !== pattern.length ? Infinity
  : [...pattern].filter((expected, place) => expected === '?' ? text[place] === '-' : kind(text[place]) !== expected).length;
