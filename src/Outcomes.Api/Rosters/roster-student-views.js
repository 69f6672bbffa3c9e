// The students' views: the list with its search, one student, and many from a class list.
import { readClassList } from './class-list.js';
import { identifierKey, isMistyped } from './pseudonym.js';
import { $, ask, clone, count, done, onClick, onSubmit, refuse as refuseNow, say, show } from './roster-dom.js';
import { faultsOf } from './roster-entry.js';
import { Refused } from './roster-server.js';

const fields = { name: 'name', identifier: 'identifier', group: 'group', arm: 'one-arm', enrolled_on: 'one-day' };
const refuse = (...faults) => { throw new Refused(faults); };
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: 'base' });
const folded = text => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

export function studentViews(roster, reload) {
  let edited = null;   // the student in the form; null: a new one

  const list = () => { draw(); show('list'); };

  function draw() {
    const typed = $('search').value.trim(), students = roster.students.filter(student => fits(student, typed)).sort(order);
    $('students').replaceChildren(...students.map(row));
    $('list-table').hidden = students.length === 0;
    $('list-count').textContent = typed === '' ? (roster.students.length === 0 ? say('roster.none') : count('roster.count', roster.students.length))
      : isMistyped(typed.toUpperCase()) ? say('fault.pseudonym_mistyped') : students.length === 0 ? say('roster.found.none') : say('roster.found', { n: students.length, all: roster.students.length });
  }

  const order = (a, b) => collator.compare(a.group ?? '', b.group ?? '') || collator.compare(a.name ?? '', b.name ?? '');

  const fits = (student, typed) => typed === '' || student.broken
    || [student.name, student.pseudonym, student.pseudonym.replaceAll('-', '')].some(text => folded(text).includes(folded(typed)));

  function row(student) {
    if (student.broken) return brokenRow(student);
    const made = clone('student', { name: student.name, group: student.group, pseudonym: student.pseudonym, enrolled: say(roster.isEnrolled(student) ? 'roster.yes' : 'roster.no') });
    made.querySelector('bdi').textContent = student.identifier;
    const button = made.querySelector('[data-part="edit"]');
    button.setAttribute('aria-label', say('roster.change_this', { name: student.name }));
    const forms = made.querySelector('[data-part="forms"]');
    if (forms && roster.isEnrolled(student)) forms.href = `/studies/${roster.place.study}/enter?q=${encodeURIComponent(student.pseudonym)}`;
    else forms?.remove();
    onClick(button, () => edit(student));
    return made;
  }

  /** Listed, so that nothing is lost unseen; it can only be removed. */
  function brokenRow(student) {
    const made = clone('student', { name: say('roster.entry_broken') });
    made.querySelector('[data-part="forms"]')?.remove();
    const button = made.querySelector('[data-part="edit"]');
    button.textContent = say('roster.remove.yes');
    onClick(button, () => remove(student, say('roster.entry_broken')));
    return made;
  }

  $('search').addEventListener('input', draw);
  $('list-print').addEventListener('click', () => print());
  for (const back of document.querySelectorAll('[data-to-list]')) onClick(back, reload);
  onClick('to-add', () => edit(null));

  function edit(student) {
    edited = student;
    $('student-title').textContent = say(student ? 'roster.change.title' : 'roster.add.title');
    fill(student ?? { name: '', identifier: '', group: $('group').value });
    const enrolled = student !== null && roster.isEnrolled(student);
    $('identifier').readOnly = enrolled;   // the study knows the pseudonym that was made of it
    $('student-pseudonym').hidden = student === null;
    $('student-pseudonym').querySelector('code').textContent = student?.pseudonym ?? '';
    $('student-remove').hidden = student === null;
    $('theirs').hidden = true;
    if ($('one-enrol')) $('one-enrol').hidden = enrolled;
    show('student');
    $('name').focus();
  }

  const fill = student => { for (const field of ['name', 'identifier', 'group']) $(field).value = student[field]; };
  const typed = () => Object.fromEntries(['name', 'identifier', 'group'].map(field => [field, $(field).value.trim().normalize('NFC')]));

  onSubmit('edit', async () => {
    const student = typed(), faults = [...faultsOf(student), ...enrolFaults('one')];
    const others = new Set(roster.students.filter(other => !other.broken && other.entry.id !== edited?.entry.id).map(other => identifierKey(other.identifier)));
    if (others.has(identifierKey(student.identifier))) faults.push({ field: 'identifier', code: 'identifier_taken' });
    if (faults.length > 0) refuse(...faults);
    const saved = edited ? await changed(student) : (await roster.add([student]))[0];
    if (saved) await finish([saved], 'one', edited ? say('roster.done.saved') : count('roster.done.added', 1));
  }, fields);

  /** Where somebody else changed the student meanwhile, both versions are shown, and the person chooses. */
  async function changed(student) {
    try { return await roster.change(edited, student); } catch (fault) {
      if (!(fault instanceof Refused) || !fault.stored) throw fault;
      const theirs = await roster.theirs(fault.stored);
      if (theirs.broken) throw new Refused([{ code: 'roster_key_changed' }]);
      edited = theirs;
      $('theirs-text').textContent = [theirs.name, theirs.identifier, theirs.group].join(' · ');
      $('theirs').hidden = false;
      refuseNow(fault.faults, {});
      return null;
    }
  }

  onClick('theirs-take', () => { fill(edited); $('name').focus(); });

  async function finish(students, prefix, word) {
    const faults = enrolling(prefix) ? await enrol(students, prefix) : [];
    if (enrolling(prefix)) $(`${prefix}-enrolling`).click();
    await reload();
    if (faults.length > 0) refuseNow([{ code: 'not_enrolled' }, ...faults]);
    else done(word);
  }

  onClick('student-remove', () => remove(edited, edited.name));

  async function remove(student, name) {
    if (!await ask(say('roster.remove.ask', { name }), say('roster.remove.yes'))) return;
    await roster.remove(student);
    await reload();
    done(say('roster.done.removed'));
  }

  onClick('to-paste', () => { show('paste'); $('paste-text').focus(); });

  onSubmit('paste', async () => {
    const { students, faults } = readClassList($('paste-text').value.normalize('NFC'), roster.identifiers);
    const all = [...faults, ...enrolFaults('many')];
    if (all.length > 0) refuse(...all);
    const added = await roster.add(students);
    $('paste-text').value = '';
    await finish(added, 'many', count('roster.done.added', added.length));
  }, { arm: 'many-arm', enrolled_on: 'many-day' });

  const enrolling = prefix => $(`${prefix}-enrolling`)?.checked === true && !$(`${prefix}-enrol`).hidden;

  function enrolFaults(prefix) {
    if (!enrolling(prefix)) return [];
    return [...$(`${prefix}-arm`).value === '' ? [{ field: 'arm', code: 'arm_missing' }] : [], ...$(`${prefix}-day`).value === '' ? [{ field: 'enrolled_on', code: 'day_missing' }] : []];
  }

  /** @returns why not: the list has the students already, and says who is not in the study. */
  async function enrol(students, prefix) {
    const [arm, language, day] = ['arm', 'language', 'day'].map(field => $(`${prefix}-${field}`).value);
    try { await roster.enrol(students.filter(student => !roster.isEnrolled(student)), { arm, language, day }); return []; } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      return fault.faults.map(({ code }) => ({ code }));
    }
  }

  for (const prefix of ['one', 'many'])
    $(`${prefix}-enrolling`)?.addEventListener('change', event => { $(`${prefix}-enrol-fields`).hidden = !event.target.checked; });

  return { list };
}
