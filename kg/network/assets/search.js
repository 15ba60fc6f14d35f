// Search by any name: "/" comes here, arrows choose, Enter picks, Esc clears.

const MOST_HITS = 12;
// All names of each entity, folded once.
const names = nodes.map((node) => [node.label, ...node.aliases, node.entity].map((name) => [fold(name), name]));
let hits = [];
let current = -1;

// 0 is the whole name, 1 the beginning of a word in it, 2 anywhere.
function gradeOf(name, wanted) {
  if (name === wanted) return 0;
  const at = name.indexOf(wanted);
  if (at < 0) return 9;
  return at === 0 || name.includes(` ${wanted}`) ? 1 : 2;
}

function find(text) {
  const wanted = fold(text);
  if (!wanted) return [];
  const found = [];
  names.forEach((own, id) => {
    let best = [9, ""];
    own.forEach(([name, shown], index) => {
      const grade = gradeOf(name, wanted) + (index ? 0.5 : 0);
      if (grade < best[0]) best = [grade, index ? shown : ""];
    });
    if (best[0] < 9) found.push({ id, grade: best[0], alias: best[1] });
  });
  return found.sort((a, b) => a.grade - b.grade || a.id - b.id);
}

function showHits() {
  const box = byId("search");
  const list = byId("hits");
  hits = find(box.value);
  if (!byId("table").hidden) fillTable();
  current = hits.length ? 0 : -1;
  list.replaceChildren(...hits.slice(0, MOST_HITS).map(hitItem));
  if (box.value.trim() && !hits.length) list.append(make("li", { className: "none", role: "option", "aria-disabled": "true" }, "Nothing has this name"));
  list.hidden = !box.value.trim() || !byId("table").hidden;
  box.setAttribute("aria-expanded", String(!list.hidden));
  markHit();
}

function hitItem(hit, index) {
  const node = nodes[hit.id];
  const alias = hit.alias && hit.alias !== node.entity ? make("small", { dir: "auto" }, ` ${clean(hit.alias)}`) : null;
  const pickIt = (event) => {
    event.preventDefault();
    pick(index);
  };
  return make(
    "li",
    { id: `hit-${index}`, role: "option", on: { mousedown: pickIt } },
    shapeSign(typeOf.get(node.type)),
    make("span", { className: "found", dir: "auto" }, clean(node.label), alias),
    make("small", {}, typeOf.get(node.type).one),
  );
}

function markHit() {
  const box = byId("search");
  [...byId("hits").children].forEach((item, index) => item.setAttribute("aria-selected", String(index === current)));
  if (current >= 0 && !byId("hits").hidden) {
    box.setAttribute("aria-activedescendant", `hit-${current}`);
    byId("hits").children[current].scrollIntoView({ block: "nearest" });
  } else box.removeAttribute("aria-activedescendant");
}

function pick(index) {
  const hit = hits[index];
  if (!hit) return;
  clearSearch();
  byId("search").blur();
  if (!byId("table").hidden) showTable(false);
  if (!byId("issues").hidden) showIssues(false);
  reveal(hit.id);
  byId("panel").focus({ preventScroll: true });
}

function clearSearch() {
  byId("search").value = "";
  showHits();
}

byId("search").addEventListener("input", showHits);
byId("search").addEventListener("focus", showHits);
byId("search").addEventListener("blur", () => {
  byId("hits").hidden = true;
  byId("search").setAttribute("aria-expanded", "false");
});
byId("search").addEventListener("keydown", (event) => {
  const last = Math.min(hits.length, MOST_HITS) - 1;
  if (event.key === "ArrowDown") current = current >= last ? 0 : current + 1;
  else if (event.key === "ArrowUp") current = current <= 0 ? last : current - 1;
  else if (event.key === "Enter") return pick(current);
  else if (event.key === "Escape") {
    event.stopPropagation();
    if (!byId("search").value) byId("search").blur();
    return clearSearch();
  } else return undefined;
  event.preventDefault();
  return markHit();
});
