// Which part of the drawing the window shows.

// Zoom that the first view goes to at least, for few names find room below it; and what fitting goes
// to at most, for shapes look coarse above it.
const LEAST_SCALE = 0.45;
const MOST_SCALE = 1.35;
const motion = (duration) => (prefersCalm.matches ? false : { duration, easingFunction: "easeInOutQuad" });

// The part of the drawing that the panel leaves free, in pixels: it lies at the right, or below.
function freeRoom() {
  const stage = byId("stage");
  const panel = byId("panel");
  const room = { width: stage.clientWidth, height: stage.clientHeight };
  if (panel.hidden) return room;
  if (panel.offsetWidth < 0.8 * room.width) room.width -= panel.offsetWidth;
  else room.height -= panel.offsetHeight;
  return room;
}

// Moves so that a place of the drawing lies at a point of the window.
function moveSo(place, point, scale, moving) {
  const stage = byId("stage");
  const position = {
    x: place.x + (stage.clientWidth / 2 - point.x) / scale,
    y: place.y + (stage.clientHeight / 2 - point.y) / scale,
  };
  network.moveTo({ position, scale, animation: moving ? motion(240) : false });
}

// Shows all that is drawn, with room for the names at the edges, as large as can be.
function fitAll({ moving = false, least = 0.05 } = {}) {
  const places = Object.values(network.getPositions());
  if (!places.length) return;
  const ends = (axis) => places.reduce(([low, high], place) => [Math.min(low, place[axis]), Math.max(high, place[axis])], [Infinity, -Infinity]);
  const [left, right] = ends("x");
  const [top, bottom] = ends("y");
  const room = freeRoom();
  const above = state.focus === null ? 26 : 74;
  const wide = Math.max(80, room.width - 150);
  const high = Math.max(80, room.height - above - 48);
  const scale = Math.max(least, Math.min(wide / Math.max(1, right - left), high / Math.max(1, bottom - top), MOST_SCALE));
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  moveSo(middle, { x: room.width / 2, y: above + high / 2 }, scale, moving);
}

// Moves just as far as is needed for an entity to lie well inside the free part.
function bringIntoView(id) {
  const place = network.getPositions([id])[id];
  if (place === undefined) return;
  const { x, y } = network.canvasToDOM(place);
  const room = freeRoom();
  const within = (value, most, margin) => Math.min(Math.max(value, Math.min(margin, most / 2)), Math.max(most - margin, most / 2));
  const point = { x: within(x, room.width, 110), y: within(y, room.height, 70) };
  if (point.x !== x || point.y !== y) moveSo(place, point, network.getScale(), true);
}
