// A source's number goes in where the writer last stood: <button data-insert="[3]" hidden>. Without script it is typed.
const buttons = document.querySelectorAll("button[data-insert]");
let last = document.querySelector("form[data-autosave] textarea");
document.addEventListener("focusin", (event) => { if (event.target.matches("form[data-autosave] textarea")) last = event.target; });
for (const button of buttons) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (!last) return;
    const at = last.selectionEnd;
    const gap = at > 0 && !/\s$/.test(last.value.slice(0, at)) ? " " : "";
    last.setRangeText(gap + button.dataset.insert, at, at, "end");
    last.dispatchEvent(new Event("input", { bubbles: true }));
    last.focus();
  });
}
