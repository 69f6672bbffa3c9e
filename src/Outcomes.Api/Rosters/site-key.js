// A school's site key: 16 random bytes, from which the keys of its version are derived. It encrypts the roster, and the secret that pseudonyms are
// made from; that secret is carried over when the key is changed, so pseudonyms stay. 16 bytes, since two shares of it are typed in by hand, and the
// curve that it is sealed with is of the same strength. Formats: docs/security/rosters.md.
import { base64url, bigEndian, concat, fromBase64url, utf8 } from './bytes.js';
import { open, seal, SealBroken } from './hpke.js';

const nonceBytes = 12;
const info = utf8('outcomes site key 1');

/** What a ciphertext belongs to, written in one way only: nothing can be moved to another place, person or revision. */
export const about = (...parts) => utf8(JSON.stringify(parts));

export const newKey = () => crypto.getRandomValues(new Uint8Array(16));
export const newSecret = () => crypto.getRandomValues(new Uint8Array(32));

export const sealKey = async (key, place, version, account, publicKey) =>
  base64url(await seal(publicKey, info, about('site key', place.study, place.school, version, account), key));

/** @param own the personal key: { privateKey, publicKey } */
export const openKey = (own, place, version, account, sealed) =>
  open(own.privateKey, own.publicKey, info, about('site key', place.study, place.school, version, account), bytesOf(sealed));

export const rosterKey = key => derived(key, 'roster');

export const sealSecret = async (secret, key, place, version) =>
  encrypt(await derived(key, 'pseudonym secret'), about('pseudonym secret', place.study, place.school, version), secret);

/** Also shows whether a key is the one of this version: a wrong one opens nothing. */
export const openSecret = async (sealed, key, place, version) =>
  decrypt(await derived(key, 'pseudonym secret'), about('pseudonym secret', place.study, place.school, version), sealed);

/** Eight digits that two people who hold the same key read the same. */
export async function markOf(key) {
  const bits = new Uint8Array(await crypto.subtle.deriveBits(hkdf('mark'), await material(key), 64));
  const number = bits.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) % 100000000n;
  return String(number).padStart(8, '0').replace(/(....)(....)/, '$1 $2');
}

export async function encrypt(aesKey, aad, plain) {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  return base64url(concat(nonce, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, aesKey, plain))));
}

/** Throws SealBroken where a single bit of it, or of what it belongs to, is another. */
export async function decrypt(aesKey, aad, sealed) {
  const bytes = bytesOf(sealed);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, nonceBytes), additionalData: aad }, aesKey, bytes.slice(nonceBytes)));
  } catch { throw new SealBroken(); }
}

function bytesOf(sealed) {
  try { return fromBase64url(sealed); } catch { throw new SealBroken(); }
}

const hkdf = purpose => ({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(0), info: utf8(`outcomes site key 1 ${purpose}`) });
const material = key => crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveKey', 'deriveBits']);
const derived = async (key, purpose) => crypto.subtle.deriveKey(hkdf(purpose), await material(key), { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

/** UUID of version 7, as ids are everywhere: 48 bits of time, then chance. */
export function newId(now = Date.now()) {
  const bytes = concat(bigEndian(now, 6), crypto.getRandomValues(new Uint8Array(10)));
  bytes[6] = bytes[6] & 0x0f | 0x70;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
