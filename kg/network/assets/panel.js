// The panel: what an entity or a link is, and the sentences that say so.

const FEW = 5;

function nameButton(id) {
  const node = nodes[id];
  return make("button", { className: "act-name", type: "button", dir: "auto", on: { click: () => choose(id) } }, clean(node.label));
}

// Colored at its border only: as text, some of the colors would be too pale to read.
function badge(look, words) {
  const element = make("span", { className: "badge" }, words);
  element.style.borderColor = colorOf(look);
  return element;
}

// A sentence with the words that count marked; places are counted in code points.
function quoteOf([sentence, start, end]) {
  const { text, source } = content.sentences[sentence];
  const letters = Array.from(text);
  const part = (from, to) => letters.slice(from, to).join("");
  const quote = make("blockquote", { dir: "auto" });
  const { before, after } = content.sentences[sentence];
  if (before) quote.append(make("span", { className: "context" }, `…${before} `));
  if (end > start) quote.append(part(0, start), make("mark", {}, part(start, end)), part(end));
  else quote.append(text);
  if (after) quote.append(make("span", { className: "context" }, ` ${after}…`));
  quote.append(sourceLine(content.sources[source]));
  return quote;
}

function sourceLine(source) {
  const line = make("cite", {}, make("span", { dir: "auto" }, clean(source.title)));
  for (const more of [source.publisher, source.date]) if (more) line.append(" · ", make("span", { dir: "auto" }, clean(more)));
  const address = webAddress(source.url);
  if (address) line.append(" · ", make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, "open"));
  return line;
}

// A heading with the first few items, and a button for the others.
function section(title, items, toElement, count) {
  if (!items.length) return null;
  const element = make("section", {}, make("h3", {}, title, make("span", {}, String(count || items.length))));
  items.slice(0, FEW).forEach((item) => element.append(toElement(item)));
  if (items.length > FEW) {
    const show = () => {
      button.remove();
      items.slice(FEW).forEach((item) => element.append(toElement(item)));
    };
    const button = make("button", { className: "more", type: "button", on: { click: show } }, `Show all ${items.length}`);
    element.append(button);
  }
  return element;
}

function sentencesOf(quotes, open) {
  if (!quotes.length) return null;
  if (open) return make("div", {}, quotes.slice(0, 3).map(quoteOf), quotes.length > 3 ? folded(quotes.slice(3)) : null);
  return folded(quotes);
}

function folded(quotes) {
  const element = make("details", {}, make("summary", {}, plural(quotes.length, "sentence", "sentences")));
  const fill = () => element.append(...quotes.map(quoteOf));
  element.addEventListener("toggle", fill, { once: true });
  return element;
}

// One link, as seen from one of its ends (`from` null: with both names).
function linkItem(edge, from, open) {
  const kind = kindOf.get(edge.kind);
  const line = make("div", { className: "line" });
  const end = (id) => (id === from ? make("span", { className: "soft" }, "this") : nameButton(id));
  if (from !== edge.from) line.append(end(edge.from));
  line.append(make("span", {}, edge.relation), end(edge.to));
  if (edge.kind !== "fact") line.append(badge(kind, kind.label));
  if (edge.by.length) line.append(make("span", { className: "with" }, `according to ${edge.by.map(clean).join(", ")}`));
  line.append(...qualifierLines(edge.qualifiers));
  if (edge.rule) line.append(make("span", { className: "with" }, `rule: ${edge.rule}`));
  return make("div", { className: "item" }, line, sentencesOf(edge.quotes, open));
}

const qualifierLines = (pairs) =>
  pairs.map(([name, value]) => make("span", { className: "with", dir: "auto" }, `${name}: ${clean(value)}`));

function detailItem(detail) {
  const kind = kindOf.get(detail.kind);
  const line = make("div", { className: "line" }, make("span", {}, `${detail.relation}:`), make("b", { dir: "auto" }, clean(detail.value)));
  if (detail.kind !== "fact") line.append(badge(kind, kind.label));
  line.append(...qualifierLines(detail.qualifiers));
  return make("div", { className: "item" }, line, sentencesOf(detail.quotes, false));
}

// One statement, without the name of its speaker in the speaker's own panel.
function sayingItem(saying, self) {
  const line = make("div", { className: "line" });
  if (saying.speaker !== null && saying.speaker !== self) line.append(nameButton(saying.speaker));
  else if (saying.speaker === null) line.append(make("b", { dir: "auto" }, clean(saying.speaker_text || "Somebody")));
  line.append(make("span", { className: "soft" }, content.words[saying.kind] || saying.kind));
  if (saying.stance && saying.stance !== "Neutral") line.append(badge(kindOf.get(saying.stance.toLowerCase()), content.words[saying.stance]));
  if (saying.modality) line.append(badge(typeOf.get("LegalProvision") || kindOf.get("inferred"), content.words[saying.modality]));
  const about = [["about", saying.targets], ["law", saying.provisions], ["issue", saying.issues], ["told by", saying.via]];
  for (const [word, ids] of about) {
    if (!ids.length) continue;
    line.append(make("div", { className: "pair" }, make("span", {}, word), make("div", {}, ids.map((id) => make("div", {}, nameButton(id))))));
  }
  const quotes = saying.quotes.length ? saying.quotes.slice(0, 1).map(quoteOf) : make("blockquote", { dir: "auto" }, saying.text);
  return make("div", { className: "item" }, line, quotes);
}

