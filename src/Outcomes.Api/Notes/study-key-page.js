import { base64url, fromBase64url } from './bytes.js';
import { fingerprintOf, ownKey } from './personal-key.js';
import { get, onSubmit, ready, Refused, say, send } from './sealing-page.js';
import { join, split } from './shares.js';
import { copyFor, makeStudyKey, privateKeyOf, secretOf } from './study-key.js';

const at = id => document.getElementById(id);
const page = at('study-key'), study = page.dataset.study, path = `/studies/${study}/notes/key`;

const faultAt = (code, field) => Object.assign(new Refused(code), { field });

async function opened() {
  const own = await ownKey();
  if (!own) throw new Refused('key_locked');
  return own;
}

const state = () => get(`${path}/state`);

/** Shares of a secret on the page, each on a sheet of its own when it is printed. */
async function showShares(secret, version, publicKey) {
  const fingerprint = await fingerprintOf(publicKey);
  const sheets = (await split(secret)).map((text, i) => {
    const sheet = at('share').content.cloneNode(true);
    const parts = { number: i + 1, version, fingerprint, text };
    for (const [name, value] of Object.entries(parts)) sheet.querySelector(`[data-part=${name}]`).textContent = value;
    return sheet;
  });
  at('sheets').replaceChildren(...sheets);
  at('shares').hidden = false;
  at('shares-title').focus();
}

/** The new key waits here until its shares are printed: a key that nobody can recover is not stored. It is for whoever made it alone: to hand it
 *  to those who had the one before, without a look at their fingerprints, would hand it to whomever the server adds to its list. */
let made = null;

async function make() {
  await opened();
  const { keys } = await state();
  made = { version: (keys[0]?.version ?? 0) + 1, ...await makeStudyKey() };
  await showShares(made.secret, made.version, made.publicKey);
  at('store').hidden = false;
  at('make').closest('section').hidden = true;
}

async function store() {
  const own = await opened();
  if (!at('printed').checked) throw faultAt('not_printed', at('printed'));
  await send(path, { version: made.version, public_key: base64url(made.publicKey), copy: base64url(await copyFor(own.publicKey, study, made.version, made)) });
  location.reload();
}

/** Every version that can be opened here, to someone who can then read the old notes too. */
async function give(form) {
  const own = await opened(), box = form.querySelector('input');
  if (!box.checked) throw faultAt('not_compared', box);
  const { keys, people } = await state();
  const person = people.find(known => known.key === form.dataset.key);
  if (!person || person.public_key !== form.dataset.publicKey) throw new Refused('recipient_unknown');
  for (const key of keys.filter(known => known.copy && !known.holders.includes(person.key))) {
    const secret = await secretOf(own, study, key);
    const copy = await copyFor(fromBase64url(person.public_key), study, key.version, { publicKey: fromBase64url(key.public_key), secret });
    await send(`${path}/copies`, { key: key.id, personal_key: person.key, copy: base64url(copy) });
  }
  location.reload();
}

async function printAgain() {
  const own = await opened(), [key] = (await state()).keys;
  if (!key?.copy) throw new Refused('study_key_not_given');
  await showShares(await secretOf(own, study, key), key.version, fromBase64url(key.public_key));
}

async function recover() {
  const own = await opened(), { keys } = await state();
  const secret = await join([at('share-1').value, at('share-2').value]);
  for (const key of keys) {
    const publicKey = fromBase64url(key.public_key);
    try { await privateKeyOf(secret, publicKey); } catch { continue; }
    await send(`${path}/copies`, { key: key.id, personal_key: page.dataset.own, copy: base64url(await copyFor(own.publicKey, study, key.version, { publicKey, secret })) });
    at('share-1').value = at('share-2').value = '';
    return say('recover.done', { version: key.version });
  }
  throw new Refused('share_of_another_study');
}

async function showPeople() {
  for (const form of document.querySelectorAll('form[data-key]')) {
    form.querySelector('.fingerprint').textContent = await fingerprintOf(fromBase64url(form.dataset.publicKey));
    onSubmit(form, () => give(form), fault => fault.field);
  }
}

onSubmit(at('make'), make);
onSubmit(at('store'), store, fault => fault.field);
if (at('print-again')) onSubmit(at('print-again'), printAgain);
if (at('recover')) onSubmit(at('recover'), recover, fault => fault.share ? at(`share-${fault.share}`) : undefined);
at('print').addEventListener('click', () => print());
await showPeople();
await ownKey();
ready();
