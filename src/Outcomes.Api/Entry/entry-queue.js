// Forms that wait on this device, sealed: whose they are and for whom can be read here, what was answered cannot. They are sent one after the
// other, by one page at a time; what the server has stored is taken out.

const Database = 'outcomes-entry', Queue = 'queue', Keys = 'keys', Only = 'newest';

const done = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function inStore(name, mode, act) {
  const opening = indexedDB.open(Database, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(Queue, { keyPath: 'id' });
    opening.result.createObjectStore(Keys);
  };
  const database = await done(opening);
  try {
    const transaction = database.transaction(name, mode, { durability: 'strict' }), kept = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await done(act(transaction.objectStore(name)));
    await kept;
    return result;
  } finally { database.close(); }
}

/** @param form { id, study, account, participant, instrument, timepoint, session, key, sealed, at } */
export const add = form => inStore(Queue, 'readwrite', store => store.put(form));
export const remove = id => inStore(Queue, 'readwrite', store => store.delete(id));
export const waiting = () => inStore(Queue, 'readonly', store => store.getAll());
export const rememberKey = key => inStore(Keys, 'readwrite', store => store.put(key, Only));
export const key = () => inStore(Keys, 'readonly', store => store.get(Only));

/** Where the form is typed in; also how it is told from others. */
export const addressOf = form => `/studies/${form.study}/enter/${form.participant}/${form.instrument}/${form.timepoint}${form.session ? `?session=${form.session}` : ''}`;

/** Sends the study's forms of this account. @returns 'sent', 'offline' or 'signed_out'; what was not stored stays, with the server's code in `code`. */
export const send = (study, account, token) => navigator.locks.request('outcomes-entry', async () => {
  for (const form of await waiting()) {
    if (form.study !== study || form.account !== account) continue;
    const outcome = await sendOne(form, token);
    if (outcome !== 'sent') return outcome;
  }
  return 'sent';
});

async function sendOne(form, token) {
  let answer;
  try {
    answer = await fetch(`/studies/${form.study}/enter/sealed`, {
      method: 'POST', redirect: 'manual', headers: { 'Content-Type': 'application/json', RequestVerificationToken: token }, body: JSON.stringify({ key: form.key, sealed: form.sealed }),
    });
  } catch { return 'offline'; }
  if (answer.type === 'opaqueredirect' || answer.status === 401) return 'signed_out';
  if (answer.ok) await remove(form.id);
  else await add({ ...form, code: await codeOf(answer) });
  return 'sent';
}

const codeOf = async answer => (await answer.json().catch(() => null))?.faults?.[0]?.code ?? (answer.status === 404 ? 'entry_not_yours' : 'not_done');
