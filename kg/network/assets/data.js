// The data of the page and the few helpers that all parts share.
// Texts become text nodes only: nothing in these scripts writes HTML.

const read = (id) => JSON.parse(document.getElementById(id).textContent);
const content = read("kg-content");
const nodes = read("kg-nodes");
const edges = read("kg-edges");
const options = JSON.parse(read("kg-options"));

const typeOf = new Map(content.types.map((type) => [type.name, type]));
const kindOf = new Map(content.kind_order.map((name) => [name, content.kinds[name]]));
const rankOf = new Map(content.kind_order.map((name, rank) => [name, rank]));

// For each entity the numbers of its links.
const linksOf = nodes.map(() => []);
for (const edge of edges) {
  linksOf[edge.from].push(edge.id);
  if (edge.to !== edge.from) linksOf[edge.to].push(edge.id);
}

// What the user has chosen. `focus` is the entity whose neighborhood alone is drawn, or null;
// `way` the entities of a way that alone is drawn, or null, `start` where one is to begin;
// `chosen` is {node}, {pair: [a, b]}, {way: true} or null.
const state = {
  amount: content.first,
  extra: new Set(),
  removed: new Set(),
  pinned: new Set(),
  types: new Set(),
  kinds: new Set(),
  focus: null,
  way: null,
  start: null,
  chosen: null,
  hover: null,
};

const prefersDark = window.matchMedia("(prefers-color-scheme: dark)");
const prefersCalm = window.matchMedia("(prefers-reduced-motion: reduce)");
const colorOf = (look) => (prefersDark.matches ? look.dark : look.light);
const byId = (id) => document.getElementById(id);

// An element with properties and children; children that are texts stay texts.
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== "") element.append(child);
  }
  return element;
}

function drawing(tag, attributes, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// The sign of a type, as in the drawing.
function shapeSign(type) {
  const points = content.shapes[type.shape];
  const fill = colorOf(type);
  const sign = points.length
    ? drawing("polygon", { points: points.map((point) => point.join(",")).join(" "), fill })
    : drawing("circle", { cx: 0, cy: 0, r: 1, fill });
  return drawing("svg", { class: "shape", viewBox: "-1.35 -1.35 2.7 2.7", "aria-hidden": "true" }, sign);
}

function lineSign(kind) {
  const line = drawing("line", {
    x1: 1, y1: 5, x2: 25, y2: 5, stroke: colorOf(kind), "stroke-width": Math.max(kind.width, 1.2),
    "stroke-dasharray": kind.dash.join(" "),
  });
  return drawing("svg", { class: "stroke", viewBox: "0 0 26 10", "aria-hidden": "true" }, line);
}

// A text for comparing: no accents, no case, single spaces. The same as `fold` in choose.py.
function fold(text) {
  const plain = text.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  let folded = "";
  for (const letter of plain) folded += Object.hasOwn(content.fold, letter) ? content.fold[letter] : letter;
  return folded.split(/\s+/).filter(Boolean).join(" ");
}

// A name for the drawing: no control characters, none that turn the direction of what follows.
const clean = (text) => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "").replace(/\s+/g, " ").trim() || "?";

const plural = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

// Only web addresses become links.
function webAddress(text) {
  try {
    const address = new URL(text);
    return address.protocol === "http:" || address.protocol === "https:" ? address.href : null;
  } catch {
    return null;
  }
}

// Tells those who do not see the page what has happened; others read it in the notice.
function say(words) {
  byId("said").textContent = words;
  byId("notice").textContent = words;
  byId("notice").hidden = false;
}
