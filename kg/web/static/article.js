// Hover or focus explains: a name in a bubble, words of a statement by lighting up its note.
"use strict";
const text = document.getElementById("text");
const bubble = document.getElementById("bubble");

function light(note, on) {
  for (const piece of text.querySelectorAll(`[data-note="${CSS.escape(note)}"]`)) {
    piece.classList.toggle("on", on);
  }
  document.getElementById(note)?.classList.toggle("on", on);
}

function explain(name) {
  const title = document.createElement("b");
  title.textContent = name.dataset.name;
  const more = document.createElement("span");
  more.textContent = `${name.dataset.kind} · ${name.dataset.why}`;
  bubble.replaceChildren(title, more);
  bubble.hidden = false;
  const place = name.getClientRects()[0];
  const left = Math.min(place.left, window.innerWidth - bubble.offsetWidth - 12);
  const below = place.bottom + 8 + bubble.offsetHeight < window.innerHeight;
  bubble.style.left = `${Math.max(8, left)}px`;
  bubble.style.top = `${below ? place.bottom + 8 : place.top - 8 - bubble.offsetHeight}px`;
}

function shown(event, on) {
  const piece = event.target.closest(".piece[data-note]");
  const name = event.target.closest("a.name");
  const ref = event.target.closest("a.ref");
  const note = event.target.closest(".note");
  if (piece) light(piece.dataset.note, on);
  if (ref) light(ref.hash.slice(1), on);
  if (note) light(note.id, on);
  if (name && on) explain(name);
  else bubble.hidden = true;
}

for (const kind of ["mouseover", "focusin"]) text.addEventListener(kind, (event) => shown(event, true));
for (const kind of ["mouseout", "focusout"]) text.addEventListener(kind, (event) => shown(event, false));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") bubble.hidden = true; });
document.addEventListener("scroll", () => { bubble.hidden = true; }, { passive: true });
