// A secret in n printed shares of which any k give it back and fewer say nothing: Shamir's scheme, byte by byte over GF(2^8).
// As bytes: version and k (a half byte each), 4 random bytes that all shares of one printing have in common, x, y for each byte of the secret,
// the first 4 of SHA-256 over what stands before. Written in Crockford's base 32, which has no I, L, O, U: groups of four and a sign that checks them.

import { concat, equal, sha256 } from './bytes.js';

const Version = 1, Header = 6, Check = 4, InGroup = 4;
const Alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Codes: share_typed_wrong (group: which one, counted from 1, where it can be told), share_of_another_key, shares_the_same, shares_too_few. */
export class ShareRefused extends Error {
  /** @param share Which of those that were given, counted from 1. */
  constructor(code, share, group) {
    super(code);
    Object.assign(this, { name: 'ShareRefused', code, share, group });
  }
}

export async function split(secret, n = 3, k = 2) {
  if (!(1 < k && k <= n && n < 16)) throw new RangeError('2 <= k <= n <= 15');
  const printing = crypto.getRandomValues(new Uint8Array(4));
  const polynomials = Array.from(secret, byte => [byte, ...crypto.getRandomValues(new Uint8Array(k - 1))]);
  return Promise.all(Array.from({ length: n }, async (_, i) => {
    const bytes = concat([Version << 4 | k], printing, [i + 1], polynomials.map(p => p.reduceRight((sum, c) => times(sum, i + 1) ^ c, 0)));
    return written(concat(bytes, (await sha256(bytes)).slice(0, Check)));
  }));
}

/** @param texts As typed: small letters, spaces and O for 0, I and L for 1 do not matter. */
export async function join(texts) {
  const shares = [];
  for (const [i, text] of texts.entries()) shares.push(await read(text, i + 1));
  const [first] = shares;
  shares.forEach((share, i) => {
    if (!equal(share.printing, first.printing) || share.k !== first.k || share.y.length !== first.y.length) throw new ShareRefused('share_of_another_key', i + 1);
    if (shares.findIndex(other => other.x === share.x) < i) throw new ShareRefused('shares_the_same', i + 1);
  });
  if (!first || shares.length < first.k) throw new ShareRefused('shares_too_few');
  const xs = shares.map(share => share.x);
  return first.y.map((_, at) => shares.reduce((sum, share) => sum ^ times(share.y[at], weight(xs, share.x)), 0));
}

/** Lagrange's polynomial of x at 0. Minus is plus here. */
const weight = (xs, x) => xs.filter(other => other !== x).reduce((product, other) => times(product, times(other, inverse(other ^ x))), 1);

/** In GF(2^8) modulo x^8 + x^4 + x^3 + x + 1. */
function times(a, b) {
  let product = 0;
  for (let bit = 0; bit < 8; bit++) {
    product ^= -(b >> bit & 1) & a;
    a = a << 1 ^ -(a >> 7 & 1) & 0x11b;
  }
  return product;
}

/** a^254, which for every a but 0 is 1/a. */
const inverse = a => Array.from({ length: 254 }).reduce(power => times(power, a), 1);

/** The last group is filled up with zeros: signs that give the same bytes with other bits there were typed wrong all the same. */
function written(bytes) {
  const groups = [];
  for (let values = fives(bytes), at = 0; at < values.length; at += InGroup) {
    const group = values.slice(at, at + InGroup);
    groups.push([...group, checkOf(group, groups.length + 1)].map(value => Alphabet[value]).join(''));
  }
  return groups.join(' ');
}

async function read(text, share) {
  const values = [];
  const signs = text.toUpperCase().replace(/[\s\u2010-\u2015-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  for (let at = 0, group = 1; at < signs.length; at += InGroup + 1, group++) {
    const typed = Array.from(signs.slice(at, at + InGroup + 1), sign => Alphabet.indexOf(sign));
    const check = typed.pop();
    if (typed.includes(-1) || check !== checkOf(typed, group)) throw new ShareRefused('share_typed_wrong', share, group);
    values.push(...typed);
  }
  const bytes = eights(values), body = bytes.slice(0, -Check);
  if (bytes.length <= Header + Check || !equal((await sha256(body)).slice(0, Check), bytes.slice(-Check)) || !equal(fives(bytes), values) || body[0] >> 4 !== Version || body[5] === 0)
    throw new ShareRefused('share_typed_wrong', share);
  return { k: body[0] & 15, printing: body.slice(1, 5), x: body[5], y: body.slice(Header) };
}

/** Finds any one sign that is wrong, neighbours changed about but for one pair in 31, and groups changed about; what it lets pass, the whole's check finds. */
const checkOf = (values, group) => values.reduce((sum, value, i) => sum + (2 * i + 1) * value, group) % 32;

const fives = bytes => regrouped(bytes, 8, 5, true);
const eights = values => Uint8Array.from(regrouped(values, 5, 8, false));

/** @param pad Zeros fill the last group; else what is left over is dropped. */
function regrouped(values, from, to, pad) {
  const bits = Array.from(values, value => value.toString(2).padStart(from, '0')).join('');
  const groups = bits.match(new RegExp(`.{1,${to}}`, 'g')) ?? [];
  return groups.filter(group => pad || group.length === to).map(group => parseInt(group.padEnd(to, '0'), 2));
}
