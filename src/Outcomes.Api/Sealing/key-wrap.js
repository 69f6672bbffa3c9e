// A private key wrapped by a passphrase or by a passkey's secret. Bytes: version 1; what opens it (1 passphrase, 2 passkey); rounds (4; 0 for a
// passkey); whose it is (8, of SHA-256 over account and public key); salt (16); nonce (12); PKCS#8 under AES-256-GCM; check (8, of SHA-256 over all
// before it). Whose it is and the check protect nothing, GCM does that: they let us say what is wrong.

import { bigEndian, concat, equal, sha256, utf8 } from './bytes.js';

const Version = 1, Header = 42, Check = 8;
const Rounds = 600_000, MostRounds = 10_000_000;
const Curve = { name: 'ECDH', namedCurve: 'P-256' };
export const ByPassphrase = 1, ByPasskey = 2;

/** Codes: passphrase_wrong, passkey_wrong, wrapped_key_broken, wrapped_key_of_another. */
export class KeyRefused extends Error {
  constructor(code) {
    super(code);
    Object.assign(this, { name: 'KeyRefused', code });
  }
}

/** @param secret The passphrase, or the 32 bytes that a passkey gave.
 *  @param owner { account, publicKey } */
export async function wrap(privateKey, kind, secret, owner) {
  const random = crypto.getRandomValues(new Uint8Array(16 + 12));
  const header = concat([Version, kind], bigEndian(kind === ByPassphrase ? Rounds : 0, 4), await mark(owner), random);
  const key = await wrappingKey(header, secret);
  const wrapped = new Uint8Array(await crypto.subtle.wrapKey('pkcs8', privateKey, key, gcm(header, owner)));
  const all = concat(header, wrapped);
  return concat(all, (await sha256(all)).slice(0, Check));
}

/** @param extractable Only to wrap it anew, and never kept. */
export async function unwrap(bytes, secret, owner, extractable = false) {
  const header = bytes.slice(0, Header), all = bytes.slice(0, -Check);
  if (bytes.length < Header + Check || !equal((await sha256(all)).slice(0, Check), bytes.slice(-Check)) || header[0] !== Version) throw new KeyRefused('wrapped_key_broken');
  if (!equal(header.slice(6, 14), await mark(owner))) throw new KeyRefused('wrapped_key_of_another');
  const rounds = roundsOf(header);
  if (header[1] === ByPassphrase ? rounds < Rounds || rounds > MostRounds : header[1] !== ByPasskey || rounds !== 0) throw new KeyRefused('wrapped_key_broken');
  const key = await wrappingKey(header, secret);
  try {
    return await crypto.subtle.unwrapKey('pkcs8', all.slice(Header), key, gcm(header, owner), Curve, extractable, ['deriveBits']);
  } catch { throw new KeyRefused(header[1] === ByPassphrase ? 'passphrase_wrong' : 'passkey_wrong'); }
}

const mark = async ({ account, publicKey }) => (await sha256(concat(utf8(account), publicKey))).slice(0, 8);

const gcm = (header, { account, publicKey }) => ({ name: 'AES-GCM', iv: header.slice(30), additionalData: concat(utf8('outcomes personal key'), header, utf8(account), publicKey) });

const roundsOf = header => new DataView(header.buffer, header.byteOffset).getUint32(2);

/** One way of writing a passphrase, however the keyboard composes its signs. */
const normal = passphrase => utf8(passphrase.normalize('NFKC').trim());

async function wrappingKey(header, secret) {
  const salt = header.slice(14, 30), aes = { name: 'AES-GCM', length: 256 }, uses = ['wrapKey', 'unwrapKey'];
  if (header[1] === ByPassphrase) {
    const typed = await crypto.subtle.importKey('raw', normal(secret), 'PBKDF2', false, ['deriveKey']);
    return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-512', salt, iterations: roundsOf(header) }, typed, aes, false, uses);
  }
  const given = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info: utf8('outcomes passkey wrap') }, given, aes, false, uses);
}
