// Small helps in an answer's form. Each has a button that does the same by way of the server, when no script runs.
const told = (element) => element.dispatchEvent(new Event("input", { bubbles: true }));

document.addEventListener("click", (event) => {
  const change = event.target.closest("[data-change]");
  if (change) {
    // The row with the grade that is set instead, and its reason, opens below.
    event.preventDefault();
    const why = change.closest("tr").nextElementSibling;
    why.hidden = false;
    change.setAttribute("aria-expanded", "true");
    why.querySelector("select").focus();
    return;
  }
  const same = event.target.closest("[data-same]");
  if (same) { event.preventDefault(); asBefore(same.closest("tr")); return; }
  const use = event.target.closest("[data-use]");
  if (use) {
    const field = document.getElementById(use.dataset.for);
    field.value = use.dataset.use;
    told(field);
    field.focus();
  }
});

function asBefore(row) {
  for (const set of row.querySelectorAll("fieldset")) {
    const former = set.querySelector("[data-former]");
    for (const input of set.querySelectorAll("input")) input.checked = input === former;
  }
  const why = row.nextElementSibling;
  for (const select of [...row.querySelectorAll("select"), ...why.querySelectorAll("select")]) {
    select.value = select.querySelector("[data-former]")?.value ?? "";
  }
  for (const reason of why.querySelectorAll("[data-was]")) reason.value = reason.dataset.was;
  row.classList.remove("new");
  row.querySelector("[data-same]").hidden = true;
  row.querySelector("input").focus();
  told(row.querySelector("input"));
}

// A row that is no longer as last time says so, and offers the way back.
document.addEventListener("input", (event) => {
  const row = event.target.closest("tr[data-grade]");
  const same = row?.querySelector("[data-same]");
  if (!same || event.target.closest(".why")) return;
  const differs = [...row.querySelectorAll("fieldset")].some((set) => {
    const former = set.querySelector("[data-former]");
    return former ? !former.checked : set.querySelector("input:checked");
  });
  row.classList.toggle("new", differs);
  same.hidden = !differs;
});

// In the table 1, 2 and 3 choose the first, second and third answer of the question that has the focus.
document.addEventListener("keydown", (event) => {
  if (!/^[123]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey) return;
  const input = event.target.closest(".seg input")?.closest(".seg").querySelectorAll("input")[Number(event.key) - 1];
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.checked = true;
  told(input);
});

for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
