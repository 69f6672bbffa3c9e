// Everyone who works with sealed things has one key pair. Its private half is made here and leaves this browser only wrapped.

import { base64url, concat, fromBase64url, sha256, utf8 } from './bytes.js';
import { forget, recall, remember } from './key-store.js';
import { ByPasskey, ByPassphrase, KeyRefused, unwrap, wrap } from './key-wrap.js';
import { passkeySecret } from './passkey-secret.js';
import { get, Refused, send } from './sealing-page.js';

const IdleMilliseconds = 30 * 60 * 1000;
const Curve = { name: 'ECDH', namedCurve: 'P-256' };

/** @returns { privateKey, publicKey, fingerprint }, or null where it is locked or there is none; the page's link to it then shows. */
export async function ownKey() {
  const unlocked = await recall();
  const own = unlocked && Date.now() - unlocked.usedAt < IdleMilliseconds && await isStillOwn(unlocked);
  document.querySelectorAll('[data-key-locked]').forEach(part => { part.hidden = !!own; });
  if (!own) {
    if (unlocked) await forget();
    return null;
  }
  await remember({ ...unlocked, usedAt: Date.now() });
  setTimeout(forgetIdle, IdleMilliseconds + 1000);
  const { account, privateKey, publicKey } = unlocked;
  return { account, privateKey, publicKey, fingerprint: await fingerprintOf(publicKey) };
}

/** Another person may have signed in, or the key may have been replaced. Where the server cannot say, what is here is taken. */
async function isStillOwn({ account, publicKey }) {
  try {
    const own = await get('/account/key/own');
    return own.account === account && own.key?.public_key === base64url(publicKey);
  } catch (fault) { return fault.code !== 'signed_out'; }
}

async function forgetIdle() {
  const unlocked = await recall();
  if (!unlocked || Date.now() - unlocked.usedAt < IdleMilliseconds) return;
  await forget();
  document.querySelectorAll('[data-key-locked]').forEach(part => { part.hidden = false; });
}

export const lock = forget;

/** Throws KeyRefused. */
export const unlock = passphrase => unlockBy('passphrase', passphrase);

export async function unlockByPasskey() {
  const { key } = await get('/account/key/own');
  const { credential, secret } = await passkeySecret(Object.keys(key?.wrapped ?? {}).filter(opener => opener !== 'passphrase'));
  await unlockBy(credential, secret);
}

async function unlockBy(opener, secret) {
  const { owner, wrapped } = await stored(opener);
  await keep(await unwrap(wrapped, secret, owner), owner);
}

/** Makes the key pair, and stores it wrapped. @param replaces Id of the key that is given up, or null. */
export async function makeKey(passphrase, replaces) {
  const { account } = await get('/account/key/own');
  const pair = await crypto.subtle.generateKey(Curve, true, ['deriveBits']);
  const owner = { account, publicKey: new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)) };
  const wrapped = await wrap(pair.privateKey, ByPassphrase, passphrase, owner);
  await send('/account/key', { public_key: base64url(owner.publicKey), wrapped: base64url(wrapped), replaces });
  await keep(await unwrap(wrapped, passphrase, owner), owner);   // not extractable any more, and what was stored is known to open
}

export const changePassphrase = (present, next) => wrapAgain(present, 'passphrase', ByPassphrase, next);

/** One of the account's passkeys opens the key from now on, too. */
export async function addPasskey(passphrase) {
  const { credential, secret } = await passkeySecret([]);
  await wrapAgain(passphrase, credential, ByPasskey, secret);
}

async function wrapAgain(passphrase, opener, kind, secret) {
  const { owner, wrapped, id } = await stored('passphrase');
  const privateKey = await unwrap(wrapped, passphrase, owner, true);
  await send('/account/key/wrapped', { key: id, opened_by: opener, wrapped: base64url(await wrap(privateKey, kind, secret, owner)) });
}

async function stored(opener) {
  const { account, key } = await get('/account/key/own');
  if (!key) throw new Refused('no_personal_key');
  const text = key.wrapped[opener];
  if (!text) throw new Refused('not_opened_by_this');
  try { return { id: key.id, owner: { account, publicKey: fromBase64url(key.public_key) }, wrapped: fromBase64url(text) }; } catch { throw new KeyRefused('wrapped_key_broken'); }
}

const keep = (privateKey, owner) => remember({ ...owner, privateKey, usedAt: Date.now() });

/** 30 digits in groups of five, to be read out: 100 bits, so that nobody makes a key with the same. */
export async function fingerprintOf(publicKey) {
  const hash = await sha256(concat(utf8('outcomes fingerprint'), publicKey));
  const group = at => hash.slice(at, at + 5).reduce((sum, byte) => (sum * 256 + byte), 0) % 100000;
  return [0, 5, 10, 15, 20, 25].map(at => String(group(at)).padStart(5, '0')).join(' ');
}

/** As the server names it. */
export const keyId = async publicKey => Array.from((await sha256(publicKey)).slice(0, 16), byte => byte.toString(16).padStart(2, '0')).join('');
