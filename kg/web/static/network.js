// Completes names by asking the server, and shows the neighborhood of one without leaving the page.
"use strict";
const form = document.querySelector("form.filters");
const around = form.elements.around;
const depth = form.elements.depth;
const names = document.getElementById("names");
const frame = document.querySelector("iframe.viewer");
let asked = "";

async function complete() {
  const text = around.value.trim();
  if (text.length < 2 || text === asked) return;
  asked = text;
  const answer = await fetch(`/api/search?${new URLSearchParams({ q: text })}`);
  if (!answer.ok || text !== around.value.trim()) return;
  const { things } = await answer.json();
  names.replaceChildren(...things.slice(0, 12).map((thing) => {
    const option = document.createElement("option");
    option.value = thing.label;
    return option;
  }));
}

function fieldsOf() {
  const name = around.value.trim();
  return name ? `?${new URLSearchParams({ around: name, depth: depth.value })}` : "";
}

function show(fields) {
  frame.contentWindow.location.replace(`/network/page${fields}`);
}

let waiting;
around.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(complete, 150);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  history.pushState(null, "", `/network${fieldsOf()}`);
  show(fieldsOf());
});
depth.addEventListener("change", () => { if (around.value.trim()) form.requestSubmit(); });
window.addEventListener("popstate", () => {
  const fields = new URLSearchParams(location.search);
  around.value = fields.get("around") || "";
  depth.value = fields.get("depth") || "1";
  show(fieldsOf());
});
