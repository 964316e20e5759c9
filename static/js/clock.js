// The head's clock goes on from the server's time, never from the device's; an exercise's clock at its own speed.
const clock = document.querySelector("time[data-clock]");
if (clock) {
  const start = Date.parse(clock.dateTime);
  const speed = Number(clock.dataset.speed ?? 1); // 0: an exercise that is paused
  const opened = performance.now();
  const swedish = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Stockholm", hour: "2-digit", minute: "2-digit" });
  const tick = () => {
    const now = new Date(start + (performance.now() - opened) * speed);
    const words = swedish.format(now);
    if (clock.textContent !== words) {
      clock.textContent = words;
      clock.dateTime = now.toISOString();
    }
  };
  if (!Number.isNaN(start) && speed > 0) setInterval(tick, Math.max(250, 1000 / speed));
}

// The clock goes on but the page stands: after five minutes it says so. Where one writes it keeps quiet.
const STALE_AFTER = 5 * 60 * 1000;
const stale = document.querySelector("[data-stale]");
if (stale && !document.querySelector("form[data-autosave]")) setTimeout(() => { stale.hidden = false; }, STALE_AFTER);
