// Where the unlocked key is kept between pages: this browser's IndexedDB, as a CryptoKey that no script can read out. The browser writes it to
// its profile on disk, so it is deleted after half an hour without use, by lock(), and by the browser itself when it signs out.

const Database = 'outcomes-personal-key', Store = 'unlocked', Only = 'own';

const done = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function inStore(mode, act) {
  const opening = indexedDB.open(Database, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(Store);
  const database = await done(opening);
  try {
    const transaction = database.transaction(Store, mode), kept = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await done(act(transaction.objectStore(Store)));
    await kept;   // a page that goes away before that takes the change with it
    return result;
  } finally { database.close(); }
}

/** @param unlocked { account, privateKey, publicKey, usedAt } */
export const remember = unlocked => inStore('readwrite', store => store.put(unlocked, Only));

export const recall = () => inStore('readonly', store => store.get(Only));

export const forget = () => inStore('readwrite', store => store.delete(Only));
