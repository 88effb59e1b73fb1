// Pages work without this file. It keeps a conversation at its newest end, and closes the person's menu on Escape.
"use strict";

const toTheEnd = (list) => { list.scrollTop = list.scrollHeight; };
const atTheEnd = (list) => list.scrollHeight - list.scrollTop - list.clientHeight < 40;

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-keep-at-end]").forEach(toTheEnd);
});

// A part that is replaced while somebody reads older texts must stay where they read.
let readAt = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const list = event.target.querySelector && event.target.querySelector("[data-keep-at-end]");
  readAt = list && !atTheEnd(list) ? list.scrollTop : null;
});
document.addEventListener("htmx:afterSettle", () => {
  document.querySelectorAll("[data-keep-at-end]").forEach((list) => {
    if (readAt === null) toTheEnd(list); else list.scrollTop = readAt;
  });
});

// While somebody uses a control in a part, or has opened a table there, polling leaves it alone.
document.addEventListener("htmx:beforeRequest", (event) => {
  const part = event.target;
  if (!part.hasAttribute("data-live")) return;
  const used = part.contains(document.activeElement) && document.activeElement.matches("a, button, input, summary");
  if (document.hidden || used || part.querySelector("details[open]")) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.person[open]").forEach((menu) => {
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.person[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.removeAttribute("open");
  });
});
