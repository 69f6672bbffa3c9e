// One student of a roster, as it is stored: JSON, padded with spaces to one length for all, so that a long name looks like a short one.
import { text, utf8 } from './bytes.js';
import { about, decrypt, encrypt } from './site-key.js';

const paddedBytes = 512;

/** With the page's field ids: what a student needs to be found, and no more. */
export const limits = { name: 100, identifier: 40, group: 40 };

const aadOf = (place, entry) => about('roster entry', place.study, place.school, entry.id, entry.key_version, entry.revision);

/** @returns codes by field; empty: it can be sealed. */
export function faultsOf(student) {
  const faults = [];
  if (student.name === '') faults.push({ field: 'name', code: 'name_missing' });
  if (student.identifier === '') faults.push({ field: 'identifier', code: 'identifier_missing' });
  for (const [field, most] of Object.entries(limits)) if (student[field].length > most) faults.push({ field, code: 'too_long', values: { most } });
  if (faults.length === 0 && plain({ ...student, pseudonym: 'A0A0-A0A0-A0A00' }).length > paddedBytes) faults.push({ field: 'name', code: 'entry_too_long' });
  return faults;
}

/** @param entry { id, revision, key_version }: what the ciphertext belongs to. */
export async function sealEntry(key, place, entry, student) {
  const bytes = plain(student), padded = new Uint8Array(paddedBytes).fill(0x20);
  padded.set(bytes);
  return { ...entry, sealed: await encrypt(key, aadOf(place, entry), padded) };
}

/** Throws SealBroken where it was altered. */
export const openEntry = async (key, place, entry) => JSON.parse(text(await decrypt(key, aadOf(place, entry), entry.sealed)));

const plain = ({ name, identifier, group, pseudonym }) => utf8(JSON.stringify({ name, identifier, group, pseudonym }));
