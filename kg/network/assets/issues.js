// The issue view: each legal issue with those against on the left, those for on the right, what they
// rest on, and between them who leaves it open or sets a condition.

const SIDES = { unlawful: "against", opposes: "against", lawful: "for", supports: "for" };

function showIssues(show) {
  if (show) byId("table").hidden = true;
  byId("issues").hidden = !show;
  byId("stage").hidden = show || !byId("table").hidden;
  byId("issues-button").setAttribute("aria-pressed", String(show));
  byId("table-button").setAttribute("aria-pressed", String(!byId("table").hidden));
  if (show) fillIssues();
}

function fillIssues() {
  const cards = content.debates
    .map((debate) => ({ debate, answers: debate.answers.map(leftOf).filter((answer) => answer.holders.length || answer.grounds.length) }))
    .filter(({ answers }) => answers.length)
    .map(issueCard);
  const none = make("p", { className: "about" }, "No position on a legal issue under these filters.");
  byId("issues").replaceChildren(...(cards.length ? cards : [none]));
}

// A position with what the filters leave of it.
function leftOf(answer) {
  if (!needsSentence()) return answer;
  const keep = (items) => items.filter((item) => passesQuotes(item.quotes));
  return { ...answer, holders: keep(answer.holders), grounds: keep(answer.grounds) };
}

function issueCard({ debate, answers }) {
  const node = nodes[debate.issue];
  const column = (side, words) =>
    make("div", { className: `side ${side}` }, make("h3", {}, words), answers.filter((answer) => (SIDES[answer.kind] || "between") === side).map(answerBlock));
  return make(
    "article",
    { className: "issue" },
    make("header", {}, shapeSign(typeOf.get(node.type)), make("h2", {}, nameButton(debate.issue)), debate.question ? make("p", { dir: "auto" }, clean(debate.question)) : null),
    make("div", { className: "sides" }, column("against", "Against"), column("between", "Open or on condition"), column("for", "For")),
  );
}

function answerBlock(answer) {
  const holders = answer.holders.map(holderItem);
  const grounds = answer.grounds.filter((ground) => ground.provisions.length || ground.themes.length).map(groundItem);
  return make("section", { className: "answer" }, make("h4", {}, clean(answer.label)), make("ul", {}, holders), grounds.length ? make("div", { className: "grounds" }, make("h5", {}, "Rests on"), make("ul", {}, grounds)) : null);
}

function holderItem(holder) {
  const name = holder.node === null ? make("b", { dir: "auto" }, clean(holder.text || "Somebody")) : nameButton(holder.node);
  return make("li", {}, name, sentencesOf(holder.quotes, false));
}

function groundItem(ground) {
  const names = [...ground.provisions, ...ground.themes].flatMap((id, index) => [index ? ", " : "", nameButton(id)]);
  return make("li", {}, names, sentencesOf(ground.quotes, false));
}
