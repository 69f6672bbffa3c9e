// The list of due forms: what waits on this device is shown and sent as soon as the server can be reached, and a service worker is given what
// it needs to draw this list and its forms without a network.
import { addressOf, rememberKey, send, waiting } from './entry-queue.js';

const list = document.querySelector('[data-entry-list]'), words = document.getElementById('words').content;
const { study, worker } = list.dataset, token = document.querySelector('input[name=__RequestVerificationToken]').value;
const panel = document.querySelector('[data-queue]'), plural = new Intl.PluralRules(document.documentElement.lang);

const has = key => words.querySelector(`[data-word="${key}"]`) !== null;
const say = (key, n) => (words.querySelector(`[data-word="${key}"]`)?.textContent ?? key).replaceAll('{n}', n);
const count = (key, n) => say(has(`${key}.${plural.select(n)}`) ? `${key}.${plural.select(n)}` : `${key}.other`, n);

let account = null, busy = false, prepared = false;

await work();
addEventListener('online', work);
panel.querySelector('[data-send]').addEventListener('click', work);
setInterval(work, 30000);

async function work() {
  if (busy) return;
  busy = true;
  try {
    const state = await reach();
    await show(state === 'reached' ? await send(study, account, token) : state);
    if (state === 'reached' && !prepared) await prepare();
  } finally { busy = false; }
}

/** @returns 'reached', 'offline' or 'signed_out' */
async function reach() {
  let answer;
  try { answer = await fetch(`/studies/${study}/enter/key`, { redirect: 'manual', cache: 'no-store' }); } catch { return 'offline'; }
  if (!answer.ok) return 'signed_out';
  const given = await answer.json();
  account = given.account;
  await rememberKey({ study, key: given.key, publicKey: given.public_key, account });
  return 'reached';
}

async function show(state) {
  const forms = await waiting();
  panel.hidden = forms.length === 0 && state !== 'offline';
  panel.querySelector('h2').textContent = forms.length === 0 ? say('entry.queue.none') : count('entry.queue.count', forms.length);
  panel.querySelector('[data-state]').textContent = state === 'sent' ? '' : say(`entry.queue.${state}`);
  panel.querySelector('[data-send]').hidden = forms.length === 0;
  panel.querySelector('ul').replaceChildren(...forms.map(row));
  mark(forms);
}

function row(form) {
  const item = words.querySelector('[data-queued]').cloneNode(true), link = linkTo(form);
  const other = form.study !== study || (account !== null && form.account !== account);
  item.querySelector('[data-whose]').textContent = link?.getAttribute('aria-label') ?? `${form.instrument}, ${form.participant}`;
  item.querySelector('[data-why]').textContent = other ? say('entry.queue.elsewhere') : form.code ? say(has(`fault.${form.code}`) ? `fault.${form.code}` : 'entry.queue.waits') : say('entry.queue.waits');
  const look = item.querySelector('form');
  if (other || !form.code) { look.remove(); return item; }
  look.elements.key.value = form.key;
  look.elements.sealed.value = form.sealed;
  look.elements.__RequestVerificationToken.value = token;
  return item;
}

function linkTo(form) {
  return [...document.querySelectorAll('[data-due]')].find(link => link.getAttribute('href') === addressOf(form));
}

/** A form that waits is not due any more: whoever sees the list must not type it in again. */
function mark(forms) {
  for (const link of document.querySelectorAll('[data-due]')) {
    const waits = forms.some(form => addressOf(form) === link.getAttribute('href'));
    link.closest('tr').querySelector('[data-waits]').textContent = waits ? say('entry.queue.here') : '';
  }
}

/** Once the page stands, quietly: without a service worker all works as before, with a network. */
async function prepare() {
  prepared = true;
  if (!('serviceWorker' in navigator)) return;
  try {
    const policy = self.trustedTypes?.createPolicy('service-worker', { createScriptURL: url => { if (url !== worker) throw new TypeError(url); return url; } });
    await navigator.serviceWorker.register(policy?.createScriptURL(worker) ?? worker, { type: 'module', scope: '/studies/' });
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ study, addresses: [location.pathname, ...new Set([...document.querySelectorAll('[data-due]')].map(link => link.dataset.due)), ...JSON.parse(list.dataset.assets)] });
  } catch (fault) { console.warn(`No typing in without a network: ${fault.name}`); }
}
