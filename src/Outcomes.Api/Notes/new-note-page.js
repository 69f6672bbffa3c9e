import { base64url, fromBase64url, utf8 } from './bytes.js';
import { mostBytes, sealNote } from './note-seal.js';
import { onSubmit, ready, Refused, say, send } from './sealing-page.js';
import { newId } from './study-key.js';

const at = id => document.getElementById(id);
const form = at('note');

const faultAt = (code, field) => Object.assign(new Refused(code), { field });

/** One id until it is stored: a note that is sent twice over a bad network is one note. */
let id = newId(), sealed = null;

function check() {
  const text = at('text').value.trim();
  if (!at('kind').value) throw faultAt('kind_unknown', at('kind'));
  if (!text) throw faultAt('note_empty', at('text'));
  if (utf8(text).length > mostBytes) throw faultAt('note_too_long', at('text'));
  return text;
}

async function write() {
  const { study, key, publicKey, version } = form.dataset;
  const note = { id, kind: at('kind').value, subject: at('about').value }, text = check();
  if (sealed?.of !== JSON.stringify([note, text])) {
    if (sealed) note.id = id = newId();   // what was typed has changed since it was last sent: it is another note
    sealed = { of: JSON.stringify([note, text]), bytes: base64url(await sealNote(fromBase64url(publicKey), study, Number(version), note, text)) };
  }
  await send(`/studies/${study}/notes`, { ...note, key, sealed: sealed.bytes });
  [id, sealed] = [newId(), null];
  at('text').value = '';
  say('note.done');
  at('text').focus();
}

if (form) {
  onSubmit(form, write, fault => fault.field);
  addEventListener('beforeunload', event => { if (at('text').value.trim()) event.preventDefault(); });
}
ready();
