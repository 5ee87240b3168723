"use strict";
// The language of the page: that of the browser if the page has it, else Chinese.
const language = (() => {
  const root = document.documentElement;
  const words = JSON.parse(document.getElementById("words").textContent);
  const tags = { zh: "zh-CN", en: "en" };
  let current = "zh";

  const set = (chosen) => {
    current = chosen;
    root.lang = tags[chosen];
    for (const element of document.querySelectorAll("[data-w]")) {
      const word = words[chosen][element.dataset.w];
      const value = element.dataset.n;
      element.textContent = value === undefined ? word : word.split("{}").join(value);
    }
    for (const element of document.querySelectorAll("[data-l]")) {
      const word = words[chosen][element.dataset.l];
      element.setAttribute("aria-label", word);
      element.title = word;
    }
    for (const button of document.querySelectorAll("[data-language]")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === chosen));
    }
  };

  for (const button of document.querySelectorAll("[data-language]")) {
    button.addEventListener("click", () => set(button.dataset.language));
  }
  document.getElementById("print").addEventListener("click", () => window.print());
  if (/^en\b/i.test(navigator.language)) set("en");
  return { toggle: () => set(current === "zh" ? "en" : "zh") };
})();
