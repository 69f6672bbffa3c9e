// A school's roster, opened: the site key, the students, and what can be done with them. Nothing of the page is known here.
import { fromBase64url } from './bytes.js';
import { SealBroken } from './hpke.js';
import { identifierKey, pseudonymOf } from './pseudonym.js';
import { openEntry, sealEntry } from './roster-entry.js';
import { markOf, newId, newKey, newSecret, openKey, openSecret, rosterKey, sealKey, sealSecret } from './site-key.js';
import { Refused } from './roster-server.js';

const refuse = (code, field, values) => { throw new Refused([{ code, field, values }]); };

/** A key with its version, the pseudonym secret, and what is derived from both. */
const keyring = async (key, version, secret) => ({ key, version, secret, roster: await rosterKey(key), mark: await markOf(key) });

export class Roster {
  #server; #own; #ring = null;

  /** @param place { study, school } @param own the personal key */
  constructor(place, server, own) { Object.assign(this, { place, students: [], data: null }); this.#server = server; this.#own = own; }

  get account() { return this.data.account; }
  get mark() { return this.#ring.mark; }
  get holders() { return this.data.key.holders; }
  get ownFingerprint() { return this.#own.fingerprint; }

  /** Whoever may use this roster and has a key of their own, but for the asker. */
  get colleagues() { return this.data.colleagues.filter(person => person.account !== this.account); }

  /** @returns 'begin', 'nocopy' or 'list': what can be done next. */
  async load() {
    this.data = await this.#server.read();
    const key = this.data.key;
    if (!key) return 'begin';
    if (!key.sealed_key) return 'nocopy';
    const opened = await broken('key_copy_broken', () => openKey(this.#own, this.place, key.version, this.account, key.sealed_key));
    await this.#use(opened, 'site_key_broken');
    return 'list';
  }

  async #use(key, code) {
    const { version, sealed_secret: sealed } = this.data.key;
    this.#ring = await keyring(key, version, await broken(code, () => openSecret(sealed, key, this.place, version)));
    this.students = await Promise.all(this.data.entries.map(entry => this.#opened(entry)));
  }

  /** An entry that was altered is listed as such: the others can still be read. */
  async #opened(entry) {
    try { return { entry, ...await openEntry(this.#ring.roster, this.place, entry) }; } catch { return { entry, broken: true }; }
  }

  /** A first key, not stored anywhere yet: its shares have to be kept before. */
  prepareFirst = () => keyring(newKey(), 1, newSecret());

  async begin(ring) {
    await this.#server.begin(await sealSecret(ring.secret, ring.key, this.place, 1), await sealKey(ring.key, this.place, 1, this.account, this.#own.publicKey));
  }

  /** @param key what two shares gave back */
  async recover(key) {
    await this.#use(key, 'share_of_another_key');
    await this.#server.give(this.data.key.version, this.account, await sealKey(key, this.place, this.data.key.version, this.account, this.#own.publicKey));
  }

  async give(person) {
    await this.#server.give(this.#ring.version, person.account, await sealKey(this.#ring.key, this.place, this.#ring.version, person.account, fromBase64url(person.public_key)));
  }

  takeBack = account => this.#server.takeBack(account);

  /** The next key with the same pseudonym secret: pseudonyms stay. */
  prepareNext() {
    if (this.students.some(student => student.broken)) refuse('entries_broken_first');
    return keyring(newKey(), this.#ring.version + 1, this.#ring.secret);
  }

  /** All or nothing: the whole roster under the next key, in one request. @param people colleagues who get it */
  async rotate(ring, people) {
    const holders = [{ account: this.account, publicKey: this.#own.publicKey }, ...people.map(person => ({ account: person.account, publicKey: fromBase64url(person.public_key) }))];
    await this.#server.rotate({
      from: this.#ring.version, sealed_secret: await sealSecret(ring.secret, ring.key, this.place, ring.version),
      copies: await Promise.all(holders.map(async to => ({ account: to.account, sealed_key: await sealKey(ring.key, this.place, ring.version, to.account, to.publicKey) }))),
      entries: await Promise.all(this.students.map(student => this.#sealed(ring, student, student.entry.id, student.entry.revision + 1))),
    });
  }

  #sealed = (ring, student, id, revision) => sealEntry(ring.roster, this.place, { id, revision, key_version: ring.version }, student);

  get identifiers() { return new Set(this.students.filter(student => !student.broken).map(student => identifierKey(student.identifier))); }

  /** @returns the students, each with its pseudonym. */
  async add(students) {
    const made = await Promise.all(students.map(async student => ({ ...student, pseudonym: await pseudonymOf(this.#ring.secret, this.place.study, student.identifier) })));
    await this.#server.add(await Promise.all(made.map(student => this.#sealed(this.#ring, student, newId(), 1))));
    return made;
  }

  /** A pseudonym that the study knows stays; else it follows the identifier. */
  async change(student, fields) {
    const pseudonym = this.isEnrolled(student) ? student.pseudonym : await pseudonymOf(this.#ring.secret, this.place.study, fields.identifier);
    const changed = { ...fields, pseudonym };
    await this.#server.replace(await this.#sealed(this.#ring, changed, student.entry.id, student.entry.revision + 1));
    return changed;
  }

  /** What somebody else stored meanwhile. */
  theirs = entry => this.#opened(entry);

  remove = student => this.#server.remove(student.entry.id, student.entry.revision);

  isEnrolled = student => this.data.enrolled.includes(student.pseudonym);

  enrol = (students, { arm, language, day }) => this.#server.enrol(students.map(student =>
    ({ id: newId(), pseudonym: student.pseudonym, school: this.place.school, arm, language, enrolled_on: day })));
}

async function broken(code, work) {
  try { return await work(); } catch (fault) { if (fault instanceof SealBroken) refuse(code); throw fault; }
}
