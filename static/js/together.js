// What colleagues have saved meanwhile, in other sections than mine: autosave.js tells what the server answered. A
// section that I have begun to write in since stays as it is; the next saving then meets its new version and asks.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const plain = (text) => text.replaceAll("\r\n", "\n").trim();
  let version = form.querySelector("[name=version]")?.value;

  form.addEventListener("autosaved", ({ detail }) => {
    let mine = false;
    for (const [name, { from, to }] of Object.entries(detail.words ?? {})) {
      const field = form.querySelector(`textarea[name="${name}"]`);
      if (field && plain(field.value) === from) field.value = to; else mine = true;
    }
    const kept = form.querySelector("[name=version]");
    if (mine) { if (kept) kept.value = version; return; }
    version = kept?.value;
    for (const name of ["compilation", "was"]) {
      const hidden = form.querySelector(`[name="${name}"]`);
      if (hidden && detail[name] !== undefined && detail[name] !== null) hidden.value = detail[name];
    }
    tell(detail.others ?? []);
  });

  function tell(names) {
    const line = form.querySelector("[data-presence]");
    if (!line) return;
    line.hidden = names.length === 0;
    line.textContent = names.length ? line.dataset.words.replace("NAMN", names.join(", ")) : "";
  }
}
