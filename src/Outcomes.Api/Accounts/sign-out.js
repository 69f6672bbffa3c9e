// Signing out lets the browser forget all that it keeps of us. Where forms wait in it that were not sent, they stay (nobody here can read them),
// and everything else is forgotten one by one.
import { waiting } from './entry-queue.js';
import { forget } from './key-store.js';

const form = document.querySelector('[data-sign-out]');
form.addEventListener('submit', async event => {
  event.preventDefault();
  try {
    if ((await waiting()).length > 0) {
      await forget();
      for (const name of await caches.keys()) await caches.delete(name);
      form.elements.keep.value = 'yes';
    }
  } finally { form.submit(); }
});
