// Hybrid public-key encryption, RFC 9180: base mode, single shot, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Names are the RFC's.
// The browser's own HKDF does both steps at once; the RFC labels each, so they stand here on HMAC.

import { bigEndian, concat, utf8 } from './bytes.js';

const Kem = 0x0010, Kdf = 0x0001, Base = 0x00;
const Nenc = 65, Nh = 32, Nn = 12, Nt = 16;
const Curve = { name: 'ECDH', namedCurve: 'P-256' };
const none = new Uint8Array(0);

/** AES-256-GCM is what we seal with; AES-128-GCM is there because the RFC prints its vectors for P-256 with it. */
export const Aes256 = { id: 0x0002, Nk: 32 }, Aes128 = { id: 0x0001, Nk: 16 };

/** Bytes a sealed text is longer than the text. */
export const Overhead = Nenc + Nt;

/** Something was altered, cut off, sealed to another key or for another purpose: which of these cannot be told, by design. */
export class SealBroken extends Error {
  constructor() {
    super('seal broken');
    this.name = 'SealBroken';
    this.code = 'seal_broken';
  }
}

/** @param publicKey 65 bytes, 0x04 and both coordinates; a point that is not on the curve is a SealBroken. */
export async function publicKeyOf(publicKey) {
  if (publicKey.length !== Nenc || publicKey[0] !== 4) throw new SealBroken();
  try { return await crypto.subtle.importKey('raw', publicKey, Curve, true, []); } catch { throw new SealBroken(); }
}

/** @returns enc and ciphertext, one behind the other. */
export async function seal(publicKey, info, aad, plaintext) {
  return sealFrom(await crypto.subtle.generateKey(Curve, false, ['deriveBits']), Aes256, publicKey, info, aad, plaintext);
}

/** For the RFC's vectors, which name the ephemeral key and other AEADs. Anywhere else an ephemeral key that is used twice breaks the seal: use seal(). */
export async function sealFrom(ephemeral, aead, publicKey, info, aad, plaintext) {
  const enc = new Uint8Array(await crypto.subtle.exportKey('raw', ephemeral.publicKey));
  const shared = await sharedSecret(ephemeral.privateKey, await publicKeyOf(publicKey), concat(enc, publicKey));
  const { key, nonce } = await keySchedule(aead, shared, info);
  return concat(enc, new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, key, plaintext)));
}

/** @param privateKey CryptoKey, ECDH, deriveBits; it need not be extractable. */
export async function open(privateKey, publicKey, info, aad, bytes, aead = Aes256) {
  if (bytes.length < Overhead) throw new SealBroken();
  const enc = bytes.slice(0, Nenc);
  const shared = await sharedSecret(privateKey, await publicKeyOf(enc), concat(enc, publicKey));
  const { key, nonce } = await keySchedule(aead, shared, info);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData: aad }, key, bytes.slice(Nenc)));
  } catch { throw new SealBroken(); }
}

/** Section 4.1, ExtractAndExpand. */
async function sharedSecret(privateKey, publicKey, context) {
  const suite = concat(utf8('KEM'), bigEndian(Kem, 2));
  const dh = new Uint8Array(await crypto.subtle.deriveBits({ name: 'ECDH', public: publicKey }, privateKey, 256));
  return labeledExpand(suite, await labeledExtract(suite, none, 'eae_prk', dh), 'shared_secret', context, Nh);
}

/** Section 5.1, with no pre-shared key. */
async function keySchedule(aead, shared, info) {
  const suite = concat(utf8('HPKE'), bigEndian(Kem, 2), bigEndian(Kdf, 2), bigEndian(aead.id, 2));
  const [pskIdHash, infoHash, secret] = await Promise.all([
    labeledExtract(suite, none, 'psk_id_hash', none), labeledExtract(suite, none, 'info_hash', info), labeledExtract(suite, shared, 'secret', none),
  ]);
  const context = concat([Base], pskIdHash, infoHash);
  const key = await labeledExpand(suite, secret, 'key', context, aead.Nk);
  return {
    key: await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']),
    nonce: await labeledExpand(suite, secret, 'base_nonce', context, Nn),   // the only message is the first: its sequence number, 0, changes nothing
  };
}

const labeledExtract = (suite, salt, label, ikm) => hmac(salt, concat(utf8('HPKE-v1'), suite, utf8(label), ikm));

/** One block of HKDF's expansion: nothing here is longer than the hash. */
const labeledExpand = async (suite, prk, label, info, length) =>
  (await hmac(prk, concat(bigEndian(length, 2), utf8('HPKE-v1'), suite, utf8(label), info, [1]))).slice(0, length);

/** An empty key is to HMAC what a block of zeros is, and browsers refuse to import it. */
async function hmac(key, message) {
  const imported = await crypto.subtle.importKey('raw', key.length === 0 ? new Uint8Array(Nh) : key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', imported, message));
}
