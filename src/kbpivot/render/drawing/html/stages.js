/* The stages: You know, Now, Then, Goal. Chips of text; lines only of the note in hand. */
const stages = byId("stages");
const opened = new Set(); // names of open lanes

function chip(id) {
  const node = nodes.get(id);
  const state = stateOf(id);
  const next = here.next.length && here.next[0].id === id;
  const goal = node.goal || data.lanes.some((lane) => lane.goals.includes(id));
  const button = make("button", `chip ${state}${next ? " next" : ""}${goal ? " goal" : ""}${here.known.has(id) ? " known" : ""}`);
  if (next) button.append(make("span", "tag", "Next"));
  button.append(sign(state), titled(id), unseen(`, ${goal ? "goal, " : ""}${stateWords(id)}, `));
  if (!here.known.has(id)) button.append(make("span", "hours", node.hours));
  button.type = "button";
  button.dataset.node = id;
  button.tabIndex = -1;
  return make("li", "", button);
}
/* The notes of a lane by stage, each stage in the order of the path. */
function staged(lane) {
  const inside = new Set(lane.notes);
  const known = lane.notes.filter((id) => here.known.has(id));
  const left = here.order.filter((id) => inside.has(id));
  const now = left.filter((id) => here.level.get(id) === 0);
  const goals = left.filter((id) => lane.goals.includes(id) && here.level.get(id) > 0);
  const then = new Map();
  for (const id of left) {
    const level = here.level.get(id);
    if (level === 0 || goals.includes(id)) continue;
    if (!then.has(level)) then.set(level, []);
    then.get(level).push(id);
  }
  const first = here.next.length ? here.next[0].id : "";
  if (now.includes(first)) now.unshift(...now.splice(now.indexOf(first), 1));
  return { known, now, then: [...then].sort((a, b) => a[0] - b[0]).map((pair) => pair[1]), goals };
}
function stage(name, ids, kind) {
  const list = make("ul", "chips", ...ids.map(chip));
  const label = make("h3", "", name);
  label.append(unseen(`, ${plural(ids.length, "note")}`));
  const section = make("section", `stage ${kind}`, label, list);
  return section;
}
function knownStage(ids) {
  const wrote = ids.filter((id) => nodes.get(id).met && !marks.has(nodes.get(id).key)).length;
  const name = wrote === ids.length ? "You wrote" : wrote ? "You know or wrote" : "You know";
  const list = make("ul", "chips");
  const folded = make("details", "folded", make("summary", "", plural(ids.length, "note")), list);
  /* Only what is open is in the tree. */
  folded.addEventListener("toggle", () => {
    list.replaceChildren(...(folded.open ? ids.map(chip) : []));
    rove(folded.closest(".lane-body"));
    drawLines();
  });
  return make("section", "stage you", make("h3", "", name), folded);
}
function laneBody(lane) {
  const { known, now, then, goals } = staged(lane);
  const body = make("div", "lane-body");
  body.append(draw("svg", { class: "lines", "aria-hidden": "true" }));
  if (known.length) body.append(knownStage(known));
  if (now.length) body.append(stage("Now", now, "now"));
  if (then.length) body.append(make("div", "thens", ...then.map((ids, place) => stage(place ? "Then, later" : "Then", ids, place ? "then more" : "then"))));
  if (goals.length) body.append(stage(goals.length === 1 ? "Goal" : "Goals", goals, "last"));
  if (!lane.notes.length) body.append(make("p", "soft", "No note."));
  else if (!now.length && !then.length && !goals.length) body.append(make("p", "soft", known.some((id) => nodes.get(id).met) ? "All of it is known or written." : "You know all of it."));
  return body;
}
function drawStages() {
  const place = byId("lanes");
  const focused = document.activeElement && place.contains(document.activeElement) ? document.activeElement.dataset.node : "";
  const lanes = data.lanes.length ? data.lanes : [{ name: "All notes", kind: "folder", goals: data.nodes.filter((node) => node.goal).map((node) => node.id), notes: [...nodes.keys()] }];
  if (lanes.length === 1) {
    place.replaceChildren(laneBody(lanes[0]));
    place.classList.add("single");
  } else {
    place.classList.remove("single");
    place.replaceChildren(...lanes.map(laneFold));
  }
  for (const body of place.querySelectorAll(".lane-body")) settle(body);
  if (focused) (place.querySelector(`[data-node="${focused}"]`) || byId("next")).focus({ preventScroll: true });
}
function laneFold(lane) {
  const done = lane.notes.filter((id) => here.known.has(id)).length;
  const bar = make("span", "bar", make("span", "mastered"));
  bar.firstChild.style.width = `${lane.notes.length ? (100 * done) / lane.notes.length : 0}%`;
  const name = make("span", "name", lane.name);
  name.dir = "auto";
  const fold = make("details", "lane", make("summary", "", name, make("span", "count", `${done} of ${lane.notes.length}`), bar));
  const fill = () => {
    if (fold.open && !fold.querySelector(".lane-body")) {
      fold.append(laneBody(lane));
      settle(fold.querySelector(".lane-body"));
    } else if (!fold.open && fold.querySelector(".lane-body")) fold.querySelector(".lane-body").remove();
  };
  fold.addEventListener("toggle", () => {
    if (fold.open) opened.add(lane.name);
    else opened.delete(lane.name);
    fill();
  });
  fold.open = opened.has(lane.name);
  fill();
  return fold;
}
/* At first the lane that holds the next note is open. */
function openFirst() {
  const first = here.next.length ? here.next[0].id : "";
  const lane = data.lanes.find((one) => one.notes.includes(first)) || data.lanes[0];
  if (lane) opened.add(lane.name);
}
/* Where rows of stages do not fit the screen, they follow each other like words. */
function settle(body) {
  rove(body);
  body.classList.remove("flow");
  if (!body.isConnected || !stages.clientHeight) return;
  const room = Math.max(stages.clientHeight, 300);
  if (body.offsetHeight > room - 24) body.classList.add("flow");
}
/* One chip of a lane is in the tab order; arrow keys go on from it. */
function rove(body) {
  if (!body) return;
  const chips = [...body.querySelectorAll(".chip")];
  if (chips.some((one) => one.tabIndex === 0)) return;
  const first = chips.find((one) => one.classList.contains("next")) || chips.find((one) => !one.classList.contains("known")) || chips[0];
  if (first) first.tabIndex = 0;
}
function walk(event) {
  const from = event.target.closest(".chip");
  if (!from || event.ctrlKey || event.metaKey || event.altKey) return;
  const body = from.closest(".lane-body, #found");
  const chips = [...body.querySelectorAll(".chip")];
  const at = chips.indexOf(from);
  const box = from.getBoundingClientRect();
  const middle = (one) => one.left + one.width / 2;
  const beyond = (down) =>
    chips
      .map((one) => [one, one.getBoundingClientRect()])
      .filter(([, other]) => (down ? other.top >= box.bottom - 2 : other.bottom <= box.top + 2))
      .sort((a, b) => Math.abs(a[1].top - box.top) * 4 + Math.abs(middle(a[1]) - middle(box)) - Math.abs(b[1].top - box.top) * 4 - Math.abs(middle(b[1]) - middle(box)))
      .map((pair) => pair[0])[0];
  const to = { ArrowRight: chips[at + 1], ArrowLeft: chips[at - 1], ArrowDown: beyond(true), ArrowUp: beyond(false), Home: chips[0], End: chips.at(-1) }[event.key];
  if (!["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  if (!to) return;
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/* The chain of one note: what it needs and unlocks, however many steps away. */
let inHand = null;
function hold(id) {
  if (inHand === id) return;
  inHand = id;
  drawLines();
}
function drawLines() {
  for (const body of stages.querySelectorAll(".lane-body")) drawChain(body, inHand);
}
function drawChain(body, id) {
  const lines = body.querySelector(".lines");
  const chips = new Map([...body.querySelectorAll(".chip")].map((one) => [one.dataset.node, one]));
  lines.replaceChildren();
  const chain = id !== null && chips.has(id) ? new Set([...reached([id], needs, "a"), ...reached([id], unlocks, "b")]) : null;
  for (const [other, one] of chips) one.classList.toggle("aside", chain !== null && !chain.has(other));
  if (!chain) return;
  const base = body.getBoundingClientRect();
  lines.setAttribute("width", base.width);
  lines.setAttribute("height", base.height);
  const spots = new Map();
  const bands = [];
  for (const [other, one] of chips) {
    const box = one.getBoundingClientRect();
    const spot = { left: box.left - base.left, right: box.right - base.left, top: box.top - base.top, bottom: box.bottom - base.top };
    spots.set(other, spot);
    let band = bands.find((row) => Math.abs(row.top - spot.top) < 8);
    if (!band) bands.push((band = { top: spot.top, bottom: spot.bottom, boxes: [] }));
    band.bottom = Math.max(band.bottom, spot.bottom);
    band.boxes.push(spot);
  }
  bands.sort((a, b) => a.top - b.top);
  const below = reached([id], needs, "a");
  const above = reached([id], unlocks, "b");
  for (const edge of data.edges) {
    const near = edge.a === id || edge.b === id;
    if (edge.a === edge.b || !spots.has(edge.a) || !spots.has(edge.b)) continue;
    if (!near && (edge.implied || !((below.has(edge.a) && below.has(edge.b)) || (above.has(edge.a) && above.has(edge.b))))) continue;
    const line = draw("path", { d: between(spots.get(edge.a), spots.get(edge.b), bands), class: `chain ${edge.grade}${near ? " near" : ""}` });
    if (data.grades[edge.grade].dash) line.setAttribute("stroke-dasharray", data.grades[edge.grade].dash);
    lines.append(line);
  }
}
/* A line from chip to chip that passes each row in between through a gap of it. */
function between(from, to, bands) {
  const down = to.top > from.top + 4;
  const middle = (box) => (box.left + box.right) / 2;
  if (!down && to.bottom > from.top) {
    /* Side by side: an arc beneath. */
    const y = Math.max(from.bottom, to.bottom);
    return `M${middle(from)} ${from.bottom}C${middle(from)} ${y + 12} ${middle(to)} ${y + 12} ${middle(to)} ${to.bottom}`;
  }
  const start = { x: middle(from), y: down ? from.bottom : from.top };
  const end = { x: middle(to), y: down ? to.top : to.bottom };
  const passed = bands.filter((row) => (down ? row.top >= from.bottom - 4 && row.bottom <= to.top + 4 : row.bottom <= from.top + 4 && row.top >= to.bottom - 4));
  if (!down) passed.reverse();
  let path = `M${start.x} ${start.y}`;
  let { x, y } = start;
  const bend = (px, py) => {
    const half = (y + py) / 2;
    path += `C${x} ${half} ${px} ${half} ${px} ${py}`;
    [x, y] = [px, py];
  };
  for (const row of passed) {
    const wish = start.x + ((end.x - start.x) * ((row.top + row.bottom) / 2 - start.y)) / (end.y - start.y || 1);
    const px = gapNear(row.boxes, wish);
    const [first, last] = down ? [row.top - 2, row.bottom + 2] : [row.bottom + 2, row.top - 2];
    bend(px, first);
    path += `V${last}`;
    y = last;
  }
  bend(end.x, end.y);
  return path;
}
function gapNear(boxes, wish) {
  const sorted = [...boxes].sort((a, b) => a.left - b.left);
  const gaps = [sorted[0].left - 5, sorted.at(-1).right + 5];
  for (let place = 1; place < sorted.length; place += 1) gaps.push((sorted[place - 1].right + sorted[place].left) / 2);
  if (wish < sorted[0].left - 5 && wish > 0) return wish;
  if (wish > sorted.at(-1).right + 5) return wish;
  return gaps.sort((a, b) => Math.abs(a - wish) - Math.abs(b - wish))[0];
}
function connectStages() {
  stages.addEventListener("pointerover", (event) => {
    const one = event.target.closest(".chip");
    if (one && event.pointerType !== "touch") hold(one.dataset.node);
  });
  stages.addEventListener("pointerout", (event) => {
    if (event.pointerType === "touch" || (event.relatedTarget && event.relatedTarget.closest && event.relatedTarget.closest(".chip"))) return;
    const focused = document.activeElement && document.activeElement.closest(".chip:focus-visible");
    hold(focused ? focused.dataset.node : null);
  });
  stages.addEventListener("focusin", (event) => {
    const one = event.target.closest(".chip");
    if (!one) return;
    for (const other of one.closest(".lane-body, #found").querySelectorAll('.chip[tabindex="0"]')) other.tabIndex = -1;
    one.tabIndex = 0;
    if (one.matches(":focus-visible")) hold(one.dataset.node);
  });
  stages.addEventListener("focusout", () => hold(null));
  stages.addEventListener("keydown", walk);
}
