import { addPasskey, changePassphrase, fingerprintOf, lock, makeKey, ownKey, unlock, unlockByPasskey } from './personal-key.js';
import { fromBase64url } from './bytes.js';
import { faultOf, suggestion } from './passphrase.js';
import { get, onSubmit, ready, Refused, say } from './sealing-page.js';

const at = id => document.getElementById(id);

async function show() {
  if (!at('own')) return;
  const [own, stored] = [await ownKey(), await get('/account/key/own')];
  at('unlock').hidden = !!own;
  at('unlock-passkey').hidden = !!own || Object.keys(stored.key?.wrapped ?? {}).length < 2;
  at('lock').hidden = !own;
  at('fingerprint').textContent = stored.key ? await fingerprintOf(fromBase64url(stored.key.public_key)) : '';
}

/** What is wrong with a passphrase that is about to be chosen, at the field where it is mended. */
function checkChosen(first, second) {
  const code = faultOf(at(first).value) ?? (at(first).value === at(second).value ? null : 'passphrase_differs');
  if (code) throw Object.assign(new Refused(code), { field: at(code === 'passphrase_differs' ? second : first) });
}

const empty = (...ids) => ids.forEach(id => { at(id).value = ''; });

function whenMade() {
  onSubmit(at('make'), async () => {
    checkChosen('chosen', 'chosen-again');
    if (!at('understood').checked) throw Object.assign(new Refused('not_understood'), { field: at('understood') });
    await makeKey(at('chosen').value, at('make').dataset.replaces || null);
    location.reload();
  }, fault => fault.field);
  at('suggest').addEventListener('click', () => {
    at('suggested').querySelector('code').textContent = suggestion();
    at('suggested').hidden = false;
  });
}

function whenOwned() {
  onSubmit(at('unlock'), async () => {
    await unlock(at('passphrase').value);
    empty('passphrase');
    await show();
    at('lock').querySelector('a, button').focus();
  }, fault => fault.code === 'passphrase_wrong' ? at('passphrase') : undefined);
  onSubmit(at('unlock-passkey'), async () => {
    await unlockByPasskey();
    await show();
    at('lock').querySelector('a, button').focus();
  });
  onSubmit(at('passkey'), async () => {
    await addPasskey(at('passkey-passphrase').value);
    empty('passkey-passphrase');
    say('key.done.passkey');
    await show();
  }, fault => fault.code === 'passphrase_wrong' ? at('passkey-passphrase') : undefined);
  onSubmit(at('lock'), async () => {
    await lock();
    await show();
    at('passphrase').focus();
  });
  onSubmit(at('change'), async () => {
    checkChosen('next', 'next-again');
    await changePassphrase(at('present').value, at('next').value);
    empty('present', 'next', 'next-again');
    say('key.done.changed');
  }, fault => fault.field ?? (fault.code === 'passphrase_wrong' ? at('present') : undefined));
}

whenMade();
if (at('own')) whenOwned();
await show();
ready();
