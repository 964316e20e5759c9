// A source's number or a fact goes in where the writer last stood: <button data-insert="[3]" hidden>. Without script the
// number is typed, and a fact's button sends the form, which puts it last in its section.
const buttons = document.querySelectorAll("button[data-insert]");
let last = document.querySelector("form[data-autosave] textarea");
document.addEventListener("focusin", (event) => { if (event.target.matches("form[data-autosave] textarea")) last = event.target; });
for (const button of buttons) {
  button.hidden = false;
  button.addEventListener("click", (event) => {
    if (!last) return;
    event.preventDefault();
    const at = last.selectionEnd;
    const gap = at > 0 && !/\s$/.test(last.value.slice(0, at)) ? " " : "";
    last.setRangeText(gap + button.dataset.insert, at, at, "end");
    last.dispatchEvent(new Event("input", { bubbles: true }));
    last.focus();
  });
}
