/* One note: what it needs, its text, what it unlocks, and the way along the path. */
const note = byId("note");
let chosen = null;
let cameFrom = null;
let scrolled = 0;

const GRADES = {
  stated: "",
  ordered: "by the order of a list",
  mapped: "by the map of the field",
  inferred: "a guess from the text",
  optional: "helps, but is not needed",
};
function part(title, none, edges, end) {
  const items = edges.filter((edge) => edge.a !== edge.b).map((edge) => {
    const item = make("li", edge.grade, row(edge[end], nodes.get(edge[end]).hours));
    for (const reason of edge.reasons) {
      const place = reason.path ? (reason.line ? `${reason.path}:${reason.line}` : reason.path) : "";
      const about = [GRADES[reason.grade || edge.grade], place].filter(Boolean).join(", ");
      const quoted = reason.quote || reason.words;
      const words = quoted ? [make("q", "", quoted)] : [];
      if (words.length || about) item.append(make("p", "said", ...words, words.length && about ? " · " : "", about));
    }
    if (!edge.reasons.length && GRADES[edge.grade]) item.append(make("p", "said", GRADES[edge.grade]));
    return item;
  });
  const said = items.length ? make("ul", "links", ...items) : make("p", "soft", none);
  return make("section", "beside", make("h3", "", items.length ? `${title} ${plural(items.length, "note")}` : title), said);
}
function wayToGoal(id) {
  const goal = data.nodes.find((other) => other.goal);
  if (!goal || goal.id === id) return [];
  const cameBy = new Map([[id, null]]);
  for (const [at] of cameBy) {
    if (at === goal.id) break;
    for (const edge of unlocks.get(at)) if (!cameBy.has(edge.b)) cameBy.set(edge.b, at);
  }
  if (!cameBy.has(goal.id)) return [];
  const way = [];
  for (let step = goal.id; step !== null; step = cameBy.get(step)) way.unshift(step);
  return way;
}
function link(id) {
  const button = make("button", "link", nodes.get(id).title);
  button.type = "button";
  button.dir = "auto";
  button.dataset.node = id;
  return button;
}
function whyHere(node) {
  const goal = data.nodes.find((other) => other.goal);
  const way = wayToGoal(node.id);
  const said = [];
  if (node.goal) said.push(make("p", "", "It is the goal: everything on this page leads here."));
  else if (way.length === 2) said.push(make("p", "", make("strong", "", goal.title), " builds on it directly."));
  else if (way.length) {
    said.push(make("p", "", make("strong", "", goal.title), " builds on it by way of:"));
    said.push(make("ol", "way", ...way.slice(1).map((id) => make("li", "", link(id)))));
  }
  if (node.tracks) said.push(make("p", "", `On the track${node.tracks.length === 1 ? "" : "s"} ${node.tracks.join(", ")}.`));
  return said;
}
/* The notes in the order of the path, what is known first. */
function along() {
  const known = data.nodes.map((node) => node.id).filter((id) => here.known.has(id));
  return [...known, ...here.order];
}
function step(words, id) {
  const button = command("", "step", () => openNote(id));
  button.append(make("span", "soft", words), titled(id));
  return button;
}

function showNote(id) {
  const node = nodes.get(id);
  chosen = id;
  const back = command("← Back", "back", () => closeNote());
  const order = along();
  const at = order.indexOf(id);
  const steps = make("nav", "steps", back);
  steps.setAttribute("aria-label", "Along the path");
  if (at > 0) steps.append(step("Before", order[at - 1]));
  if (at < order.length - 1) steps.append(step("After", order[at + 1]));
  const title = make("h2", "", node.title);
  title.id = "note-title";
  title.tabIndex = -1;
  title.dir = "auto";
  const state = stateOf(id);
  const facts = make("p", "facts", make("span", "state", sign(state), stateWords(id)), make("span", "", node.hours));
  if (node.kind) facts.append(make("span", "", node.kind));
  const head = make("header", "note-head", title, facts);
  if (node.private) head.append(make("p", "", "The author keeps this note private. Its place on the way is all that is told here."));
  else if (node.state === "planned" && !node.path) head.append(make("p", "", "This note is not written yet: find another source, or wait for it."));
  head.append(...whyHere(node), make("div", "actions", ...actions(id)));
  const text = make("div", "text");
  if (node.text) text.innerHTML = node.text; // sanitised when this page was made
  else if (node.path) text.append(make("p", "soft", "This note has no text here."));
  /* Headings that skip a level are told without the gap; they look as they did. */
  let level = 3;
  for (const heading of text.querySelectorAll("h3, h4, h5, h6")) {
    const own = Number(heading.tagName[1]);
    level = Math.min(own, level + 1);
    if (level !== own) heading.setAttribute("aria-level", level);
  }
  for (const paragraph of text.querySelectorAll("p, h3, h4, h5, h6, li, td, th, blockquote")) paragraph.dir = "auto";
  const body = make("div", "note-body", part("It needs", "Nothing here comes before it.", needs.get(id), "a"), text, part("It unlocks", "Nothing here builds on it.", unlocks.get(id), "b"));
  note.replaceChildren(steps, head, body);
  note.hidden = false;
  byId("views").hidden = true;
  document.body.classList.add("reading");
}
function openNote(id, { push = true } = {}) {
  if (!nodes.has(id)) return;
  const focused = document.activeElement;
  if (chosen === null) {
    cameFrom = focused && focused.dataset ? focused.dataset.node || focused : focused;
    scrolled = stages.scrollTop;
  }
  showNote(id);
  byId("main").scrollTop = 0;
  note.scrollTop = 0;
  note.querySelector("h2").focus({ preventScroll: true });
  if (document.body.scrollHeight > innerHeight + 4) note.scrollIntoView({ block: "start" });
  const address = `#note=${addressOf(nodes.get(id).key)}`;
  if (push && location.hash !== address) history.pushState(null, "", address);
}
function hideNote() {
  if (chosen === null) return;
  const left = chosen;
  chosen = null;
  note.hidden = true;
  byId("views").hidden = false;
  document.body.classList.remove("reading");
  for (const body of byId("lanes").querySelectorAll(".lane-body")) settle(body);
  stages.scrollTop = scrolled;
  map.resize();
  const from = typeof cameFrom === "string" ? document.querySelector(`#views [data-node="${cameFrom}"], .left [data-node="${cameFrom}"]`) : cameFrom;
  const target = from && from.isConnected ? from : document.querySelector(`#views [data-node="${left}"]`) || byId("next");
  target.focus({ preventScroll: true });
  if (target.getBoundingClientRect().height) target.scrollIntoView({ block: "nearest", inline: "nearest" });
}
function closeNote() {
  if (chosen === null) return;
  history.pushState(null, "", map.shown() ? "#view=map" : location.pathname + location.search);
  hideNote();
}
