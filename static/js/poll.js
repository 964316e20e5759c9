// What changes while others work is asked for again: <div data-poll="/address/">. Not while the page is hidden, and never
// under somebody who is in it by keyboard. Without script, or without net, the part stands with its time and its link.
const EVERY = 20 * 1000;
// A page that nobody touches falls silent, so that its asking does not keep a forgotten session open.
const REST = 20 * 60 * 1000;
let touched = Date.now();
for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true });

for (const part of document.querySelectorAll("[data-poll]")) {
  let asking = false;
  const ask = async () => {
    if (document.hidden || asking || Date.now() - touched > REST || part.contains(document.activeElement)) return;
    asking = true;
    try {
      const answer = await fetch(part.dataset.poll, { credentials: "same-origin", redirect: "error", headers: { "X-Samlad-Part": "1" } });
      if (!answer.ok) return;
      const read = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!part.contains(document.activeElement)) part.replaceChildren(...read.body.childNodes);
    } catch {
      // The next time will do.
    } finally {
      asking = false;
    }
  };
  setInterval(ask, EVERY);
}
