// Measures this browser's connection to the server: round trips one after another, then pieces of noise down and up.

const PINGS = 24, WARM_UP = 4, PIECES = 3, PIECE_BYTES = 128 * 1024, LATE_MS = 1000, GIVEN_UP_MS = 5000;

const form = document.getElementById("connection");
const measure = document.getElementById("measure");
const keep = document.getElementById("keep");
const status = document.getElementById("measuring");

async function timed(path, options = {}) {
  const start = performance.now();
  const answer = await fetch(`${form.dataset.path}/${path}`, { cache: "no-store", signal: AbortSignal.timeout(GIVEN_UP_MS), ...options });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status}`);
  await answer.arrayBuffer();
  return performance.now() - start;
}

// A ping without an answer counts as late, at the time at which it was given up.
async function pings() {
  const times = [];
  for (let i = 0; i < PINGS; i++) times.push(await timed("ping").catch(() => GIVEN_UP_MS));
  return times.slice(WARM_UP);   // the first ones pay for setting up the connection
}

async function kilobitsASecond(send) {
  let milliseconds = 0;
  for (let i = 0; i < PIECES; i++) milliseconds += await send();
  return (8 * PIECES * PIECE_BYTES) / milliseconds;
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

function noise() {
  const piece = new Uint8Array(PIECE_BYTES);
  for (let at = 0; at < PIECE_BYTES; at += 65536) crypto.getRandomValues(piece.subarray(at, at + 65536));   // the most it gives at once
  return piece;
}

function show(name, value) {
  document.getElementById(name).value = value.toFixed(3);
  document.getElementById(`${name}-shown`).textContent = value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: value < 10 ? 1 : 0 });
}

async function run() {
  const times = await pings();
  show("rtt_ms", median(times));
  show("jitter_ms", mean(times.slice(1).map((time, i) => Math.abs(time - times[i]))));
  show("late_pct", (100 * times.filter((time) => time >= LATE_MS).length) / times.length);
  show("down_kbps", await kilobitsASecond(() => timed("piece")));
  const piece = noise();
  show("up_kbps", await kilobitsASecond(() => timed("piece", { method: "POST", body: piece })));
}

measure.addEventListener("click", async () => {
  measure.disabled = true;
  keep.disabled = true;
  status.textContent = status.dataset.running;
  try {
    await run();
    status.textContent = status.dataset.ready;
    keep.disabled = false;
    keep.focus();
  } catch {
    status.textContent = status.dataset.failed;
    measure.focus();
  } finally {
    measure.disabled = false;
  }
});
