"use strict";
// Shortcuts: keys that focus or press what is on the page anyway, and do nothing where it is not. They are single
// characters, which get in the way of speech input and of some screen readers: they can be switched off (WCAG 2.1.4),
// where the theme is chosen and in the dialog of "?". One listener on the document, which looks at the page when a key
// is pressed, so that what htmx swaps in needs no wiring.
(() => {
  const typedInto = "input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=reset]), textarea, select, [contenteditable]:not([contenteditable=false])";
  const rows = "main tbody tr, main .found > li";
  const first = (selector, root = document) => [...root.querySelectorAll(selector)].find((element) => element.checkVisibility({ visibilityProperty: true }));

  function search() {
    const field = first("main input[type=search]") ?? first("#site-q");
    field?.focus();
    field?.select();
    if (!field) first(".site-search-link")?.click(); // a narrow window has the field on a page of its own
  }

  // The first row from here is the one that can be seen, the header not being over it: who has scrolled stays there.
  function inView(links) {
    const top = document.querySelector(".header")?.getBoundingClientRect().bottom ?? 0;
    return links.find((link) => link.getBoundingClientRect().top >= top) ?? links.at(-1);
  }

  // The focus itself moves, to the link that the row is about: what follows it, reads it or speaks it needs no more.
  function move(by) {
    const links = [...document.querySelectorAll(rows)].map((row) => first("a[href]", row)).filter(Boolean);
    const at = links.findIndex((link) => link.closest(rows).contains(document.activeElement));
    const link = at < 0 ? inView(links) : links[at + by];
    link?.focus({ preventScroll: true, focusVisible: true });
    link?.closest(rows).scrollIntoView({ block: "nearest" });
  }

  // The button of the row that has the focus, else the one that is about the page.
  function redeliver() {
    const row = document.activeElement?.closest(rows);
    const button = row ? first("[data-redeliver]", row) : first("main [data-redeliver]:not(tr *)");
    button?.click();
  }

  const keys = {
    "/": search,
    "j": () => move(1),
    "k": () => move(-1),
    "r": redeliver,
    "?": () => document.getElementById("shortcuts").showModal(),
  };

  // Keys belong to the field that is typed into, and to what lies over the page.
  function taken(target) {
    return (target instanceof Element && target.closest(typedInto)) || document.querySelector("dialog[open], :popover-open");
  }

  document.addEventListener("keydown", (event) => {
    const act = Object.hasOwn(keys, event.key) && keys[event.key];
    if (!act || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.repeat && event.key !== "j" && event.key !== "k") return;
    if (document.documentElement.dataset.shortcuts === "off" || taken(event.target)) return;
    event.preventDefault();
    act();
  });
})();
