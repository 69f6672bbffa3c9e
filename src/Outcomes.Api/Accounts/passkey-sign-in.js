// Signs in with a passkey: by the button, or by choosing one among the suggestions at the name's field.
import { able, forServer, get, optionsFrom } from './passkeys.js';

const CHALLENGE_HOLDS = 4 * 60 * 1000;   // a little less than the server's five minutes

const form = document.querySelector('form[data-passkey]');
let waiting;

async function ask(mediation) {
  waiting?.abort();
  const mine = waiting = new AbortController();
  const cancelled = form.querySelector('[data-passkey-cancelled]');
  cancelled.hidden = true;
  try {
    const options = await optionsFrom(form.dataset.options, form.elements.__RequestVerificationToken.value, mine.signal);
    form.elements.credential.value = forServer(await get(options, { signal: mine.signal, mediation }));
    form.submit();
  } catch {
    if (mine.signal.aborted || mediation === 'conditional') return;
    cancelled.hidden = false;
    suggest();
  }
}

async function suggest() {
  if (!await PublicKeyCredential.isConditionalMediationAvailable?.()) return;
  ask('conditional');
  const mine = waiting;
  setTimeout(() => { if (waiting === mine) suggest(); }, CHALLENGE_HOLDS);
}

if (form && able()) {
  form.hidden = false;
  form.addEventListener('submit', event => {
    event.preventDefault();
    ask('optional');
  });
  suggest();
}
