// What waited on this device is let go, when its paper turned out to be stored already.
import { remove } from './entry-queue.js';

const discard = document.querySelector('[data-discard]');
discard.addEventListener('click', async () => {
  await remove(discard.dataset.discard);
  location.assign(discard.dataset.back);
});
