// The drawing of links: one straight line for each pair of entities, however many links they have.

// Lines that may be drawn now, by "a-b" with a < b: the numbers of the links in each.
function pairsAmong(visible) {
  const pairs = new Map();
  for (const edge of edges) {
    if (edge.from === edge.to || state.kinds.has(edge.kind) || !passes(edge)) continue;
    if (state.way && Math.abs(state.way.indexOf(edge.from) - state.way.indexOf(edge.to)) !== 1) continue;
    if (!visible.has(edge.from) || !visible.has(edge.to)) continue;
    const key = `${Math.min(edge.from, edge.to)}-${Math.max(edge.from, edge.to)}`;
    if (pairs.has(key)) pairs.get(key).push(edge.id);
    else pairs.set(key, [edge.id]);
  }
  return pairs;
}

// The link that gives a line its look: the first in the order of style.toml.
const leadOf = (ids) => ids.reduce((best, id) => (rankOf.get(edges[id].kind) < rankOf.get(edges[best].kind) ? id : best));

function lineOf(key, ids) {
  const [from, to] = key.split("-").map(Number);
  const lead = edges[leadOf(ids)];
  const kind = kindOf.get(lead.kind);
  const leading = ids.filter((id) => edges[id].kind === lead.kind);
  const articles = new Set(leading.flatMap((id) => edges[id].quotes.map((quote) => content.sentences[quote[0]].source)));
  const width = kind.width + Math.min(2.4, 0.7 * Math.max(0, articles.size - 1));
  const head = (end) => ({ enabled: leading.some((id) => edges[id].to === end), scaleFactor: 0.34 + 0.2 / width });
  return {
    id: key, from, to, ids, width, kind: lead.kind,
    dashes: kind.dash.length ? kind.dash : false,
    arrows: { to: head(to), from: head(from) },
    color: shadeOf(key, kind),
  };
}

// Dimmed unless it belongs to what is chosen or under the pointer.
function shadeOf(key, kind) {
  const color = colorOf(kind);
  const shade = isBright(key) ? color : `${color}22`;
  return { color: shade, highlight: shade, hover: shade, inherit: false };
}

function isBright(key) {
  if (!lit) return true;
  const [from, to] = key.split("-").map(Number);
  if (state.chosen && state.chosen.pair && state.hover === null) return key === state.chosen.pair.join("-");
  const center = state.hover !== null ? state.hover : state.chosen && state.chosen.node;
  return from === center || to === center;
}

// Which entities stay bright: the one chosen or pointed at, and those it is linked to.
function light() {
  const center = state.hover !== null ? state.hover : state.chosen ? state.chosen.node : null;
  if (state.hover === null && state.chosen && state.chosen.pair) lit = new Set(state.chosen.pair);
  else if (center === null || center === undefined || visNodes.get(center) === null) lit = null;
  else {
    lit = new Set([center]);
    visEdges.forEach((line) => {
      if (line.from === center) lit.add(line.to);
      if (line.to === center) lit.add(line.from);
    });
  }
  visEdges.update(visEdges.map((line) => ({ id: line.id, color: shadeOf(line.id, kindOf.get(line.kind)) })));
}

// What a line says: its relations, the leading one first.
function wordsOf(ids) {
  const sorted = [...ids].sort((a, b) => rankOf.get(edges[a].kind) - rankOf.get(edges[b].kind) || a - b);
  const words = [...new Set(sorted.map((id) => edges[id].relation))];
  return words.slice(0, 2).join(", ") + (words.length > 2 ? ` +${words.length - 2}` : "");
}

// The names of links: of those that are lit, or of all where the user wants it.
function paintLinkNames(context, taken) {
  const all = byId("names").checked;
  if (!lit && !all) return;
  const places = network.getPositions();
  context.font = `italic 11px ${FONT}`;
  visEdges.forEach((line) => {
    if (!isBright(line.id) || (state.hover !== null && !state.chosen && lit.size > 24)) return;
    const a = network.canvasToDOM(places[line.from]);
    const b = network.canvasToDOM(places[line.to]);
    const words = clean(wordsOf(line.ids)).slice(0, 44);
    const wide = context.measureText(words).width / 2 + 2;
    for (const part of [0.5, 0.4, 0.6, 0.3, 0.7]) {
      const x = a.x + (b.x - a.x) * part;
      const y = a.y + (b.y - a.y) * part;
      const box = [x - wide, y - 7, x + wide, y + 7, -1];
      if (taken.some((other) => crosses(box, other) || (other[4] === -1 && overlap(box, other)))) continue;
      taken.push(box);
      paintText(context, words, x, y, colorOf(kindOf.get(line.kind)));
      return;
    }
  });
}

const overlap = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
