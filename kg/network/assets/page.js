// What the user does, and what is drawn after it.

const MOST_AROUND = 60;

// The entities to draw now, with their places.
function toDraw() {
  const kept = (id) => isKept(nodes[id]);
  if (state.way !== null) return placesOnWay();
  if (state.focus !== null) return ringsAround(state.focus, kept);
  const drawn = new Map();
  // Under a filter the first of what is left are drawn, wherever they stand among all.
  let room = state.amount;
  for (const node of nodes) {
    const isFirst = left === null ? node.id < state.amount : room > 0 && isLeft(node.id);
    const isWanted = isFirst || state.extra.has(node.id) || state.pinned.has(node.id);
    if (!isWanted || !kept(node.id)) continue;
    drawn.set(node.id, node);
    room -= 1;
  }
  return drawn;
}

// An entity in the middle, those it is linked to on rings around it, like beside like.
function ringsAround(center, kept) {
  const around = new Set();
  for (const number of linksOf[center]) {
    const edge = edges[number];
    if (state.kinds.has(edge.kind) || !passes(edge)) continue;
    for (const id of [edge.from, edge.to]) if (id !== center && kept(id)) around.add(id);
  }
  const order = content.types.map((type) => type.name);
  const all = [...around].sort((a, b) => a - b);
  const chosen = all.slice(0, MOST_AROUND);
  chosen.sort((a, b) => order.indexOf(nodes[a].type) - order.indexOf(nodes[b].type) || a - b);
  state.missing = all.length - chosen.length;
  return new Map([[center, { x: 0, y: 0 }], ...ringPlaces(chosen)]);
}

// Up to 18 on one ring as wide as they need, more on rings of 12, 20, 28 …
function ringPlaces(ids) {
  const places = [];
  const single = ids.length <= 18;
  for (let at = 0, ring = 0; at < ids.length; ring += 1) {
    const width = single ? Math.max(250, 22 * ids.length) : 270 + 190 * ring;
    const height = single ? Math.max(180, 15.5 * ids.length) : 190 + 130 * ring;
    const part = ids.slice(at, at + (single ? 18 : 12 + 8 * ring));
    part.forEach((id, index) => {
      const angle = ((index + 0.5 * (ring % 2)) / part.length) * 2 * Math.PI - Math.PI / 2;
      places.push([id, { x: Math.round(width * Math.cos(angle)), y: Math.round(height * Math.sin(angle)) }]);
    });
    at += part.length;
  }
  return places;
}

// Brings the drawing in line with the state.
function apply(fit) {
  const drawn = toDraw();
  visNodes.remove(visNodes.getIds().filter((id) => !drawn.has(id)));
  visNodes.update([...drawn].map(([id, { x, y }]) => ({ id, x, y, shape: "custom", fixed: state.pinned.has(id), ctxRenderer: paintNode })));
  const pairs = pairsAmong(new Set(drawn.keys()));
  visEdges.remove(visEdges.getIds().filter((key) => !pairs.has(key)));
  visEdges.update([...pairs].map(([key, ids]) => lineOf(key, ids)));
  light();
  showCounts(drawn);
  showCrumb();
  if (!byId("table").hidden) fillTable();
  if (!byId("issues").hidden) fillIssues();
  if (fit) fitAll({ moving: true });
  note(false);
}

function choose(id) {
  if (id !== null && state.start !== null && state.start !== id) return endWay(id);
  if (state.way !== null && (id === null || !state.way.includes(id))) leaveWay();
  state.chosen = id === null ? null : { node: id };
  state.hover = null;
  if (id !== null && byId("table").hidden && visNodes.get(id) === null) return reveal(id);
  light();
  showPanel();
  if (id !== null) bringIntoView(id);
  note(true);
  return network.redraw();
}

function leaveWay() {
  Object.assign(state, { way: null, chosen: null });
  apply(true);
}

function choosePair(a, b) {
  state.chosen = { pair: [Math.min(a, b), Math.max(a, b)] };
  state.hover = null;
  light();
  showPanel();
  note(true);
  network.redraw();
}

// Chooses an entity wherever it is: one that is not drawn is shown with its neighborhood.
function reveal(id) {
  if (state.start !== null && state.start !== id) return endWay(id);
  if (state.way !== null) leaveWay();
  state.removed.delete(id);
  state.types.delete(nodes[id].type);
  showLegend();
  state.chosen = { node: id };
  if (visNodes.get(id) === null) return focusOn(id);
  apply(false);
  showPanel();
  bringIntoView(id);
  return undefined;
}

