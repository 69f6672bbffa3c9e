// What the roster's page asks of the server and sends it: sealed things, ids and counts. Every refusal becomes a Refused with stable codes.

export class Refused extends Error {
  /** @param faults { field, code, row } @param stored the entry that somebody else stored meanwhile */
  constructor(faults, stored) {
    super(faults.map(fault => fault.code).join(' '));
    Object.assign(this, { name: 'Refused', faults, stored });
  }
}

export class RosterServer {
  #address; #token;

  constructor(address, token) { this.#address = address; this.#token = token; }

  read = () => this.#ask('data', {});

  begin = (sealedSecret, sealedKey) => this.#send('key', { sealed_secret: sealedSecret, sealed_key: sealedKey });
  give = (version, account, sealedKey) => this.#send('key/copies', { version, account, sealed_key: sealedKey });
  takeBack = account => this.#send(`key/copies/${encodeURIComponent(account)}/remove`, {});
  rotate = rotation => this.#send('key/rotate', rotation);

  add = entries => this.#send('entries', { entries });
  replace = entry => this.#send(`entries/${entry.id}`, entry);
  remove = (id, revision) => this.#send(`entries/${id}/remove`, { revision });
  enrol = rows => this.#send('participants', rows);

  #send = (path, body) => this.#ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json', RequestVerificationToken: this.#token }, body: JSON.stringify(body) });

  /** A redirect leads to the sign-in page: it is told, not followed. */
  async #ask(path, options) {
    let answer;
    try { answer = await fetch(`${this.#address}/${path}`, { ...options, redirect: 'manual', cache: 'no-store' }); } catch { throw new Refused([{ code: 'no_network' }]); }
    if (answer.type === 'opaqueredirect') throw new Refused([{ code: 'signed_out' }]);
    const isJson = /json/.test(answer.headers.get('Content-Type') ?? '');
    const body = isJson ? await answer.json().catch(() => ({})) : {};
    if (answer.ok && isJson) return body;
    throw new Refused(body.faults ?? [{ code: answer.status === 400 ? 'page_too_old' : answer.status === 404 ? 'not_yours' : 'server_failed' }], body.stored);
  }
}
