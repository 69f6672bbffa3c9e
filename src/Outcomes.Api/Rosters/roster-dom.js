// What the roster's views share: the page's own words, one view at a time, faults at their field and on top, and work that is not begun twice.
import { Refused } from './roster-server.js';

export const $ = id => document.getElementById(id);

const words = new Map(Array.from($('words').content.querySelectorAll('[data-word]'), word => [word.dataset.word, word.textContent]));
const plural = new Intl.PluralRules(document.documentElement.lang);

export const has = key => words.has(key);

export const say = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words.get(key) ?? key);

/** The form that fits the number. */
export const count = (key, n, values = {}) => say(has(`${key}.${plural.select(n)}`) ? `${key}.${plural.select(n)}` : `${key}.other`, { n, ...values });

export const isoDay = text => new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'medium', numberingSystem: 'latn' }).format(new Date(text));

const views = () => document.querySelectorAll('#roster > section');

/** One view, with the focus on its heading: whoever hears the page knows where it went on. */
export function show(name) {
  clear();
  for (const view of views()) view.hidden = view.id !== `view-${name}`;
  $(`view-${name}`).querySelector('h2').focus();
}

export const done = text => {
  const notice = document.createElement('p');
  notice.className = 'notice';
  notice.textContent = text;
  $('done').replaceChildren(notice);
};

export const clone = (template, parts) => {
  const copy = $(template).content.firstElementChild.cloneNode(true);
  for (const [name, text] of Object.entries(parts)) copy.querySelector(`[data-part="${name}"]`).textContent = text;
  return copy;
};

function clear() {
  $('faults').hidden = true;
  $('done').replaceChildren();
  for (const field of document.querySelectorAll('#roster [aria-invalid]')) {
    field.removeAttribute('aria-invalid');
    $(`${field.id}-fault`)?.remove();
    field.setAttribute('aria-describedby', `${field.id}-hint`);
  }
}

function sentence({ code, line, row, values = {} }) {
  const known = has(`fault.${code}`) ? say(`fault.${code}`, values) : say('fault.unknown_fault', { code });
  return line || row ? say('roster.line', { line: line ?? row, text: known }) : known;
}

/** On top, each leading to its field, and once more at the field. @param fields id of the field by the name that a fault gives */
export function refuse(faults, fields = {}) {
  $('faults').querySelector('ul').replaceChildren(...faults.map(fault => {
    const item = document.createElement('li'), field = $(fields[fault.field] ?? fault.field ?? '');
    item.textContent = sentence(fault);
    if (!field || fault.line) return item;
    const link = document.createElement('a');
    link.href = `#${field.id}`;
    link.textContent = item.textContent;
    link.addEventListener('click', event => { event.preventDefault(); field.focus(); });
    item.replaceChildren(link);
    mark(field, item.textContent);
    return item;
  }));
  $('faults').hidden = false;
  $('faults').focus();
}

function mark(field, text) {
  if (field.hasAttribute('aria-invalid')) return;
  const fault = document.createElement('p');
  fault.className = 'fault';
  fault.id = `${field.id}-fault`;
  fault.textContent = text;
  (field.closest('.tick') ?? field).before(fault);
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', `${field.id}-hint ${fault.id}`);
}

let working = false;

/** Does it once at a time; what was refused is said. Anything else is a fault of the program, and shows as one. */
export async function work(task, fields) {
  if (working) return;
  working = true;
  clear();
  $('roster').setAttribute('aria-busy', 'true');
  try { await task(); } catch (fault) {
    if (!(fault instanceof Refused)) { refuse([{ code: 'unknown_fault', values: { code: fault.name } }]); throw fault; }
    refuse(fault.faults, fields);
  } finally {
    working = false;
    $('roster').removeAttribute('aria-busy');
  }
}

export const onSubmit = (form, task, fields) => $(form).addEventListener('submit', event => { event.preventDefault(); work(task, fields); });
export const onClick = (button, task) => (typeof button === 'string' ? $(button) : button).addEventListener('click', () => work(task));

/** Asks before what cannot be undone. */
export function ask(text, yes) {
  const dialog = $('ask');
  $('ask-text').textContent = text;
  $('ask-yes').textContent = yes;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise(answer => dialog.addEventListener('close', () => answer(dialog.returnValue === 'yes'), { once: true }));
}
