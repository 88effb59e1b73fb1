// Keeps an open page fresh and answers without leaving it. Everything works without this file, by reloading.
"use strict";

const desk = document.querySelector("[data-fresh]");
const problem = document.getElementById("problem");
let due = false;      // something changed since the page was last drawn
let drawing = false;

function complain(words) {
  problem.textContent = words;
  problem.hidden = !words;
}

// Fetches this page anew and exchanges the living parts; what a person is typing stands outside of them.
async function draw() {
  if (!desk || drawing || document.hidden) return;
  drawing = true;
  due = false;
  try {
    const answer = await fetch(desk.dataset.fresh, { headers: { Accept: "text/html" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const newer = fresh.getElementById(part.id);
      if (newer && newer.innerHTML !== part.innerHTML) exchange(part, newer);
    }
    if (!document.getElementById("talk") && fresh.getElementById("talk")) location.reload();
  } catch {
    due = true;
  } finally {
    drawing = false;
  }
  if (due) setTimeout(draw, 1000);
}

// A link that has the keyboard's focus keeps it.
function exchange(part, newer) {
  const focused = part.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  part.replaceChildren(...newer.childNodes);
  if (focused) part.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
}

function changed() {
  if (due) return;
  due = true;
  setTimeout(draw, 100);
}

async function answer(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const typed = form.querySelector("input[name=body]");
  const body = typed ? typed.value : event.submitter.value;
  if (typed) typed.value = "";
  try {
    const said = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ body }),
    });
    complain(said.ok ? "" : (await said.json()).error);
  } catch (failure) {
    if (typed) typed.value = body;
    complain(String(failure));
  }
}

for (const form of document.querySelectorAll("form[data-answer]")) form.addEventListener("submit", answer);

// A browser allows few open streams: a page that nobody sees gives its own back.
let stream = null;
function listen() {
  stream?.close();
  stream = null;
  if (document.hidden) return;
  stream = new EventSource("/live");
  stream.addEventListener("message", changed);
  stream.addEventListener("open", changed);  // what happened while nobody listened
}

if (desk) {
  listen();
  document.addEventListener("visibilitychange", listen);
  setInterval(draw, 20000);  // the clock's face moves even when nothing happens
}
