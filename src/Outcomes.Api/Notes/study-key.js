// A study's key pair: notes are sealed to its public half; the private half, 32 bytes, is sealed to each of those who read them.

import { base64url, bigEndian, concat, fromBase64url, utf8 } from './bytes.js';
import { open, seal, SealBroken } from './hpke.js';
import { keyId } from './personal-key.js';

const Curve = { name: 'ECDH', namedCurve: 'P-256' };

/** What a sealed text is for: JSON, so that no two purposes are written alike. */
export const purpose = (...parts) => utf8(JSON.stringify(['outcomes', ...parts]));

const infoOf = (study, version) => purpose('study key', study, version);
const aadOf = async (publicKey, personalKey) => purpose('study key', await keyId(publicKey), await keyId(personalKey));

/** @returns { publicKey, secret }, of which the secret is the private half's 32 bytes. */
export async function makeStudyKey() {
  const pair = await crypto.subtle.generateKey(Curve, true, ['deriveBits']);
  const { d } = await crypto.subtle.exportKey('jwk', pair.privateKey);
  return { publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)), secret: fromBase64url(d) };
}

/** A copy for the holder of a personal key. */
export const copyFor = async (personalKey, study, version, { publicKey, secret }) =>
  seal(personalKey, infoOf(study, version), await aadOf(publicKey, personalKey), secret);

/** @param own As ownKey() gives it. @param key { version, public_key, copy } as the server gives it. @returns 32 bytes. */
export async function secretOf(own, study, key) {
  const publicKey = fromBase64url(key.public_key);
  return open(own.privateKey, own.publicKey, infoOf(study, key.version), await aadOf(publicKey, own.publicKey), fromBase64url(key.copy));
}

/** Not extractable. A secret that is not this public key's half is a SealBroken. */
export async function privateKeyOf(secret, publicKey) {
  const [x, y] = [publicKey.slice(1, 33), publicKey.slice(33)];
  try {
    return await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', d: base64url(secret), x: base64url(x), y: base64url(y) }, Curve, false, ['deriveBits']);
  } catch { throw new SealBroken(); }
}

/** Ids of notes: UUID version 7, RFC 9562. */
export function newId() {
  const bytes = concat(bigEndian(Date.now(), 6), crypto.getRandomValues(new Uint8Array(10)));
  bytes[6] = bytes[6] & 0x0f | 0x70;
  bytes[8] = bytes[8] & 0x3f | 0x80;
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
