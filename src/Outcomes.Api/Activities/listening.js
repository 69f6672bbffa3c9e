// Tells the server which parts of a sound were played: when the player pauses or ends, and when the page is left. Nothing is kept in this browser.

const audio = document.querySelector("audio[data-played]");
let told = "";

function parts() {
  const played = audio.played;
  return Array.from({ length: played.length }, (_, i) => `${played.start(i).toFixed(2)}-${played.end(i).toFixed(2)}`).join(",");
}

async function tell() {
  const now = parts();
  if (now === "" || now === told) return;
  told = now;
  const failed = () => { told = ""; };
  const answer = await fetch(audio.dataset.played, { method: "POST", body: new URLSearchParams({ parts: now }), keepalive: true }).catch(failed);
  if (answer && !answer.ok) failed();
}

audio.addEventListener("pause", tell);
audio.addEventListener("ended", tell);
addEventListener("pagehide", tell);
document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") tell(); });
