// A menu is a <details>; this only closes it on Escape, on a click elsewhere and when the focus leaves it.
document.documentElement.classList.add("has-script");
for (const menu of document.querySelectorAll("details[data-menu]")) {
  const close = () => { menu.open = false; };
  document.addEventListener("click", (event) => { if (!menu.contains(event.target)) close(); });
  menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(); });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary").focus();
  });
}
