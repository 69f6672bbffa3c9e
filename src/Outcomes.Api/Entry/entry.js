// Typing in a paper form with the keyboard alone: a digit ticks the box of that value and goes on to the next item. Each answer is sent as
// it is typed and kept on the server; nothing is ever put into this browser's storage.

const form = document.querySelector("form[data-entry]");
const items = [...form.querySelectorAll("fieldset[data-item]")];
const status = form.querySelector("[data-entry-status]");

document.querySelector("[data-entry-keys]").hidden = false;

// An empty form from the time without a network: whose it is stands in the address.
const blank = 'blank' in form.dataset;
if (blank) {
  const [, , , , participant] = location.pathname.split('/');
  form.action = location.pathname;
  for (const place of document.querySelectorAll('[data-entry-participant]')) place.textContent = participant;
  form.elements.id.value = newId();
  form.elements.drawn.value = new Date().toISOString();
  form.elements.session.value = new URLSearchParams(location.search).get('session') ?? '';
  form.elements.on.value = form.elements.drawn.value.slice(0, 10);
}

/** UUIDv7, as the server makes them. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16)), now = Date.now();
  for (let at = 0; at < 6; at++) bytes[at] = Math.floor(now / 256 ** (5 - at)) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const itemOf = element => element.closest("fieldset[data-item]");

function goTo(index) {
  const item = items[Math.max(index, 0)];
  const target = item ? item.querySelector("input[type=text]") ?? item.querySelector("input:checked") ?? item.querySelector("input") : form.querySelector("[data-entry-check]");
  target.focus();
  (item ?? target).scrollIntoView({ block: "nearest" });
}

const goOn = (item, steps) => goTo(items.indexOf(item) + steps);

const easternDigits = "٠١٢٣٤٥٦٧٨٩";

/** The key of a box: by what was typed, else by where it stands on the keyboard, whatever letters are on it. */
function keyOf(event) {
  const typed = event.key.toLowerCase();
  if (/^[0-9pn]$/.test(typed)) return typed;
  if (typed.length === 1 && easternDigits.includes(typed)) return String(easternDigits.indexOf(typed));
  return /^(?:Numpad|Digit)(\d)$/.exec(event.code)?.[1] ?? /^Key([PN])$/.exec(event.code)?.[1].toLowerCase() ?? null;
}

function tick(box) {
  const text = itemOf(box).querySelector("input[type=text]");
  if (text && text.value !== "") {
    text.value = "";
    keep(text);
  }
  box.checked = true;
  keep(box);
}

form.addEventListener("keydown", event => {
  const item = itemOf(event.target);
  if (!item || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const inText = event.target.type === "text";
  const key = keyOf(event);
  const box = key && !(inText && /\d/.test(key)) ? item.querySelector(`input[data-key="${key}"]`) : null;
  if (box) {
    tick(box);
    goOn(item, 1);
  } else if (event.key === "Backspace" && !(inText && event.target.value !== "")) goOn(item, -1);
  else if (event.key === "Enter" && inText) goOn(item, 1);
  else return;
  event.preventDefault();
});

form.addEventListener("change", event => {
  if (event.target.type === "text") {
    const number = itemOf(event.target)?.querySelector("[data-number]");
    if (number && event.target.value !== "" && !number.checked) giveNumber(number);
  }
  if (event.target.name) keep(event.target);
});

/** A number was typed: the mark that there is none goes. */
function giveNumber(number) {
  number.checked = true;
  keep(number);
}

// One after the other, so that of two answers to one item the later one stays.
let sending = Promise.resolve();

/** A form that is stored already has no draft: what is changed about it is sent when it is checked. */
function keep(field) {
  if (blank || !form.dataset.draft) return;
  const body = new URLSearchParams();
  for (const name of ["__RequestVerificationToken", "id", "drawn", "session"]) body.set(name, form.elements[name].value);
  body.set("field", field.name);
  body.set("value", field.value);
  sending = sending.then(() => send(body));
}

async function send(body) {
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body, keepalive: true });
    status.textContent = answer.ok ? form.dataset.kept : form.dataset.notKept;
  } catch {
    status.textContent = form.dataset.notKept;
  }
}
