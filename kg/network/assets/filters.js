// What is left in the drawing and the tables besides the legend: by relation, article, outlet,
// date and number of sources. A link passes when one of its sentences does.

const filter = { relation: "", outlet: "", article: "", from: "", to: "", least: 1 };
const NO_FILTER = { ...filter };

const isFiltering = () => Object.keys(NO_FILTER).some((name) => filter[name] !== NO_FILTER[name]);
const outletOf = (source) => source.publisher || source.title;
const needsSentence = () => Boolean(filter.outlet || filter.article || filter.from || filter.to);

// Dates may be years or months: "2025" is within 2025-02-01 and 2025-03-01, as nobody knows better.
function isWithin(date) {
  if (!filter.from && !filter.to) return true;
  if (!date) return false;
  const size = date.length;
  return (!filter.from || date >= filter.from.slice(0, size)) && (!filter.to || date <= filter.to.slice(0, size));
}

function passesSource(source) {
  if (filter.outlet && outletOf(source) !== filter.outlet) return false;
  if (filter.article && String(content.sources.indexOf(source)) !== filter.article) return false;
  return isWithin(source.date);
}

const passesQuotes = (quotes) => quotes.some(([sentence]) => passesSource(content.sources[content.sentences[sentence].source]));

function passes(edge) {
  if (filter.relation && edge.relation !== filter.relation) return false;
  if (filter.least > 1 && edge.sources < filter.least) return false;
  return !needsSentence() || passesQuotes(edge.quotes);
}

// The entities that a filter leaves: the ends of links that pass, and those named in what passes.
function leftByFilter() {
  const left = new Set();
  for (const edge of edges) {
    if (state.kinds.has(edge.kind) || !passes(edge)) continue;
    left.add(edge.from).add(edge.to);
  }
  const byLink = filter.relation || filter.least > 1;
  if (!byLink) for (const node of nodes) if (passesQuotes(node.mentions)) left.add(node.id);
  return left;
}

let left = null;
const refilter = () => {
  left = isFiltering() ? leftByFilter() : null;
};
const isLeft = (id) => left === null || left.has(id);

function fillFilters() {
  const relations = [...new Set(edges.map((edge) => edge.relation))].sort();
  const outlets = [...new Set(content.sources.map(outletOf))].sort();
  const articles = content.sources.map((source, index) => [String(index), clean(source.title).slice(0, 70)]);
  fillChoice("by-relation", "Any relation", relations.map((name) => [name, clean(name)]));
  fillChoice("by-outlet", "Any outlet", outlets.map((name) => [name, clean(name).slice(0, 60)]));
  fillChoice("by-article", "Any article", articles);
  const most = Math.max(1, ...edges.map((edge) => edge.sources));
  Object.assign(byId("by-least"), { min: 1, max: Math.max(most, 2), disabled: most < 2 });
  const dates = content.sources.map((source) => source.date).filter(Boolean).sort();
  byId("by-dates").hidden = dates.length === 0;
  fillTimeline(dates);
  showFilters();
}

function fillChoice(id, all, choices) {
  byId(id).replaceChildren(
    make("option", { value: "" }, all),
    ...choices.map(([value, words]) => make("option", { value }, words)),
  );
}

function showFilters() {
  byId("by-relation").value = filter.relation;
  byId("by-outlet").value = filter.outlet;
  byId("by-article").value = filter.article;
  byId("by-from").value = /^\d{4}-\d\d-\d\d$/.test(filter.from) ? filter.from : "";
  byId("by-to").value = /^\d{4}-\d\d-\d\d$/.test(filter.to) ? filter.to : "";
  byId("by-least").value = filter.least;
  byId("by-least-shown").textContent = filter.least > 1 ? `${filter.least} or more` : "any";
  byId("clear-filters").hidden = !isFiltering();
  showTime();
}

function wireFilters() {
  const names = { relation: "by-relation", outlet: "by-outlet", article: "by-article", from: "by-from", to: "by-to" };
  for (const [name, id] of Object.entries(names)) {
    byId(id).addEventListener("change", (event) => setFilter({ [name]: event.target.value }));
  }
  byId("by-least").addEventListener("input", (event) => setFilter({ least: Number(event.target.value) }));
  byId("clear-filters").addEventListener("click", () => setFilter(NO_FILTER));
  byId("time").addEventListener("input", (event) => setFilter({ to: days[Number(event.target.value)] || "" }));
}

function setFilter(changes) {
  remember();
  Object.assign(filter, changes);
  refilter();
  showFilters();
  apply(true);
}

// The slider goes through the days on which articles appeared; at its end all is shown.
let days = [];

function fillTimeline(dates) {
  days = [...new Set(dates)];
  byId("timeline").hidden = days.length < 2;
  Object.assign(byId("time"), { min: 0, max: days.length, value: days.length });
}

function showTime() {
  if (days.length < 2) return;
  const at = days.indexOf(filter.to);
  byId("time").value = at < 0 ? days.length : at;
  const words = filter.to ? `until ${filter.to}` : `${days[0]} to ${days[days.length - 1]}`;
  byId("time-shown").textContent = words;
  byId("time").setAttribute("aria-valuetext", words);
}
