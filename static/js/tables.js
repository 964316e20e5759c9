// A narrow screen lays tables out as lists, and some browsers then forget that they are tables. Those who listen keep them.
{
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
  const narrow = matchMedia("(max-width: 48rem)");
  function keep(table) {
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, td, th")]) {
      const header = part.getAttribute("scope") === "row" ? "rowheader" : "columnheader";
      if (!part.hasAttribute("role")) part.setAttribute("role", ROLES[part.tagName] ?? header);
    }
  }
  function keepAll() {
    if (narrow.matches) document.querySelectorAll("main table").forEach(keep);
  }
  keepAll();
  narrow.addEventListener("change", keepAll);
  // Parts of a page that come anew bring their own tables.
  new MutationObserver(keepAll).observe(document.querySelector("main"), { childList: true, subtree: true });
}
