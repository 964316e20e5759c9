// Typing is kept on the server: <form data-autosave="/address/">. Two seconds after the last key, when the focus leaves,
// and when the page is hidden. The answer is JSON {saved_at: "07:38", version: 4}; 409 means somebody else wrote meanwhile.
const WAIT = 2000;
const RETRY = 10000;

const read = (text) => { try { return JSON.parse(text); } catch { return {}; } };
const at = (content, path) => String(path.split(".").reduce((place, name) => place?.[name], content) ?? "");
// What is typed, without files: those go along when a button is pressed, once.
const typed = (form) => { const data = new FormData(form); for (const { name } of form.querySelectorAll("input[type=file]")) data.delete(name); return data; };
const said = (controls) => (controls[0]?.type === "radio" ? controls.find((one) => one.checked)?.value : controls[0]?.value) ?? "";

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
  let timer = 0;
  let changed = false;
  let saving = false;
  let stopped = false;
  let held = null;
  let triedKey = false;

  const tell = (words, late) => {
    if (!status) return;
    const text = status.querySelector("span") ?? status;
    if (text.textContent !== words) text.textContent = words;
    status.classList.toggle("is-late", late);
  };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

  async function save() {
    if (!changed || saving || stopped) return;
    saving = true;
    changed = false;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST", body: typed(form), credentials: "same-origin", redirect: "manual",
        headers: { "X-Requested-With": "autosave", Accept: "application/json" },
      });
      await heard(answer);
    } catch {
      changed = true;
      tell(status?.dataset.unsaved ?? "", true);
      later(RETRY);
    } finally {
      saving = false;
      if (held) { const { submitter } = held; held = null; form.requestSubmit(submitter); }
    }
  }

  async function heard(answer) {
    if (answer.ok) {
      triedKey = false;
      const told = await answer.json();
      if (takeOver(told.fields ?? {})) {
        for (const name of ["version", "was"]) {
          for (const field of form.querySelectorAll(`[name=${name}]`)) if (told[name] !== undefined) field.value = told[name];
        }
      }
      tell(`${status?.dataset.saved ?? ""} ${told.saved_at ?? ""}`.trim(), false);
      form.dispatchEvent(new CustomEvent("autosaved", { detail: told, bubbles: true }));
      if (changed) later(WAIT);
      return;
    }
    changed = true;
    if (answer.status === 409) { stopped = true; tell(status?.dataset.movedOn ?? "", true); return; }
    const signedOut = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
    if (signedOut && await hasNewKey()) { later(0); return; }
    tell((signedOut ? status?.dataset.signedOut : status?.dataset.unsaved) ?? "", true);
    later(RETRY);
  }

  // What a colleague has written meanwhile, in other fields, is shown. A field that is being written in is left alone:
  // then the page stands on what it stood on, and the server asks about that field next time.
  function takeOver(fields) {
    const was = read(form.querySelector("[name=was]")?.value);
    const found = Object.entries(fields).map(([name, value]) => ({ value, controls: [...form.querySelectorAll(`[name="${name}"]`)], path: name }));
    const untouched = found.every(({ controls, path }) => !controls.includes(document.activeElement) && said(controls) === at(was, path));
    if (!untouched) return false;
    for (const { controls, value } of found) {
      for (const control of controls) {
        if (control.type === "radio") control.checked = control.value === value;
        else control.value = value;
      }
    }
    return true;
  }

  // Signed in again in another tab: the forms of this page get the new key, if it is the same person who writes.
  async function hasNewKey() {
    const answer = await fetch("/konto/nyckel/", { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return false;
    const { key, writer } = await answer.json().catch(() => ({}));
    const fields = [...document.querySelectorAll("[name=csrfmiddlewaretoken]")];
    if (!key || writer !== document.body.dataset.writer || triedKey) return false;
    triedKey = true;
    for (const field of fields) field.value = key;
    return true;
  }

  form.addEventListener("input", () => { changed = true; later(WAIT); });
  form.addEventListener("focusout", () => { if (changed) later(0); });
  // Leaving a field to press a button saves first: the button waits for the new version, or it would meet its own writer.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (saving) { event.preventDefault(); held = { submitter: event.submitter }; return; }
    changed = false;
    stopped = true;
  });
  addEventListener("online", () => later(0));
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  // Only what is not saved is worth a warning.
  addEventListener("beforeunload", (event) => { if (changed && !form.dataset.sending) event.preventDefault(); });
}