function focusOn(id) {
  remember();
  state.way = null;
  state.focus = id;
  state.chosen = { node: id };
  state.hover = null;
  if (!byId("table").hidden) showTable(false);
  if (!byId("issues").hidden) showIssues(false);
  apply(false);
  showPanel();
  fitAll({ least: LEAST_SCALE });
  note(true);
}

function pin(id) {
  remember();
  if (state.pinned.has(id)) state.pinned.delete(id);
  else state.pinned.add(id);
  apply(false);
  showPanel();
}

function hide(id) {
  remember();
  state.removed.add(id);
  if (state.focus === id) state.focus = null;
  state.chosen = null;
  showPanel();
  apply(false);
}

function leaveFocus() {
  Object.assign(state, { focus: null, way: null, start: null });
  apply(true);
}

function reset() {
  remember();
  Object.assign(state, { amount: content.first, focus: null, way: null, start: null, chosen: null, hover: null });
  for (const chosen of [state.extra, state.removed, state.pinned, state.types, state.kinds]) chosen.clear();
  Object.assign(filter, NO_FILTER);
  refilter();
  showFilters();
  if (byId("physics").checked) byId("physics").click();
  clearSearch();
  showIssues(false);
  showTable(false);
  showLegend();
  showPanel();
  apply(true);
}

function showCounts(drawn) {
  const articles = content.articles ? ` from ${plural(content.articles, "article", "articles")}` : "";
  byId("count").textContent = `${drawn.size.toLocaleString("en")} of ${plural(nodes.length, "entity", "entities")} drawn, ${plural(edges.length, "link", "links")}${articles}`;
  byId("amount-shown").textContent = state.focus === null ? `${Math.min(state.amount, nodes.length)} of ${nodes.length}` : "neighbors";
  byId("amount").value = state.amount;
  const counts = new Map();
  for (const id of drawn.keys()) counts.set(nodes[id].type, (counts.get(nodes[id].type) || 0) + 1);
  for (const button of byId("types").querySelectorAll("button")) {
    const type = typeOf.get(button.value);
    button.querySelector(".number").textContent = `${counts.get(type.name) || 0} / ${type.count}`;
  }
}

function showCrumb() {
  const crumb = byId("crumb");
  crumb.hidden = state.focus === null && state.way === null && state.start === null;
  if (crumb.hidden) return;
  const back = (words) => make("button", { className: "act", type: "button", on: { click: leaveFocus } }, words);
  const nameOf = (id) => make("strong", { dir: "auto" }, clean(nodes[id].label).slice(0, 90));
  if (state.start !== null) return crumb.replaceChildren(back("Cancel"), make("span", {}, "Path from ", nameOf(state.start), " to …: click or search the other end"));
  if (state.way !== null) return crumb.replaceChildren(back("← Whole view"), make("span", {}, "Path from ", nameOf(state.way[0]), " to ", nameOf(state.way[state.way.length - 1])));
  const more = state.missing ? ` (${state.missing} more in the panel)` : "";
  return crumb.replaceChildren(back("← Whole view"), make("span", {}, "Neighbors of ", nameOf(state.focus), more));
}

function showLegend() {
  byId("types").replaceChildren(...content.types.map((type) => key(type.name, state.types, shapeSign(type), type.many, "")));
  const used = new Map();
  for (const edge of edges) used.set(edge.kind, (used.get(edge.kind) || 0) + 1);
  const kinds = content.kind_order.filter((name) => used.has(name));
  byId("kinds").replaceChildren(
    ...kinds.map((name) => key(name, state.kinds, lineSign(kindOf.get(name)), kindOf.get(name).label, String(used.get(name)), kindOf.get(name).help)),
  );
}

// One line of the legend: shows what a sign means, and switches it off and on.
function key(name, off, sign, words, number, title) {
  const turn = (event) => {
    remember();
    if (off.has(name)) off.delete(name);
    else off.add(name);
    event.currentTarget.setAttribute("aria-pressed", String(!off.has(name)));
    refilter();
    apply(false);
  };
  const parts = [sign, make("span", { className: "word" }, words), make("span", { className: "number" }, number)];
  return make("li", {}, make("button", { type: "button", value: name, title: title || "", "aria-pressed": String(!off.has(name)), on: { click: turn } }, parts));
}

