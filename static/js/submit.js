// A double click sends once. The server's idempotency key is what holds; this spares people the second answer.
const TRY_AGAIN_AFTER = 15000;
const release = (form) => {
  delete form.dataset.sending;
  for (const button of form.querySelectorAll("[aria-disabled=true][data-held]")) {
    button.removeAttribute("aria-disabled");
    delete button.dataset.held;
  }
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sending) { event.preventDefault(); return; }
  form.dataset.sending = "1";
  for (const button of form.querySelectorAll("button[type=submit]")) {
    button.setAttribute("aria-disabled", "true");
    button.dataset.held = "";
  }
  setTimeout(release, TRY_AGAIN_AFTER, form);
});
// Coming back with the browser's arrow brings the old page, held buttons and all.
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sending]")) release(form); });
