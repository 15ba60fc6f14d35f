// The picture as PNG or SVG, and the table behind it as CSV that no spreadsheet takes for formulas.

function save(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

function savePng() {
  const drawn = byId("network").querySelector("canvas");
  const copy = make("canvas", { width: drawn.width, height: drawn.height });
  const context = copy.getContext("2d");
  context.fillStyle = ink.ground;
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(drawn, 0, 0);
  copy.toBlob((blob) => blob && save("network.png", blob), "image/png");
}

function saveSvg() {
  const text = new XMLSerializer().serializeToString(pictureOf());
  save("network.svg", new Blob([text], { type: "image/svg+xml" }));
}

// What the window shows, as shapes and texts.
function pictureOf() {
  const { clientWidth: width, clientHeight: height } = byId("network");
  const picture = drawing("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, role: "img" });
  const named = (tag, words) => {
    const element = drawing(tag, {});
    element.textContent = words;
    return element;
  };
  picture.append(named("title", clean(content.title)), named("desc", byId("count").textContent));
  picture.append(drawing("rect", { width, height, fill: ink.ground }));
  const places = new Map(Object.entries(network.getPositions()).map(([id, place]) => [Number(id), network.canvasToDOM(place)]));
  visEdges.forEach((line) => picture.append(lineShape(line, places)));
  for (const [id, place] of places) picture.append(...nodeShapes(nodes[id], place));
  return picture;
}

function lineShape(line, places) {
  const [a, b] = [places.get(line.from), places.get(line.to)];
  const kind = kindOf.get(line.kind);
  return drawing("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: colorOf(kind), "stroke-width": line.width, "stroke-dasharray": kind.dash.join(" ") });
}

function nodeShapes(node, { x, y }) {
  const type = typeOf.get(node.type);
  const radius = Math.max(radiusOf(node) * network.getScale(), 3.5);
  const look = { fill: node.background ? ink.ground : colorOf(type), stroke: node.background ? colorOf(type) : ink.ground, "stroke-width": 1.2 };
  const points = content.shapes[type.shape].map(([dx, dy]) => `${x + dx * radius},${y + dy * radius}`).join(" ");
  const shape = points ? drawing("polygon", { points, ...look }) : drawing("circle", { cx: x, cy: y, r: radius, ...look });
  if (!nameBoxes.some((box) => box[4] === node.id)) return [shape];
  const lines = linesOf(node).map((words, index) => {
    const line = drawing("tspan", { x, dy: index ? LINE_HEIGHT : 0 });
    line.textContent = words;
    return line;
  });
  const text = drawing("text", { x, y: y + radius + LINE_HEIGHT, "text-anchor": "middle", "font-family": FONT, "font-size": NAME_SIZE, fill: ink.ink, stroke: ink.ground, "stroke-width": 3, "paint-order": "stroke" }, ...lines);
  return [shape, text];
}

// One row a link that is left by filters and legend, with its first sentence and article.
function saveCsv() {
  const rows = [["from", "relation", "to", "kind", "independent sources", "according to", "sentence", "article", "outlet", "date", "address"]];
  for (const edge of edges) {
    if (state.kinds.has(edge.kind) || !passes(edge) || !isKept(nodes[edge.from]) || !isKept(nodes[edge.to])) continue;
    rows.push([nodes[edge.from].label, edge.relation, nodes[edge.to].label, kindOf.get(edge.kind).label, edge.sources, edge.by.join("; "), ...firstSentence(edge)]);
  }
  const text = rows.map((row) => row.map(cellText).join(",")).join("\r\n");
  save("network.csv", new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
}

function firstSentence(edge) {
  if (!edge.quotes.length) return ["", "", "", "", ""];
  const { text, source } = content.sentences[edge.quotes[0][0]];
  const from = content.sources[source];
  return [text, from.title, from.publisher, from.date, from.url];
}

// Source: OWASP, CSV injection: what begins like a formula gets an apostrophe before it.
function cellText(value) {
  const text = String(value);
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function wireExport() {
  byId("save-png").addEventListener("click", savePng);
  byId("save-svg").addEventListener("click", saveSvg);
  byId("save-csv").addEventListener("click", saveCsv);
}
