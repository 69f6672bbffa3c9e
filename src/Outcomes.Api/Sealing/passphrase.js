// What a passphrase must withstand is someone who has the wrapped key and tries: the rounds slow that down, length makes it hopeless.

const Least = 16, LeastDifferent = 8;
const Signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Code of what is wrong with it, or null. */
export function faultOf(passphrase) {
  const signs = Array.from(passphrase.normalize('NFKC').trim());
  if (signs.length < Least) return 'passphrase_short';
  return new Set(signs).size < LeastDifferent || isRepeated(signs.join('')) ? 'passphrase_simple' : null;
}

const isRepeated = text => /^(.{1,12}?)\1+$/su.test(text);

/** Six groups of four signs: 120 random bits. */
export const suggestion = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(24)), byte => Signs[byte % 32]).join('').match(/.{4}/g).join('-');
