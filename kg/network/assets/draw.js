// The drawing of entities: shapes, names, light and dark. vis-network moves and hits, we paint.

const FONT = '"Inter", system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const NAME_SIZE = 12;
const LINE_HEIGHT = 14;
const NAME_WIDTH = 21; // letters on one line
const visNodes = new vis.DataSet();
const visEdges = new vis.DataSet();
let network = null;
let lit = null; // entities that stay bright while others are dimmed, or null
let nameBoxes = []; // where names were painted last, for clicks on names

const radiusOf = (node) => 7 + Math.min(13, 1.9 * Math.sqrt(linksOf[node.id].length)) + (node.type === "LegalIssue" ? 2 : 0);
const inks = () => {
  const style = getComputedStyle(document.documentElement);
  return {
    ground: style.getPropertyValue("--ground").trim(),
    ink: style.getPropertyValue("--ink").trim(),
    accent: style.getPropertyValue("--accent").trim(),
  };
};
let ink = inks();

function outline(context, shape, x, y, radius) {
  const points = content.shapes[shape];
  context.beginPath();
  if (!points.length) context.arc(x, y, radius, 0, 2 * Math.PI);
  points.forEach(([dx, dy], index) => context[index ? "lineTo" : "moveTo"](x + dx * radius, y + dy * radius));
  context.closePath();
}

// The ring around what is chosen; corners reach a fifth beyond the radius.
const ringOf = (radius, scale) => 1.2 * radius + 4 / scale;

// One entity. What only reference knowledge has is hollow.
function paintNode({ ctx: context, id, x, y }) {
  const node = nodes[id];
  const type = typeOf.get(node.type);
  const scale = network ? network.getScale() : 1;
  const radius = Math.max(radiusOf(node), 3.5 / scale);
  const drawNode = () => {
    context.globalAlpha = lit && !lit.has(id) ? 0.16 : 1;
    if (state.chosen && state.chosen.node === id) {
      outline(context, "circle", x, y, ringOf(radius, scale));
      context.strokeStyle = ink.accent;
      context.lineWidth = 2.5 / scale;
      context.stroke();
    }
    outline(context, type.shape, x, y, radius);
    context.fillStyle = node.background ? ink.ground : colorOf(type);
    context.fill();
    context.lineWidth = node.background ? 2 : 1.2;
    context.strokeStyle = node.background ? colorOf(type) : ink.ground;
    context.stroke();
    context.globalAlpha = 1;
  };
  return { drawNode, nodeDimensions: { width: 2 * radius, height: 2 * radius } };
}

// A name on at most two lines.
function linesOf(node) {
  if (node.lines) return node.lines;
  const words = clean(node.label).slice(0, 80).split(" ");
  const lines = [""];
  for (const word of words) {
    const last = lines[lines.length - 1];
    if (!last) lines[lines.length - 1] = word;
    else if ((last + " " + word).length <= NAME_WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const cut = (line) => (line.length > NAME_WIDTH + 3 ? `${line.slice(0, NAME_WIDTH)}…` : line);
  node.lines = lines.slice(0, 2).map(cut);
  if (lines.length > 2) node.lines[1] = `${node.lines[1].replace(/…$/, "")}…`;
  return node.lines;
}

// Names are painted last and at a size that can be read at any zoom, the most important first;
// one that would cover another is left out until there is room.
function paintNames(context) {
  const ratio = context.canvas.width / context.canvas.clientWidth || 1;
  const scale = network.getScale();
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  const marks = marksOf(context, scale);
  const taken = marks.map((mark) => mark.box);
  nameBoxes = [];
  const first = (mark) => (isChosen(mark.id) ? 0 : state.hover === mark.id ? 1 : lit && lit.has(mark.id) ? 2 : 3);
  marks.sort((a, b) => first(a) - first(b) || a.id - b.id);
  for (const mark of marks) {
    if (lit && !lit.has(mark.id)) continue;
    placeName(context, mark, taken, first(mark) < 2);
  }
  paintLinkNames(context, taken);
  context.restore();
}

const isChosen = (id) =>
  state.chosen !== null && (state.chosen.node === id || (state.chosen.pair || []).includes(id));

function marksOf(context, scale) {
  const width = context.canvas.clientWidth;
  const height = context.canvas.clientHeight;
  const marks = [];
  for (const [key, place] of Object.entries(network.getPositions())) {
    const id = Number(key);
    const { x, y } = network.canvasToDOM(place);
    if (x < -80 || y < -40 || x > width + 80 || y > height + 40) continue;
    const radius = Math.max(radiusOf(nodes[id]) * scale, 3.5);
    marks.push({ id, x, y, radius, box: [x - radius, y - radius, x + radius, y + radius, id] });
  }
  return marks;
}

const crosses = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1] && a[4] !== b[4];

function placeName(context, mark, taken, always) {
  const node = nodes[mark.id];
  const lines = linesOf(node);
  const strong = isChosen(mark.id);
  context.font = `${strong ? "650 13px" : `500 ${NAME_SIZE}px`} ${FONT}`;
  const wide = Math.max(...lines.map((line) => context.measureText(line).width)) / 2 + 2;
  const high = (lines.length * LINE_HEIGHT) / 2;
  const gap = (state.chosen && state.chosen.node === mark.id ? ringOf(mark.radius, 1) : mark.radius) + 3;
  const spots = [[0, gap + high], [0, -gap - high], [gap + wide, 0], [-gap - wide, 0]];
  for (const [dx, dy] of spots) {
    const x = mark.x + dx;
    const y = mark.y + dy;
    const box = [x - wide, y - high, x + wide, y + high, mark.id];
    const outside = box[0] < 2 || box[2] > context.canvas.clientWidth - 2;
    if (!always && (outside || taken.some((other) => crosses(box, other)))) continue;
    taken.push(box);
    nameBoxes.push(box);
    lines.forEach((line, index) => {
      paintText(context, line, x, y - high + (index + 0.5) * LINE_HEIGHT, ink.ink);
    });
    return;
  }
}

function paintText(context, text, x, y, color) {
  context.lineWidth = 4;
  context.strokeStyle = ink.ground;
  context.strokeText(text, x, y);
  context.fillStyle = color;
  context.fillText(text, x, y);
}

// The name that lies under a point of the drawing, or undefined.
function namedAt({ x, y }) {
  const hit = nameBoxes.find((box) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
  return hit === undefined ? undefined : hit[4];
}
