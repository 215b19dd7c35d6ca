/* The notes, what is left of them, in which order, and what comes next. */
const byId = (id) => document.getElementById(id);
const outside = (window.kbpivot = window.kbpivot || {});
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const SVG = "http://www.w3.org/2000/svg";

let data;
let nodes;
let needs;
let unlocks;
let marks = new Set(); // keys of what the reader of this page says they know
const here = { known: new Set(), level: new Map(), order: [], next: [] };

/* Small builders: every word goes in as text, never as markup. */
function make(name, kind, ...inside) {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  element.append(...inside);
  return element;
}
function draw(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}
function sign(state) {
  const picture = draw("svg", { class: `sign ${state}`, viewBox: "-9 -9 18 18", "aria-hidden": "true" });
  picture.append(draw("use", { href: `#sign-${state}` }));
  return picture;
}
function command(words, kind, action) {
  const button = make("button", kind, words);
  button.type = "button";
  button.addEventListener("click", action);
  return button;
}
function titled(id) {
  const title = make("span", "title", nodes.get(id).title);
  title.dir = "auto";
  /* A browser breaks lines between the words of a language that it knows. */
  if (/[\u3040-\u30ff]/.test(title.textContent)) title.lang = "ja";
  else if (/[\uac00-\ud7af]/.test(title.textContent)) title.lang = "ko";
  else if (/[\u0e00-\u0e7f]/.test(title.textContent)) title.lang = "th";
  return title;
}
const unseen = (words) => make("span", "unseen", words);
const plural = (count, word) => `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
const addressOf = (key) => encodeURIComponent(key.replace(/\p{Surrogate}/gu, "\ufffd"));

/* Minutes in words, as coarse as everywhere else in kbpivot. */
function duration(minutes) {
  let left = minutes;
  for (const [least, step] of [[600, 60], [120, 30], [60, 5]]) {
    if (left >= least) {
      left = Math.floor(left / step + 0.5) * step;
      break;
    }
  }
  const whole = Math.floor(left / 60);
  const rest = left % 60;
  if (!whole) return `${rest} min`;
  return rest ? `${whole.toLocaleString("en")} h ${rest} min` : `${whole.toLocaleString("en")} h`;
}

function take(fresh) {
  data = fresh;
  nodes = new Map(data.nodes.map((node) => [node.id, node]));
  needs = new Map(data.nodes.map((node) => [node.id, []]));
  unlocks = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of data.edges) {
    needs.get(edge.b).push(edge);
    unlocks.get(edge.a).push(edge);
  }
}

/* The reader's own marks stay in their browser. */
const drawer = () => `kbpivot ${data.title}`;
function readMarks() {
  if (data.live) return;
  try {
    marks = new Set(JSON.parse(localStorage.getItem(drawer())) || []);
  } catch {
    marks = new Set();
  }
}
function keepMarks() {
  try {
    if (marks.size) localStorage.setItem(drawer(), JSON.stringify([...marks]));
    else localStorage.removeItem(drawer());
  } catch {
    /* A browser that keeps nothing still shows them until the page is closed. */
  }
}
function knows(id) {
  const node = nodes.get(id);
  return node.state === "mastered" || Boolean(node.met) || marks.has(node.key);
}
/* The state of a note for whoever reads the page. */
function stateOf(id) {
  const node = nodes.get(id);
  if (node.state === "mastered" || marks.has(node.key)) return "mastered";
  if (!marks.size || node.state !== "blocked") return node.state;
  const waits = needs.get(id).some((edge) => edge.grade === "stated" && edge.a !== id && !here.known.has(edge.a));
  return waits ? "blocked" : "ready";
}
function stateWords(id) {
  const node = nodes.get(id);
  if (node.state !== "mastered" && here.known.has(id)) return marks.has(node.key) ? "known to you" : "counts as met";
  return stateOf(id);
}

/* What is left, level by level: a note stands behind all it needs. The order is that of `path`;
   in a circle the note that comes first in it opens the circle. */
function rank() {
  here.known = new Set([...nodes.keys()].filter(knows));
  const first = new Set(data.order);
  here.order = [...data.order, ...[...nodes.keys()].filter((id) => !first.has(id))].filter((id) => !here.known.has(id));
  here.level = new Map();
  for (const id of here.order) {
    /* What only helps puts nothing off that could be taken now. */
    const before = needs.get(id).filter((edge) => here.level.has(edge.a));
    const waits = before.some((edge) => edge.grade !== "optional");
    const level = waits ? Math.max(...before.map((edge) => here.level.get(edge.a) + 1)) : 0;
    here.level.set(id, level);
  }
  here.next = marks.size || (!data.next.length && !data.said.length) ? nextAgain() : data.next;
}
/* After the reader's own marks: the first notes of the order that need nothing more. */
function nextAgain() {
  const way = data.order.filter((id) => !here.known.has(id));
  const open = (data.order.length ? way : here.order).filter((id) => here.level.get(id) === 0);
  const written = open.filter((id) => nodes.get(id).path || nodes.get(id).private);
  const begun = written.filter((id) => nodes.get(id).state === "started");
  return [...new Set([...begun, ...(written.length ? written : open)])].slice(0, 3).map((id) => {
    const after = reached([id], unlocks, "b").size - 1;
    const goal = data.nodes.find((node) => node.goal);
    const why = [
      nodes.get(id).state === "started" ? "You started it." : "",
      needs.get(id).length ? "You have what it builds on." : "It builds on nothing here.",
      goal && goal.id === id ? "It is the goal." : "",
      after ? `${plural(after, "note")} here build${after === 1 ? "s" : ""} on it.` : "",
    ];
    return { id, title: nodes.get(id).title, time: nodes.get(id).hours, source: "", why: why.filter(Boolean).join(" ") };
  });
}
/* All that some notes need, or unlock, in however many steps; they too. */
function reached(ids, links, end) {
  const found = new Set(ids);
  for (const id of found) for (const edge of links.get(id)) found.add(edge[end]);
  return found;
}

/* Left: how far one is, the next step and why, two others. */
function drawHead() {
  byId("title").textContent = data.title;
  const way = data.way.length ? data.way : [...nodes.keys()];
  const done = way.filter((id) => here.known.has(id)).length;
  const begun = way.filter((id) => !here.known.has(id) && nodes.get(id).state === "started").length;
  const left = way.filter((id) => !here.known.has(id)).reduce((sum, id) => sum + nodes.get(id).minutes, 0);
  const wrote = way.some((id) => nodes.get(id).met && !marks.has(nodes.get(id).key));
  const said = [`${done.toLocaleString("en")} of ${way.length.toLocaleString("en")} ${wrote ? "known or written" : "known"}`];
  if (left) said.push(`${duration(left)} to go`);
  if (left && data.week) said.push(`about ${plural(Math.max(1, Math.round(left / 60 / data.week)), "week")} at ${duration(data.week * 60)} a week`);
  byId("summary").textContent = way.length ? said.join(" · ") : "No note yet.";
  const share = (count) => `${way.length ? (100 * count) / way.length : 0}%`;
  byId("bar-known").style.width = share(done);
  byId("bar-begun").style.width = share(begun);
}
const STATES = { mastered: "you know it", started: "you started it", ready: "ready", blocked: "waits", planned: "not written yet" };
function drawNext() {
  const [first, ...others] = here.next;
  const card = byId("next");
  card.replaceChildren();
  card.classList.toggle("none", !first);
  if (first) card.append(...nextCard(first));
  else card.append(make("h2", "", nothing()), ...saidHere());
  const beside = byId("others");
  beside.hidden = !others.length;
  beside.querySelector("ul").replaceChildren(...others.map((one) => make("li", "", one.id ? row(one.id, one.time) : make("span", "row", one.title))));
  byId("said").replaceChildren(...(first ? saidHere() : []));
}
function nothing() {
  if (!nodes.size) return "No note yet";
  return [...nodes.keys()].every((id) => stateOf(id) === "mastered") ? "Nothing left to study" : "No next step";
}
const saidHere = () => (marks.size ? ["Ranked again for what you marked, in this browser only."] : data.said).map((one) => make("p", "", one));
function nextCard(first) {
  const node = nodes.get(first.id);
  const title = make("h2", "", first.title);
  title.dir = "auto";
  const inside = [make("p", "label", "Study next"), title];
  const time = first.source ? `${first.time} (${first.source})` : first.time;
  const state = node ? stateOf(first.id) : "ready";
  inside.push(make("p", "facts", make("span", "state", sign(state), STATES[state]), make("span", "", time)));
  if (node && node.private) inside.push(make("p", "", "The author keeps this note private, so there is nothing to read here."));
  if (first.why) inside.push(make("p", "why", make("strong", "", "Why: "), first.why));
  if (!node) return inside;
  const before = needs.get(first.id).filter((edge) => edge.a !== first.id);
  if (before.length) {
    const open = before.filter((edge) => edge.grade !== "optional" && !here.known.has(edge.a)).length;
    inside.push(make("h3", "", open ? "It builds on" : "You are ready. It builds on"));
    inside.push(make("ul", "ticks", ...before.slice(0, 8).map((edge) => make("li", "", row(edge.a, "", here.known.has(edge.a) ? "mastered" : stateOf(edge.a))))));
    if (before.length > 8) inside.push(make("p", "soft", `and ${before.length - 8} more`));
  }
  inside.push(make("div", "actions", ...actions(first.id, { read: true })));
  return inside;
}
/* What can be done with a note. */
function actions(id, { read = false } = {}) {
  const node = nodes.get(id);
  const found = [];
  const inObsidian = node.open && outside.read;
  if (read && !node.private) found.push(command("Read it", "main", () => (inObsidian ? outside.read(node.key) : openNote(id))));
  if (read && inObsidian) found.push(command("Read it here", "", () => openNote(id)));
  else if (node.open) {
    const link = make("a", "button", "Open in Obsidian");
    link.href = node.open;
    found.push(link);
  }
  if (node.private) return found;
  if (outside.act) {
    for (const [verb, words] of Object.entries({ start: "Started", done: "Done", know: "I know this" })) {
      if (!here.known.has(id) && !(verb === "start" && node.state === "started")) found.push(command(words, "", () => outside.act(verb, node.key)));
    }
    found.push(command("Undo", "", () => outside.act("undo", "")));
  } else if (marks.has(node.key)) found.push(command("I do not know this", "", () => mark(id, false)));
  else if (!here.known.has(id)) found.push(command("I know this", "", () => mark(id, true)));
  return found;
}
function row(id, time, state = stateOf(id)) {
  const button = make("button", "row", sign(state), titled(id), unseen(`, ${stateWords(id)}`), make("span", "hours", time));
  button.type = "button";
  button.dataset.node = id;
  return button;
}
function mark(id, known) {
  if (known) marks.add(nodes.get(id).key);
  else marks.delete(nodes.get(id).key);
  keepMarks();
  drawAll();
  say(known ? `${nodes.get(id).title}: marked as known in this browser.` : `${nodes.get(id).title}: no longer marked.`);
  if (!note.hidden) note.querySelector("h2").focus({ preventScroll: true });
  else byId("next").focus({ preventScroll: true });
}
const say = (words) => (byId("status").textContent = words);

/* What the reader marked, as a command for whoever keeps the vault. */
const shellWord = (text) => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'"'"'`)}'`);
function drawMarks() {
  const yours = byId("yours");
  yours.hidden = !marks.size;
  if (!marks.size) return;
  byId("yours-count").textContent = `You marked ${plural(marks.size, "note")} as known, in this browser.`;
  byId("yours-line").value = `kbpivot know ${[...marks].map(shellWord).join(" ")}`;
}
function connectMarks() {
  byId("yours-copy").addEventListener("click", async () => {
    const line = byId("yours-line");
    line.select();
    try {
      await navigator.clipboard.writeText(line.value);
    } catch {
      document.execCommand("copy");
    }
    say("Copied.");
  });
  byId("yours-clear").addEventListener("click", () => {
    marks.clear();
    keepMarks();
    drawAll();
    say("Your marks are gone.");
  });
}
