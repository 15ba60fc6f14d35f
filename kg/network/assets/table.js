// The same data as tables, for those who do not see the drawing, or want to read it all.

const ROWS = 200;
let tab = "entities";

function showTable(show) {
  if (show) byId("issues").hidden = true;
  byId("table").hidden = !show;
  byId("stage").hidden = show || !byId("issues").hidden;
  byId("issues-button").setAttribute("aria-pressed", String(!byId("issues").hidden));
  byId("table-button").setAttribute("aria-pressed", String(show));
  if (show) fillTable();
}

const isKept = (node) => !state.types.has(node.type) && !state.removed.has(node.id) && isLeft(node.id);

function fillTable() {
  const wanted = fold(byId("search").value);
  const named = wanted ? new Set(hits.map((hit) => hit.id)) : null;
  const has = (id) => isKept(nodes[id]) && (named === null || named.has(id));
  const tabs = make("div", { className: "tabs", role: "tablist" }, tabButton("entities", "Entities"), tabButton("links", "Links"));
  const both = (edge) => isKept(nodes[edge.from]) && isKept(nodes[edge.to]);
  const table =
    tab === "entities"
      ? tableOf("Entities", ["Name", "Kind", "Links", "Sentences", "Articles"], nodes.filter((node) => has(node.id)), entityRow)
      : tableOf("Links", ["From", "Relation", "To", "Kind", "Sentences"],
          edges.filter((edge) => !state.kinds.has(edge.kind) && passes(edge) && both(edge) && (has(edge.from) || has(edge.to))), linkRow);
  byId("table").replaceChildren(tabs, table);
}

function tabButton(name, words) {
  const open = () => {
    tab = name;
    fillTable();
    byId("table").querySelector('[aria-selected="true"]').focus();
  };
  return make("button", { type: "button", role: "tab", "aria-selected": String(tab === name), on: { click: open } }, words);
}

function tableOf(title, heads, items, toRow) {
  const body = make("tbody", {});
  const caption = make("caption", {}, `${title}: ${items.length.toLocaleString("en")} under the filters and the search above`);
  const figure = (index) => (items.length && typeof toRow(items[0])[index] === "number" ? "figure" : "");
  const row = make("tr", {}, heads.map((word, index) => make("th", { scope: "col", className: figure(index) }, word)));
  const table = make("table", {}, caption, make("thead", {}, row), body);
  const add = () => {
    const from = body.rows.length;
    const cell = (value) => make("td", { className: typeof value === "number" ? "figure" : "" }, typeof value === "number" ? value.toLocaleString("en") : value);
    body.append(...items.slice(from, from + ROWS).map((item) => make("tr", {}, toRow(item).map(cell))));
    more.hidden = body.rows.length >= items.length;
  };
  const more = make("button", { className: "more", type: "button", on: { click: add } }, `Show ${ROWS} more`);
  add();
  return make("div", {}, table, more);
}

const entityRow = (node) => [nameButton(node.id), node.cls, linksOf[node.id].length, node.mentioned, node.outlets];

const linkRow = (edge) => {
  const open = make("button", { className: "act-name", type: "button", on: { click: () => choosePair(edge.from, edge.to) } }, edge.relation);
  return [nameButton(edge.from), open, nameButton(edge.to), kindOf.get(edge.kind).label, edge.quotes.length];
};
