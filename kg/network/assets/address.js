// What is chosen, kept in the address, so that a view can be sent and the browser's back works; the
// same texts are the steps that Undo takes back.

const steps = [];
const MOST_STEPS = 100;
const numberOf = new Map(nodes.map((node) => [node.entity, node.id]));
let silent = false;

// The state as text, shortest where nothing is chosen.
function stateText() {
  const parts = new URLSearchParams();
  const put = (name, value) => value && parts.set(name, value);
  const idsOf = (set) => [...set].map((id) => nodes[id].entity).join(" ");
  if (state.chosen && state.chosen.node !== undefined) put("chosen", nodes[state.chosen.node].entity);
  if (state.chosen && state.chosen.pair) put("link", idsOf(state.chosen.pair));
  if (state.focus !== null) put("around", nodes[state.focus].entity);
  if (state.way) put("way", idsOf(state.way));
  if (state.amount !== content.first) put("amount", String(state.amount));
  put("hidden", idsOf(state.removed));
  put("pinned", idsOf(state.pinned));
  put("more", idsOf(state.extra));
  put("without", [...state.types, ...state.kinds].join(" "));
  for (const name of Object.keys(NO_FILTER)) if (filter[name] !== NO_FILTER[name]) put(name, String(filter[name]));
  put("view", byId("table").hidden ? (byId("issues").hidden ? "" : "issues") : "table");
  return parts.toString();
}

// Brings back a state; names that are not on this page are passed over.
function restore(text) {
  const parts = new URLSearchParams(text);
  const ids = (name) => (parts.get(name) || "").split(" ").map((entity) => numberOf.get(entity)).filter((id) => id !== undefined);
  const one = (name) => (ids(name).length ? ids(name)[0] : null);
  const without = new Set((parts.get("without") || "").split(" "));
  const amount = Number.parseInt(parts.get("amount") || "", 10);
  silent = true;
  Object.assign(state, {
    amount: Number.isFinite(amount) ? Math.min(Math.max(amount, 1), nodes.length) : content.first,
    removed: new Set(ids("hidden")), pinned: new Set(ids("pinned")), extra: new Set(ids("more")),
    types: new Set(content.types.map((type) => type.name).filter((name) => without.has(name))),
    kinds: new Set(content.kind_order.filter((name) => without.has(name))),
    focus: one("around"), way: ids("way").length > 1 ? ids("way") : null, hover: null, start: null, chosen: null,
  });
  if (state.way) state.chosen = { way: true };
  else if (ids("link").length === 2) state.chosen = { pair: ids("link") };
  else if (one("chosen") !== null) state.chosen = { node: one("chosen") };
  for (const name of Object.keys(NO_FILTER)) filter[name] = parts.get(name) || NO_FILTER[name];
  filter.least = Math.max(1, Number.parseInt(filter.least, 10) || 1);
  refilter();
  showFilters();
  showLegend();
  showIssues(parts.get("view") === "issues");
  showTable(parts.get("view") === "table");
  apply(false);
  showPanel();
  fitAll({});
  silent = false;
}

// Notes the state before it changes, for Undo.
function remember() {
  if (silent) return;
  const text = stateText();
  if (steps[steps.length - 1] !== text) steps.push(text);
  if (steps.length > MOST_STEPS) steps.shift();
  byId("undo").disabled = false;
}

function undo() {
  const text = steps.pop();
  byId("undo").disabled = !steps.length;
  if (text === undefined) return;
  restore(text);
  note(false);
}

// Writes the state into the address; a step for the browser's back only where the view changed.
function note(isStep) {
  if (silent) return;
  const text = stateText();
  if (text === location.hash.slice(1)) return;
  try {
    history[isStep ? "pushState" : "replaceState"](null, "", text ? `#${text}` : "#");
  } catch {
    // Inside a notebook's frame there is no address of our own.
  }
}

function wireAddress() {
  window.addEventListener("popstate", () => restore(location.hash.slice(1)));
  byId("undo").addEventListener("click", undo);
  byId("undo").disabled = true;
}
