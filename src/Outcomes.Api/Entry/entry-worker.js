// The service worker of the entry pages: it keeps the list and empty forms for the time without a network, and seals what is sent while the
// server cannot be reached. A form with answers in it is never kept as a page.
import { base64url, fromBase64url, utf8 } from './bytes.js';
import { add, key } from './entry-queue.js';
import { seal } from './hpke.js';

const Kept = 'outcomes-entry', Patience = 5000, LongPatience = 20000;
const List = /^\/studies\/([^/]+)\/enter$/, Form = /^\/studies\/([^/]+)\/enter\/([^/]+)\/([^/]+)\/([^/]+?)(?:\/store)?$/, Sealed = /\/enter\/sealed(?:\/look)?$|\/draft$/;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
self.addEventListener('message', event => event.waitUntil(keep(event.data)));

self.addEventListener('fetch', event => {
  const { request } = event, address = new URL(request.url);
  if (address.origin !== location.origin) return;
  if (address.pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (request.mode !== 'navigate' || Sealed.test(address.pathname)) return;
  else if (request.method === 'GET' && (List.test(address.pathname) || Form.test(address.pathname))) event.respondWith(page(request, address));
  else if (request.method === 'POST' && Form.test(address.pathname)) event.respondWith(submit(request, address));
});

/** A navigation cannot be given a signal to stop at, so it is left alone instead. */
const inTime = (answer, patience) => Promise.race([answer, new Promise((_, reject) => setTimeout(() => reject(new Error('too slow')), patience))]);

/** Their addresses hold their hash: one that is kept is right. */
async function asset(request) {
  return await caches.match(request, { ignoreVary: true }) ?? fetch(request);
}

async function page(request, address) {
  const kept = await keptFor(address);
  try {
    return await (kept ? inTime(fetch(request), Patience) : fetch(request));
  } catch {
    return kept ?? Response.error();
  }
}

/** A list as it was last seen; for a form, the empty one of its kind. */
async function keptFor({ pathname }) {
  const form = Form.exec(pathname);
  const kept = await caches.match(form ? `/studies/${form[1]}/blank-forms/${form[3]}/${form[4]}` : pathname, { ignoreVary: true });
  // A page that was redirected to, or kept under another address, is given a fresh answer: a browser would refuse the other for a navigation.
  return kept && new Response(kept.body, { headers: kept.headers });
}

/** What cannot be told to have arrived is sealed, kept and sent again: its id lets the server store it once. */
async function submit(request, address) {
  const copy = request.clone();
  try {
    return await inTime(fetch(request), LongPatience);
  } catch {
    const fields = Object.fromEntries(await copy.formData()), participant = Form.exec(address.pathname)[2];
    return await queue(fields, address) ? Response.redirect(`/studies/${Form.exec(address.pathname)[1]}/enter?kept=${participant}`, 303) : Response.error();
  }
}

async function queue(fields, address) {
  const newest = await key();
  if (!newest || newest.study !== Form.exec(address.pathname)[1]) return false;
  const [, study, participant, instrument, timepoint] = Form.exec(address.pathname);
  delete fields.__RequestVerificationToken;
  const sealed = await seal(fromBase64url(newest.publicKey), utf8('outcomes/entry/1'), utf8(`${study}\n${newest.account}`), utf8(JSON.stringify({ participant, instrument, timepoint, fields })));
  await add({ id: fields.id, study, account: newest.account, participant, instrument, timepoint, session: fields.session, key: newest.key, sealed: base64url(sealed), at: new Date().toISOString() });
  return true;
}

/** Keeps what the list's page names, and lets go of what the same study had before. @param wanted { study, addresses } */
async function keep({ study, addresses }) {
  const cache = await caches.open(Kept);
  for (const old of await cache.keys()) {
    const path = new URL(old.url).pathname;
    if (!addresses.includes(path) && (path.startsWith(`/studies/${study}/`) || path.startsWith('/assets/'))) await cache.delete(old);
  }
  for (const address of addresses) {
    if (address.startsWith('/assets/') && await cache.match(address, { ignoreVary: true })) continue;
    const answer = await fetch(address, { redirect: 'error' }).catch(() => null);
    if (answer?.ok) await cache.put(address, answer);
  }
}
