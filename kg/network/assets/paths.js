// The way from one entity to another: shortest by meaning, facts before claims before mere speech.
// Source: E. W. Dijkstra, Numerische Mathematik 1 (1959).

const LENGTHS = { fact: 2, supports: 2, opposes: 2, conditional: 3, inferred: 3, reference: 3, argues: 3, claimed: 4, disputed: 5, hypothetical: 5, says: 6 };

// The entities on the way from a to b, or null; links that are denied or filtered out are no way.
function wayBetween(a, b) {
  const reached = new Map([[a, { length: 0, before: null }]]);
  const open = new Set([a]);
  while (open.size) {
    const here = [...open].reduce((best, id) => (reached.get(id).length < reached.get(best).length ? id : best));
    if (here === b) return wayTo(reached, b);
    open.delete(here);
    for (const number of linksOf[here]) {
      const edge = edges[number];
      const there = edge.from === here ? edge.to : edge.from;
      if (!(edge.kind in LENGTHS) || state.kinds.has(edge.kind) || !passes(edge) || !isKept(nodes[there])) continue;
      const length = reached.get(here).length + LENGTHS[edge.kind];
      if (reached.has(there) && reached.get(there).length <= length) continue;
      reached.set(there, { length, before: here });
      open.add(there);
    }
  }
  return null;
}

function wayTo(reached, end) {
  const way = [];
  for (let id = end; id !== null; id = reached.get(id).before) way.unshift(id);
  return way;
}

function startWay(id) {
  state.start = id;
  showCrumb();
  byId("search").focus();
}

// Draws the way to an entity, if there is one.
function endWay(id) {
  const way = wayBetween(state.start, id);
  if (way === null) {
    say(`Nothing here connects ${clean(nodes[state.start].label)} with ${clean(nodes[id].label)}.`);
    state.start = null;
    return choose(id);
  }
  remember();
  Object.assign(state, { start: null, way, focus: null, chosen: { way: true }, hover: null });
  if (!byId("table").hidden) showTable(false);
  if (!byId("issues").hidden) showIssues(false);
  apply(false);
  showPanel();
  fitAll({ moving: true });
  return undefined;
}

const placesOnWay = () => new Map(state.way.map((id, index) => [id, { x: index * 230, y: (index % 2) * 70 }]));

function wayPanel() {
  const steps = state.way.slice(1).map((id, index) => {
    const from = state.way[index];
    const between = edges.filter((edge) => (edge.from === from && edge.to === id) || (edge.from === id && edge.to === from));
    const usable = between.filter((edge) => edge.kind in LENGTHS && passes(edge));
    return usable.sort((x, y) => LENGTHS[x.kind] - LENGTHS[y.kind] || x.id - y.id)[0];
  });
  const title = make("h2", {}, nameButton(state.way[0]), " → ", nameButton(state.way[state.way.length - 1]));
  return [head([make("span", {}, plural(steps.length, "step", "steps"))], title, []), ...steps.map((edge) => linkItem(edge, null, true))];
}
