// Shows instants in the reader's own time, and lets them be typed in it. Without this module everything is in UTC, and says so.

const pad = (number, length = 2) => String(number).padStart(length, "0");

// As a field for date and time holds it.
const local = (date) => `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}T${pad(date.getHours())}:${pad(date.getMinutes())}`;

const minutesAhead = (date) => -date.getTimezoneOffset();

for (const time of document.querySelectorAll("time[datetime$='Z']")) {
  const instant = new Date(time.dateTime);
  time.textContent = instant.toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  time.title = time.dateTime;
}

// A field says with data-offset which hidden field takes how far the clock is ahead of UTC, and with data-local which words then replace its hint.
for (const field of document.querySelectorAll("input[type=datetime-local][data-offset]")) {
  const offset = document.getElementById(field.dataset.offset);
  if (field.value && !offset.value) field.value = local(new Date(`${field.value}Z`));
  const note = () => { offset.value = field.value ? String(minutesAhead(new Date(field.value))) : ""; };
  field.addEventListener("input", note);
  note();
  const hint = document.getElementById(`${field.id}-hint`);
  if (hint) hint.textContent = hint.dataset.local;
}
