// What a passkey gives to wrap a key by: the same 32 bytes for the same question each time (WebAuthn's extension prf), and to us alone. The server
// takes no part: no answer of the passkey goes to it, so the challenge is our own.

import { base64url, utf8 } from './bytes.js';
import { KeyRefused } from './key-wrap.js';
import { able, get } from './passkeys.js';

const Question = utf8('outcomes personal key');

/** @param credentials Ids of which one must answer; empty: any passkey of this site.
 *  @returns { credential, secret } */
export async function passkeySecret(credentials) {
  if (!able()) throw new KeyRefused('passkey_without_prf');
  const options = {
    challenge: base64url(crypto.getRandomValues(new Uint8Array(32))), userVerification: 'required', allowCredentials: credentials.map(id => ({ type: 'public-key', id })),
  };
  let answer;
  try { answer = await get(options, { extensions: { prf: { eval: { first: Question } } } }); } catch { throw new KeyRefused('passkey_cancelled'); }
  const secret = answer.getClientExtensionResults().prf?.results?.first;
  if (!secret) throw new KeyRefused('passkey_without_prf');
  return { credential: answer.id, secret: new Uint8Array(secret) };
}
