import { fromBase64url } from './bytes.js';
import { SealBroken } from './hpke.js';
import { openNote } from './note-seal.js';
import { ownKey } from './personal-key.js';
import { get, onSubmit, ready, Refused, say, send, tell, word } from './sealing-page.js';
import { privateKeyOf, secretOf } from './study-key.js';

const list = document.getElementById('notes');
const study = list?.dataset.study;

/** Keys by id, each opened when a note first needs it. */
const keys = new Map();

async function keyOf(id) {
  if (!keys.has(id)) {
    const own = await ownKey();
    if (!own) throw new Refused('key_locked');
    const key = (await get(`/studies/${study}/notes/key/state`)).keys.find(known => known.id === id);
    if (!key) throw new Refused('key_of_another_study');
    if (!key.copy) throw new Refused('study_key_not_given');
    const publicKey = fromBase64url(key.public_key);
    keys.set(id, { version: key.version, publicKey, privateKey: await privateKeyOf(await secretOf(own, study, key), publicKey) });
  }
  return keys.get(id);
}

/** @returns The notes with their texts; one that does not open has a fault in place of it. */
async function open(ids) {
  if (!await ownKey()) throw new Refused('key_locked');   // asked first: that someone read it stands in the audit chain for good
  const { notes } = await send(`/studies/${study}/notes/open`, { ids });
  return Promise.all(notes.map(async note => {
    const key = await keyOf(note.key);
    try { return { ...note, text: await openNote(key.privateKey, key.publicKey, study, key.version, note, fromBase64url(note.sealed)) }; } catch (fault) {
      if (!(fault instanceof SealBroken)) throw fault;
      return { ...note, fault: fault.code };
    }
  }));
}

function show({ id, text, fault }) {
  const place = list.querySelector(`[data-note="${id}"] .note-text`);
  place.textContent = text ?? word(`sealing.fault.${fault}`);
  place.classList.toggle('fault', !!fault);
  place.hidden = false;
}

const shown = () => Array.from(list.querySelectorAll('[data-note]'), note => note.dataset.note);

/** RFC 4180; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
const cell = text => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

function save(notes) {
  const rows = [['id', 'received_utc', 'kind', 'subject', 'text'], ...notes.map(note => [note.id, note.received_utc, note.kind, note.subject, note.text ?? `(${note.fault})`])];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\ufeff', rows.map(row => row.map(cell).join(',')).join('\r\n'), '\r\n'], { type: 'text/csv;charset=utf-8' }));
  link.download = `${study}-notes.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

if (list) {
  list.addEventListener('click', async event => {
    const note = event.target.closest('button[data-open]')?.closest('[data-note]');
    if (!note) return;
    try { (await open([note.dataset.note])).forEach(show); note.querySelector('.note-text').focus(); } catch (fault) { tell(fault); }
  });
  onSubmit(document.getElementById('open-all'), async () => {
    const notes = await open(shown());
    notes.forEach(show);
    say('notes.opened', { n: notes.length });
  });
  onSubmit(document.getElementById('export'), async () => save(await open(shown())));
}
await ownKey();
ready();
