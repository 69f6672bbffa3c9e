// A note's text, sealed to its study's key for one id, kind and subject: taken from under them, it does not open.

import { bigEndian, concat, text as textOf, utf8 } from './bytes.js';
import { open, seal, SealBroken } from './hpke.js';
import { purpose } from './study-key.js';

/** Of the padded text; the server takes whole steps only. */
const Step = 256, MostSteps = 128, Length = 4;

export const mostBytes = Step * MostSteps - Length;

const infoOf = (study, version) => purpose('note', study, version);
const aadOf = note => purpose('note', note.id, note.kind, note.subject);

/** @param note { id, kind, subject } */
export const sealNote = (publicKey, study, version, note, text) => seal(publicKey, infoOf(study, version), aadOf(note), padded(utf8(text)));

export const openNote = async (privateKey, publicKey, study, version, note, bytes) => unpadded(await open(privateKey, publicKey, infoOf(study, version), aadOf(note), bytes));

/** Its length in 4 bytes, the text, zeros up to the next step. */
function padded(bytes) {
  if (bytes.length > mostBytes) throw new RangeError('too long');
  const used = Length + bytes.length;
  return concat(bigEndian(bytes.length, Length), bytes, new Uint8Array(Math.ceil(used / Step) * Step - used));
}

function unpadded(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (length > bytes.length - Length) throw new SealBroken();
  return textOf(bytes.slice(Length, Length + length));
}
