// Adds a passkey on the account's page: the form is sent once the browser has made one.
import { able, create, forServer, optionsFrom } from './passkeys.js';

const form = document.querySelector('form[data-passkey-new]');

async function add(event) {
  event.preventDefault();
  const cancelled = form.querySelector('[data-passkey-cancelled]');
  cancelled.hidden = true;
  try {
    const options = await optionsFrom(form.dataset.options, form.elements.__RequestVerificationToken.value);
    if (options === null) return;
    form.elements.credential.value = forServer(await create(options, { extensions: { prf: {} } }));   // prf: so that it can open the personal key, too
    form.submit();
  } catch {
    cancelled.hidden = false;
  }
}

if (form && able()) {
  form.hidden = false;
  document.querySelector('[data-passkey-unable]').hidden = true;
  form.addEventListener('submit', add);
}
