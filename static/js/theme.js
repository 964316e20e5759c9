// Light and dark without a new page: the server still keeps the choice, this shows it at once.
for (const form of document.querySelectorAll("form[data-theme-form]")) {
  form.addEventListener("submit", async (event) => {
    const chosen = event.submitter?.value;
    if (chosen === undefined) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    body.set("theme", chosen);
    if (chosen) document.documentElement.dataset.theme = chosen;
    else delete document.documentElement.dataset.theme;
    for (const button of document.querySelectorAll("form[data-theme-form] button")) {
      button.setAttribute("aria-pressed", String(button.value === chosen));
    }
    await fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
  });
}