function head(kicker, title, acts) {
  const close = make("button", { className: "close", type: "button", title: "Close (Esc)", "aria-label": "Close", on: { click: () => choose(null) } }, "×");
  return make("div", { className: "head" }, make("div", { className: "kicker" }, kicker, close), title, make("div", { className: "acts" }, acts));
}

const act = (words, title, click) => make("button", { className: "act", type: "button", title, on: { click } }, words);

function nodePanel(node) {
  const id = node.id;
  const own = content.sayings.filter((saying) => saying.speaker === id);
  const about = content.sayings.filter((saying) => saying.speaker !== id && [...saying.targets, ...saying.provisions, ...saying.issues].includes(id));
  const links = linksOf[id].map((number) => edges[number]);
  const told = links.filter((edge) => edge.kind !== "reference" && edge.kind !== "inferred" && !edge.said);
  const known = links.filter((edge) => edge.kind === "reference" || edge.kind === "inferred");
  const strongest = (a, b) => b.quotes.length - a.quotes.length || a.id - b.id;
  return [
    head(
      [shapeSign(typeOf.get(node.type)), make("span", {}, node.cls)],
      make("h2", { dir: "auto" }, clean(node.label)),
      [
        act("Neighbors", "Draw only this and what it is linked to (n)", () => focusOn(id)),
        act("Path…", "Show how it is connected with another (p)", () => startWay(id)),
        act(state.pinned.has(id) ? "Unpin" : "Pin", "Keep it in the drawing, at its place (f)", () => pin(id)),
        act("Hide", "Take it out of the drawing (h)", () => hide(id)),
        serverLink(node),
      ],
    ),
    rolesLine(node),
    node.definition ? make("p", { className: "about", dir: "auto" }, clean(node.definition)) : null,
    node.aliases.length ? make("p", { className: "about", dir: "auto" }, make("b", {}, "Also "), node.aliases.map(clean).join(" · ")) : null,
    make("p", { className: "about" }, mentionWords(node)),
    section("Says", own, (saying) => sayingItem(saying, id)),
    section("Said of it", about, (saying) => sayingItem(saying, id)),
    section("Facts and claims", told.sort(strongest), (edge) => linkItem(edge, id, false)),
    section("Details", node.details, detailItem),
    section("Known and inferred", known, (edge) => linkItem(edge, id, false)),
    section("In the articles", node.mentions, (quote) => make("div", { className: "item" }, quoteOf(quote)), node.mentioned),
    section("Elsewhere", node.links.filter(webAddress), linkOut),
  ];
}

// Where a server holds the graph: a page around this entity, with all that this page leaves out.
function serverLink(node) {
  if (!content.endpoint) return null;
  return make("a", { className: "act", href: content.endpoint + encodeURIComponent(node.entity), target: "_parent", title: "All that the server has around it" }, "More");
}

function linkOut(text) {
  const address = webAddress(text);
  return make("div", { className: "item" }, make("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, address));
}

// Roles as the articles give them, and the titles of the offices held.
function rolesLine(node) {
  const titles = linksOf[node.id]
    .map((number) => edges[number])
    .filter((edge) => edge.from === node.id && edge.kind === "fact")
    .flatMap((edge) => edge.qualifiers.filter(([name]) => name === "title").map(([, value]) => clean(value)));
  const given = node.roles.map(clean);
  const roles = [...new Set([...titles, ...given].map((role) => role.replace(/^./u, (first) => first.toUpperCase())))];
  return roles.length ? make("p", { className: "about", dir: "auto" }, make("b", {}, roles.join(" · "))) : null;
}

function mentionWords(node) {
  if (!node.mentioned) return node.background ? "No article names it; it is known from reference data." : "Not named in so many words.";
  return `Named in ${plural(node.mentioned, "sentence", "sentences")} of ${plural(node.outlets, "article", "articles")}.`;
}

function pairPanel([a, b]) {
  const between = edges.filter((edge) => (edge.from === a && edge.to === b) || (edge.from === b && edge.to === a));
  const shown = between.sort((x, y) => rankOf.get(x.kind) - rankOf.get(y.kind) || x.id - y.id);
  const title = make("h2", {}, nameButton(a), " – ", nameButton(b));
  return [
    head([make("span", {}, plural(shown.length, "link", "links"))], title, []),
    ...shown.map((edge) => linkItem(edge, null, true)),
  ];
}

function showPanel() {
  const panel = byId("panel");
  const chosen = state.chosen;
  panel.hidden = chosen === null;
  panel.replaceChildren();
  if (chosen === null) return;
  const parts = chosen.way ? wayPanel() : chosen.pair ? pairPanel(chosen.pair) : nodePanel(nodes[chosen.node]);
  panel.append(...parts.filter((part) => part !== null));
  panel.scrollTop = 0;
}
