// Keys for those who want them: "?" lists them, letters can be switched off (kept in this browser), Ctrl+Enter sends.
const keys = document.getElementById("tangenter");
const OFF = "samlad-keys-off";
const isOff = () => localStorage.getItem(OFF) === "1";
const writing = (element) => element.closest("input, textarea, select, [contenteditable=true]");
let before = "";

const go = (sequence) => {
  if (sequence === "g s") { location.assign("/"); return true; }
  const link = document.querySelector(`a[data-key="${CSS.escape(sequence).replace("\\ ", " ")}"]`);
  if (link) link.click();
  return Boolean(link);
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form[method=post]");
    if (form && writing(event.target)) { event.preventDefault(); form.requestSubmit(form.querySelector("button[type=submit].btn-1") ?? undefined); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target) || isOff()) return;
  if (event.key === "?" && keys) { event.preventDefault(); keys.showModal(); return; }
  const sequence = `${before} ${event.key}`;
  before = event.key.length === 1 ? event.key : "";
  if (/^[a-z] [a-z]$/.test(sequence) && go(sequence)) { event.preventDefault(); before = ""; }
});

if (keys) {
  const toggle = keys.querySelector("[data-keys-toggle]");
  const show = () => { toggle.textContent = isOff() ? toggle.dataset.on : toggle.dataset.off; };
  toggle.addEventListener("click", () => { localStorage.setItem(OFF, isOff() ? "0" : "1"); show(); });
  for (const button of document.querySelectorAll("[data-open-keys]")) button.addEventListener("click", () => keys.showModal());
  show();
}