function showNotice() {
  const parts = [];
  if (content.left_out) parts.push(`This page holds the ${plural(nodes.length, "most important entity", "most important entities")}; ${content.left_out.toLocaleString("en")} more are left out. “kg view NAME” shows what is around any of them.`);
  if (content.elsewhere) parts.push(`Only what is near ${clean(nodes[0].label).slice(0, 60)} is here; the graph has ${content.elsewhere.toLocaleString("en")} more.`);
  byId("notice").textContent = parts.join(" ");
  byId("notice").hidden = !parts.length;
}

function begin() {
  network = new vis.Network(byId("network"), { nodes: visNodes, edges: visEdges }, options);
  network.on("afterDrawing", paintNames);
  network.on("click", ({ nodes: ids, edges: keys, pointer }) => {
    const id = ids.length ? ids[0] : namedAt(pointer.DOM);
    if (id !== undefined) choose(id);
    else if (keys.length) choosePair(...keys[0].split("-").map(Number));
    else choose(null);
  });
  network.on("doubleClick", ({ nodes: ids, pointer }) => {
    const id = ids.length ? ids[0] : namedAt(pointer.DOM);
    if (id !== undefined) focusOn(id);
  });
  const point = (id) => {
    if (visNodes.length > 400) return;
    state.hover = id;
    light();
    network.redraw();
  };
  network.on("hoverNode", ({ node }) => point(node));
  network.on("blurNode", () => point(null));
  network.on("dragEnd", ({ nodes: ids }) => {
    if (state.focus === null) for (const id of ids) Object.assign(nodes[id], network.getPosition(id));
  });
}

// Lets the entities move, or keeps them where they have come to.
function movePhysics(event) {
  network.setOptions({ physics: { enabled: event.target.checked } });
  if (event.target.checked || state.focus !== null) return;
  for (const [id, place] of Object.entries(network.getPositions())) Object.assign(nodes[id], place);
}

function wire() {
  const amount = byId("amount");
  Object.assign(amount, { min: Math.min(5, nodes.length), max: nodes.length, value: content.first });
  amount.addEventListener("input", () => {
    state.amount = Number(amount.value);
    state.focus = null;
    apply(true);
  });
  byId("names").addEventListener("change", () => network.redraw());
  byId("physics").addEventListener("change", movePhysics);
  byId("reset").addEventListener("click", reset);
  byId("issues-button").addEventListener("click", () => changeView(showIssues, byId("issues").hidden));
  byId("table-button").addEventListener("click", () => changeView(showTable, byId("table").hidden));
  byId("zoom-in").addEventListener("click", () => network.moveTo({ scale: network.getScale() * 1.35, animation: motion(140) }));
  byId("zoom-out").addEventListener("click", () => network.moveTo({ scale: network.getScale() / 1.35, animation: motion(140) }));
  byId("zoom-fit").addEventListener("click", () => fitAll({ moving: true }));
  byId("legend-button").addEventListener("click", () => {
    const open = byId("legend").classList.toggle("open");
    byId("legend-button").setAttribute("aria-expanded", String(open));
  });
  document.addEventListener("keydown", onKey);
  prefersDark.addEventListener("change", () => {
    ink = inks();
    showLegend();
    showPanel();
    apply(false);
  });
}

function changeView(show, open) {
  remember();
  show(open);
  note(true);
}

function onKey(event) {
  if (event.target.tagName === "SELECT" || event.target.type === "date") return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.target === byId("search")) return;
  const node = state.chosen ? state.chosen.node : undefined;
  if (event.key === "/") byId("search").focus();
  else if (event.key === "Escape") {
    if (state.start !== null) leaveFocus();
    else if (state.chosen !== null) choose(null);
    else if (!byId("issues").hidden) changeView(showIssues, false);
    else if (state.focus !== null) leaveFocus();
    else if (!byId("table").hidden) changeView(showTable, false);
  } else if (event.key === "n" && node !== undefined) focusOn(node);
  else if (event.key === "p" && node !== undefined) startWay(node);
  else if (event.key === "f" && node !== undefined) pin(node);
  else if (event.key === "h" && node !== undefined) hide(node);
  else if (event.key === "u") undo();
  else if (event.key === "i") changeView(showIssues, byId("issues").hidden);
  else if (event.key === "r") reset();
  else if (event.key === "t") changeView(showTable, byId("table").hidden);
  else return;
  event.preventDefault();
}

begin();
showLegend();
fillFilters();
wire();
wireFilters();
wireAddress();
wireExport();
showNotice();
if (location.hash.length > 1) restore(location.hash.slice(1));
else {
  apply(false);
  fitAll({ least: LEAST_SCALE });
}
document.documentElement.dataset.ready = "yes";
