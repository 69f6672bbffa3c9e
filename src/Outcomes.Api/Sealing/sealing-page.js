// What the pages that seal have in common: their words, their faults, and how they speak with the server.

/** A text of the page, from its <template id="words">. */
export function word(key, values = {}) {
  const found = document.getElementById('words').content.querySelector(`[data-word="${key}"]`)?.textContent ?? key;
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), found);
}

/** A refusal that has a stable code, of the server or of the connection. */
export class Refused extends Error {
  constructor(code) {
    super(code);
    Object.assign(this, { name: 'Refused', code });
  }
}

export const get = path => ask(path, {});

export const send = (path, body) => ask(path, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', RequestVerificationToken: document.querySelector('input[name=__RequestVerificationToken]').value },
  body: JSON.stringify(body),
});

async function ask(path, options) {
  let answer;
  try { answer = await fetch(path, options); } catch { throw new Refused('not_reached'); }
  const isJson = /json/.test(answer.headers.get('Content-Type') ?? '');
  if (answer.ok && isJson) return answer.json();
  const problem = isJson ? await answer.json() : null;
  throw new Refused(problem?.faults?.[0]?.code ?? (answer.redirected ? 'signed_out' : answer.status === 400 ? 'page_too_old' : 'not_done'));
}

/** Says what is wrong on top of the page, with the focus, and at the field that it belongs to. A fault without a text of ours is one of the program. */
export function tell(fault, field) {
  clear();
  if (!fault.code) console.error(fault);
  const code = fault.code === 'share_typed_wrong' && !fault.group ? 'share_typed_wrong_somewhere' : fault.code ?? 'not_done';
  const key = `sealing.fault.${code}`, box = document.getElementById('script-fault'), words = word(key, fault.values ?? { group: fault.group ?? '', share: fault.share ?? '' });
  const line = document.createElement(field ? 'a' : 'span');
  if (field) {
    line.href = `#${field.id}`;
    field.setAttribute('aria-invalid', 'true');
    const own = document.getElementById(`${field.id}-fault`);
    if (own) [own.textContent, own.hidden] = [words, false];
  }
  line.textContent = words;
  box.querySelector('p').replaceChildren(line);
  box.hidden = false;
  box.focus();
}

export function clear() {
  document.getElementById('script-fault').hidden = true;
  document.querySelectorAll('[aria-invalid]').forEach(field => field.removeAttribute('aria-invalid'));
  document.querySelectorAll('.fault[id$="-fault"]').forEach(own => { own.hidden = true; });
}

/** Says that something went well, to whoever hears the page too. */
export function say(key, values) {
  const notice = document.getElementById('script-done');
  notice.textContent = word(key, values);
  notice.hidden = false;
}

/** Runs what a form is for, once at a time: its button waits meanwhile, and what goes wrong is told. */
export function onSubmit(form, act, fieldOf = () => undefined) {
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const button = form.querySelector('button:not([type=button])');
    if (button.disabled) return;
    clear();
    button.disabled = true;
    form.setAttribute('aria-busy', 'true');
    try { await act(); } catch (fault) { tell(fault, fieldOf(fault)); } finally {
      button.disabled = false;
      form.removeAttribute('aria-busy');
    }
  });
}

/** The page is drawn as if no script would come: this shows what needs one. */
export function ready() {
  document.getElementById('script-missing')?.remove();
  document.querySelectorAll('[data-needs-script]').forEach(part => { part.hidden = false; });
  document.querySelectorAll('[data-needs-script] button').forEach(button => { button.disabled = false; });
}
