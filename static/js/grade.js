// The grade that three answers give, shown while one answers. The same rule as coordination/situations/grading.py:
// any "don't know" is unknown, any severe is 4 (all three: 5), any middle is 2 (all three: 3), else 1.
const LEVELS = { 0: 0, 1: 1, 2: 2 };
const CRITERIA = ["works", "resources", "load"];

const gradeOf = (levels) => {
  if (levels.some((level) => level === undefined)) return 0;
  const severe = levels.filter((level) => level === 2).length;
  if (severe) return severe === 3 ? 5 : 4;
  const middle = levels.filter((level) => level === 1).length;
  if (middle) return middle === 3 ? 3 : 2;
  return 1;
};

const draw = (out, grade, words) => {
  if (out.classList.contains("res") || out.classList.contains("result")) {
    for (let each = 0; each <= 5; each += 1) out.classList.toggle(`g${each}`, each === grade);
  }
  const use = out.querySelector("svg.m use");
  if (use) use.setAttribute("href", use.getAttribute("href").replace(/#m\d$/, `#m${grade}`));
  const word = out.querySelector("strong, .gw > span");
  if (word && word.textContent !== words[grade]) word.textContent = words[grade];
};

for (const form of document.querySelectorAll("form[data-words]")) {
  const words = { short: form.dataset.words.split("|"), full: form.dataset.wordsInFull.split("|") };
  const value = (name) => form.elements[name]?.value ?? "";
  const show = (path) => {
    const computed = gradeOf(CRITERIA.map((name) => LEVELS[value(`${path}.${name}`)]));
    const grade = Number(value(`${path}.grade`)) || computed;
    for (const part of form.querySelectorAll(`[data-grade="${path}"]`)) {
      part.classList.toggle("is-empty", part.classList.contains("is-empty") && CRITERIA.every((name) => !value(`${path}.${name}`)));
      for (const out of part.querySelectorAll("[data-grade-out]")) {
        draw(out, out.dataset.gradeOut === "grade" ? grade : computed, "full" in out.dataset ? words.full : words.short);
      }
    }
  };
  form.addEventListener("input", (event) => {
    const part = event.target.closest("[data-grade]");
    if (part) show(part.dataset.grade);
  });
  for (const path of new Set([...form.querySelectorAll("[data-grade]")].map((part) => part.dataset.grade))) show(path);
}
