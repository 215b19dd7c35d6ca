"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const needs = new Map(data.nodes.map((node) => [node.id, []]));
  const unlocks = new Map(data.nodes.map((node) => [node.id, []]));
  for (const edge of data.edges) {
    needs.get(edge.b).push(edge);
    unlocks.get(edge.a).push(edge);
  }
  const map = byId("map");
  const view = byId("view");
  const boxes = new Map(data.nodes.map((node) => [node.id, byId(node.id)]));
  const lines = [...view.querySelectorAll(".edge")];
  const linesOf = new Map(data.nodes.map((node) => [node.id, []]));
  for (const line of lines) for (const end of new Set([line.dataset.a, line.dataset.b])) linesOf.get(end).push(line);
  const rows = new Map([...byId("list").querySelectorAll(".row")].map((row) => [row.dataset.node, row]));
  const search = byId("search");
  const track = byId("track");
  const states = [...document.querySelectorAll(".states input")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  /* Small builders: every word goes in as text, never as markup. */
  const make = (name, kind, ...inside) => {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    element.append(...inside);
    return element;
  };
  const SVG = "http://www.w3.org/2000/svg";
  const sign = (state) => {
    const picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("class", `sign ${state}`);
    picture.setAttribute("viewBox", "-9 -9 18 18");
    picture.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(SVG, "use");
    use.setAttribute("href", `#sign-${state}`);
    picture.append(use);
    return picture;
  };
  const addressOf = (key) => encodeURIComponent(key.replace(/\p{Surrogate}/gu, "\ufffd"));
  const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;

  /* What is shown: search words, states and the track narrow both list and map. */
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const texts = new Map(data.nodes.map((node) => [node.id, plain(`${node.title} ${node.path || ""}`)]));
  let shown = new Set(nodes.keys());
  let chosen = null;

  function narrow() {
    const words = plain(search.value).split(/\s+/).filter(Boolean);
    const allowed = new Set(states.filter((box) => box.checked).map((box) => box.value));
    shown = new Set(
      data.nodes
        .filter((node) => allowed.has(node.state))
        .filter((node) => !track.value || node.tracks.includes(track.value))
        .filter((node) => words.every((word) => texts.get(node.id).includes(word)))
        .map((node) => node.id)
    );
    for (const [id, row] of rows) row.parentElement.hidden = !shown.has(id);
    byId("none").hidden = shown.size > 0;
    byId("count").textContent =
      shown.size === nodes.size ? `${plural(nodes.size, "note")} in study order` : `${shown.size} of ${plural(nodes.size, "note")}`;
    paint();
  }

  /* All that a note needs, or unlocks, in however many steps; the note too. */
  function reached(id, links, end) {
    const found = new Set([id]);
    for (const here of found) for (const edge of links.get(here)) found.add(edge[end]);
    return found;
  }
  function paint() {
    const below = chosen === null ? null : reached(chosen, needs, "a");
    const above = chosen === null ? null : reached(chosen, unlocks, "b");
    for (const [id, box] of boxes) {
      box.classList.toggle("dim", !shown.has(id));
      box.classList.toggle("aside", below !== null && !below.has(id) && !above.has(id));
      box.classList.toggle("chosen", id === chosen);
      if (id === chosen) box.setAttribute("aria-current", "true");
      else box.removeAttribute("aria-current");
    }
    for (const line of lines) {
      const { a, b } = line.dataset;
      const near = chosen !== null && (a === chosen || b === chosen);
      const along = below !== null && ((below.has(a) && below.has(b)) || (above.has(a) && above.has(b)));
      line.classList.toggle("near", near);
      line.classList.toggle("along", along && !near);
      line.classList.toggle("aside", below !== null && !along && !near);
      line.classList.toggle("dim", !near && !along && !(shown.has(a) && shown.has(b)));
    }
    for (const [id, mark] of marks) mark.classList.toggle("dim", !shown.has(id));
  }

  /* Moving about: one transform on one group. */
  const whole = { width: Number(map.dataset.width), height: Number(map.dataset.height) };
  const at = { x: 0, y: 0, scale: 1 };
  let moving = 0;

  const frame = () => map.getBoundingClientRect();
  let room = { width: 0, height: 0 };
  function place() {
    view.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${at.scale})`);
    map.classList.toggle("far", at.scale < 0.3);
    if (!room.width) return;
    const all = whole.width * at.scale <= room.width && whole.height * at.scale <= room.height;
    byId("small").classList.toggle("idle", all);
    if (all) return;
    /* An element of its own above the small map, so that moving it paints nothing anew. */
    const left = Math.max(0, -at.x / at.scale);
    const top = Math.max(0, -at.y / at.scale);
    const width = Math.max(0, Math.min(whole.width, (room.width - at.x) / at.scale) - left);
    const height = Math.max(0, Math.min(whole.height, (room.height - at.y) / at.scale) - top);
    glass.style.transform = `translate(${left * ratio + margin.x}px, ${top * ratio + margin.y}px)`;
    glass.style.width = `${Math.max(2, width * ratio)}px`;
    glass.style.height = `${Math.max(2, height * ratio)}px`;
  }
  function resize() {
    const { width, height } = frame();
    if (!width || !height) return;
    room = { width, height };
    map.setAttribute("viewBox", `0 0 ${width} ${height}`);
    place();
  }

  /* The whole map in a corner, to know where one is; a click goes there. */
  const small = byId("small-map");
  const marks = new Map();
  const glass = make("div", "here");
  let ratio = 1;
  let margin = { x: 0, y: 0 };
  function drawSmall() {
    if (!data.nodes.length) return;
    ratio = Math.min(200 / whole.width, 130 / whole.height);
    const width = Math.max(40, whole.width * ratio);
    const height = Math.max(24, whole.height * ratio);
    margin = { x: (width - whole.width * ratio) / 2, y: (height - whole.height * ratio) / 2 };
    small.setAttribute("viewBox", `0 0 ${whole.width} ${whole.height}`);
    small.setAttribute("width", width);
    small.setAttribute("height", height);
    for (const node of data.nodes) {
      const { x, y } = spot(node.id);
      const mark = document.createElementNS(SVG, "rect");
      mark.setAttribute("class", `mark ${node.state}`);
      mark.setAttribute("x", x - data.box.width / 2);
      mark.setAttribute("y", y - data.box.height / 2);
      mark.setAttribute("width", data.box.width);
      mark.setAttribute("height", data.box.height);
      marks.set(node.id, mark);
    }
    small.append(...marks.values());
    small.after(glass);
    const jump = (event) => {
      const { left, top, width, height } = small.getBoundingClientRect();
      const scale = Math.min(width / whole.width, height / whole.height);
      const x = (event.clientX - left - (width - whole.width * scale) / 2) / scale;
      const y = (event.clientY - top - (height - whole.height * scale) / 2) / scale;
      cancelAnimationFrame(moving);
      at.x = room.width / 2 - x * at.scale;
      at.y = room.height / 2 - y * at.scale;
      place();
    };
    small.addEventListener("pointerdown", (event) => {
      small.setPointerCapture(event.pointerId);
      jump(event);
    });
    small.addEventListener("pointermove", (event) => {
      if (small.hasPointerCapture(event.pointerId)) jump(event);
    });
  }
  function go(target) {
    cancelAnimationFrame(moving);
    if (calm.matches || document.hidden) {
      Object.assign(at, target);
      place();
      return;
    }
    const start = { ...at };
    const began = performance.now();
    const step = (now) => {
      const t = Math.min(1, (now - began) / 220);
      const eased = 1 - (1 - t) ** 3;
      for (const key of ["x", "y", "scale"]) at[key] = start[key] + (target[key] - start[key]) * eased;
      place();
      if (t < 1) moving = requestAnimationFrame(step);
    };
    moving = requestAnimationFrame(step);
  }
  function zoom(factor, x, y) {
    cancelAnimationFrame(moving);
    const scale = Math.min(3, Math.max(0.04, at.scale * factor));
    at.x = x - ((x - at.x) * scale) / at.scale;
    at.y = y - ((y - at.y) * scale) / at.scale;
    at.scale = scale;
    place();
  }
  const middleZoom = (factor) => zoom(factor, frame().width / 2, frame().height / 2);
  function fitted(least) {
    const { width, height } = frame();
    const margin = 28;
    const scale = Math.min(1.2, Math.max(least, Math.min((width - 2 * margin) / whole.width, (height - 2 * margin - 40) / whole.height)));
    return { scale, x: (width - whole.width * scale) / 2, y: (height - 40 - whole.height * scale) / 2 };
  }
  const spot = (id) => {
    const { e, f } = boxes.get(id).transform.baseVal.getItem(0).matrix;
    return { x: e + data.box.width / 2, y: f + data.box.height / 2 };
  };
  function centre(id, least) {
    const { width, height } = frame();
    if (!width) return;
    const { x, y } = spot(id);
    const scale = Math.max(at.scale, least || 0);
    go({ scale, x: width / 2 - x * scale, y: height / 2 - y * scale });
  }
  function reveal(id) {
    const { width, height } = frame();
    const { x, y } = spot(id);
    const left = x * at.scale + at.x;
    const top = y * at.scale + at.y;
    const edge = Math.min(120, width / 4);
    if (left < edge || left > width - edge || top < 60 || top > height - 60 || at.scale < 0.35) centre(id, 0.7);
  }
  function start() {
    resize();
    const all = fitted(0);
    if (all.scale >= 0.6) {
      Object.assign(at, all);
      place();
      return;
    }
    /* Too wide to read at once: begin one layer before the place the reader has reached. */
    const first = data.nodes.find((node) => node.about && !node.goal) || data.nodes.find((node) => node.state === "started") || data.nodes.find((node) => node.state === "ready") || data.nodes.find((node) => node.goal) || data.nodes[0];
    const { width, height } = frame();
    const step = data.box.width + data.box.gap;
    at.scale = Math.max(0.72, Math.min(0.9, (height - 120) / whole.height, width / (2.2 * step)));
    const { x, y } = first ? spot(first.id) : { x: 0, y: 0 };
    const within = (low, value, high) => (high < low ? (low + high) / 2 : Math.min(high, Math.max(low, value)));
    at.x = within(width - whole.width * at.scale - 28, 28 - (x - data.box.width / 2 - step) * at.scale, 28);
    at.y = within(height - 68 - whole.height * at.scale, height / 2 - y * at.scale, 28);
    place();
  }

  const fingers = new Map();
  let travelled = 0;
  map.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    cancelAnimationFrame(moving);
    if (!fingers.size) travelled = 0;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  map.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const now = { x: event.clientX, y: event.clientY };
    travelled += Math.abs(now.x - last.x) + Math.abs(now.y - last.y);
    if (travelled > 6 && !map.hasPointerCapture(event.pointerId)) {
      map.setPointerCapture(event.pointerId);
      map.classList.add("dragged");
    }
    const { left, top } = frame();
    if (fingers.size === 2) {
      const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
      const before = Math.hypot(last.x - other.x, last.y - other.y);
      const after = Math.hypot(now.x - other.x, now.y - other.y);
      if (before > 0) zoom(after / before, (now.x + other.x) / 2 - left, (now.y + other.y) / 2 - top);
      at.x += (now.x - last.x) / 2;
      at.y += (now.y - last.y) / 2;
    } else {
      at.x += now.x - last.x;
      at.y += now.y - last.y;
    }
    place();
    fingers.set(event.pointerId, now);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    map.addEventListener(end, (event) => {
      fingers.delete(event.pointerId);
      if (!fingers.size) map.classList.remove("dragged");
    });
  }
  map.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { left, top } = frame();
    const unit = event.deltaMode === 1 ? 16 : 1;
    if (event.shiftKey || (Math.abs(event.deltaX) > Math.abs(event.deltaY) && !event.ctrlKey)) {
      at.x -= (event.deltaX || event.deltaY) * unit;
      place();
    } else {
      zoom(Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0018)), event.clientX - left, event.clientY - top);
    }
  }, { passive: false });
  map.addEventListener("click", (event) => {
    const box = event.target.closest(".node");
    if (travelled > 6) return;
    if (box) open(box.id, box);
    else if (chosen) close();
  });
  map.addEventListener("pointerover", (event) => {
    const box = event.target.closest(".node");
    for (const line of view.querySelectorAll(".edge.touched")) line.classList.remove("touched");
    if (box && !fingers.size) for (const line of linesOf.get(box.id)) line.classList.add("touched");
  });
  byId("zoom-in").addEventListener("click", () => middleZoom(1.3));
  byId("zoom-out").addEventListener("click", () => middleZoom(1 / 1.3));
  byId("zoom-fit").addEventListener("click", () => go(fitted(0.02)));

  /* The keyboard: one box is in the tab order, arrows go along the lines. */
  let current = null;
  function focusBox(id) {
    if (current) boxes.get(current).setAttribute("tabindex", "-1");
    current = id;
    boxes.get(id).setAttribute("tabindex", "0");
  }
  function neighbour(id, key) {
    const here = spot(id);
    const nearest = (ids, distance) =>
      ids.filter((other) => other !== id).map((other) => [distance(spot(other)), other]).sort((p, q) => p[0] - q[0]).map((pair) => pair[1])[0];
    const far = (p) => Math.hypot((p.x - here.x) * 0.5, p.y - here.y);
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const edges = key === "ArrowLeft" ? needs.get(id).map((edge) => edge.a) : unlocks.get(id).map((edge) => edge.b);
      return nearest([...new Set(edges)], far);
    }
    const down = key === "ArrowDown";
    const column = data.nodes.map((node) => node.id).filter((other) => {
      const p = spot(other);
      return Math.abs(p.x - here.x) < 4 && (down ? p.y > here.y : p.y < here.y);
    });
    return nearest(column, (p) => Math.abs(p.y - here.y));
  }
  map.addEventListener("keydown", (event) => {
    const box = event.target.closest(".node");
    if (!box || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.startsWith("Arrow")) {
      event.preventDefault();
      const next = neighbour(box.id, event.key);
      if (next) {
        focusBox(next);
        boxes.get(next).focus({ preventScroll: true });
        reveal(next);
      }
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      open(box.id, box);
    } else if (event.key === "+" || event.key === "=") middleZoom(1.3);
    else if (event.key === "-") middleZoom(1 / 1.3);
    else if (event.key === "0") go(fitted(0.02));
  });
  map.addEventListener("focusin", (event) => {
    const box = event.target.closest(".node");
    if (box && box.id !== current) focusBox(box.id);
  });

  /* One note: why it is here, what it needs and unlocks, its text. */
  const note = byId("note");
  const list = byId("list");
  let cameFrom = null;
  let scrolled = 0;

  const button = (id, kind) => {
    const element = make("button", kind, nodes.get(id).title);
    element.type = "button";
    element.dataset.node = id;
    return element;
  };
  function row(id) {
    const other = nodes.get(id);
    const unseen = make("span", "unseen", `, ${other.state}`);
    const element = make("button", "row", sign(other.state), make("span", "title", other.title, unseen), make("span", "hours", other.hours));
    element.type = "button";
    element.dataset.node = id;
    return element;
  }
  const GRADES = { stated: "", ordered: "by the order of a list", inferred: "a guess from the text", optional: "helps, but is not needed" };
  function part(title, edges, end) {
    const items = edges.map((edge) => {
      const item = make("li", "", row(edge[end]));
      for (const reason of edge.reasons) {
        const grade = GRADES[reason.grade || edge.grade];
        const place = reason.path ? (reason.line ? `${reason.path}:${reason.line}` : reason.path) : "";
        const words = reason.words ? [make("q", "", reason.words)] : [];
        const about = [grade, place].filter(Boolean).join(", ");
        if (words.length || about) item.append(make("p", "said", ...words, words.length && about ? " · " : "", about));
      }
      if (!edge.reasons.length && GRADES[edge.grade]) item.append(make("p", "said", GRADES[edge.grade]));
      return item;
    });
    return items.length ? [make("h3", "part", `${title} ${plural(items.length, "note")}`), make("ul", "links", ...items)] : [];
  }
  function wayToGoal(id) {
    const goal = data.nodes.find((other) => other.goal);
    if (!goal || goal.id === id) return [];
    const cameBy = new Map([[id, null]]);
    const waiting = [id];
    while (waiting.length) {
      const here = waiting.shift();
      if (here === goal.id) break;
      for (const edge of unlocks.get(here)) {
        if (!cameBy.has(edge.b)) {
          cameBy.set(edge.b, here);
          waiting.push(edge.b);
        }
      }
    }
    if (!cameBy.has(goal.id)) return [];
    const way = [];
    for (let step = goal.id; step !== null; step = cameBy.get(step)) way.unshift(step);
    return way;
  }
  function why(here) {
    const goal = data.nodes.find((other) => other.goal);
    const about = data.nodes.find((other) => other.about);
    const parts = [make("h3", "part", "Why it is here")];
    const way = wayToGoal(here.id);
    if (here.goal) {
      parts.push(make("p", "", "It is the goal: everything on this map leads here."));
    } else if (goal && way.length === 2) {
      parts.push(make("p", "", make("strong", "", goal.title), " builds on it directly."));
    } else if (goal && way.length) {
      parts.push(make("p", "", make("strong", "", goal.title), " builds on it by way of:"));
      parts.push(make("ol", "way", ...way.map((id) => make("li", "", id === here.id ? here.title : button(id, "link")))));
    } else if (unlocks.get(here.id).length) {
      parts.push(make("p", "", `${plural(unlocks.get(here.id).length, "note")} build${unlocks.get(here.id).length === 1 ? "s" : ""} on it directly.`));
    } else {
      parts.push(make("p", "", goal ? "It stands near the goal, and nothing on this map builds on it." : "Nothing on this map builds on it."));
    }
    if (about && !goal) {
      parts.push(make("p", "", here === about ? "This map is drawn around it." : `It stands near ${about.title}, which this map is drawn around.`));
    }
    if (here.tracks.length) parts.push(make("p", "", `On the track${here.tracks.length === 1 ? "" : "s"} ${here.tracks.join(", ")}.`));
    if (here.state === "blocked" || here.state === "planned") {
      const missing = needs.get(here.id).filter((edge) => edge.grade === "stated" && nodes.get(edge.a).state !== "mastered");
      if (missing.length) parts.push(make("p", "", `It waits for ${plural(missing.length, "note")} you have not mastered.`));
    }
    return parts;
  }

  function open(id, from) {
    const here = nodes.get(id);
    if (!here) return;
    if (!chosen) {
      cameFrom = from || document.activeElement;
      scrolled = list.parentElement.scrollTop;
    }
    chosen = id;
    const back = make("button", "back", "← All notes");
    back.type = "button";
    back.addEventListener("click", close);
    const title = make("h2", "", here.title);
    title.id = "note-title";
    title.tabIndex = -1;
    const facts = make("p", "facts", make("span", "state", sign(here.state), here.state), make("span", "", here.hours), make("span", "", here.kind === "other" ? "" : here.kind));
    const inside = [back, title, facts, make("p", "meaning", data.meanings[here.state])];
    if (here.open) {
      const link = make("a", "open", "Open in Obsidian");
      link.href = here.open;
      inside.push(link);
    } else if (here.state === "planned") {
      inside.push(make("p", "", "This note is not written yet."));
    }
    inside.push(...why(here), ...part("It needs", needs.get(id), "a"), ...part("It unlocks", unlocks.get(id), "b"));
    if (here.text) {
      const text = make("div", "text");
      text.innerHTML = here.text; // sanitised when this page was made
      inside.push(text);
    }
    note.replaceChildren(...inside);
    list.hidden = true;
    note.hidden = false;
    note.parentElement.scrollTop = 0;
    document.body.classList.add("reading");
    focusBox(id);
    paint();
    if (frame().width) reveal(id);
    title.focus({ preventScroll: true });
    const address = `#note=${addressOf(here.key)}`;
    if (location.hash !== address) history.replaceState(null, "", address);
  }
  function close() {
    if (!chosen) return;
    chosen = null;
    note.hidden = true;
    list.hidden = false;
    document.body.classList.remove("reading");
    paint();
    history.replaceState(null, "", location.pathname + location.search);
    list.parentElement.scrollTop = scrolled;
    if (cameFrom && cameFrom.isConnected) cameFrom.focus({ preventScroll: true });
  }
  document.querySelector(".side").addEventListener("click", (event) => {
    const from = event.target.closest("[data-node]");
    const link = event.target.closest('a[href^="#"]');
    if (from) open(from.dataset.node, from);
    else if (link) {
      event.preventDefault();
      open(link.getAttribute("href").slice(1), link);
    }
  });

  search.addEventListener("input", () => {
    if (chosen && search.value) close();
    narrow();
    search.focus();
    clearTimeout(settling);
    settling = setTimeout(showFound, 250);
  });
  /* Where all that was found lies off the screen, the map goes to it. */
  let settling = 0;
  function showFound() {
    if (!search.value.trim() || !shown.size || shown.size === nodes.size || !room.width) return;
    const spots = [...shown].map(spot);
    const seen = ({ x, y }) => {
      const left = x * at.scale + at.x;
      const top = y * at.scale + at.y;
      return left > 40 && left < room.width - 40 && top > 30 && top < room.height - 70;
    };
    if (at.scale >= 0.35 && spots.some(seen)) return;
    const best = spot(bestFound().id);
    const scale = Math.max(0.72, at.scale);
    go({ scale, x: room.width / 2 - best.x * scale, y: room.height / 2 - best.y * scale });
  }
  /* The note whose title fits the words best: all of it, its beginning, a word's, any part. */
  function bestFound() {
    const wanted = plain(search.value).trim();
    const fit = (node) => {
      const title = plain(node.title);
      if (title === wanted) return 0;
      if (title.startsWith(wanted)) return 1;
      if (` ${title}`.includes(` ${wanted}`)) return 2;
      return title.includes(wanted) ? 3 : 4;
    };
    return data.nodes.filter((node) => shown.has(node.id)).map((node) => [fit(node), node]).sort((a, b) => a[0] - b[0]).map((pair) => pair[1])[0];
  }
  search.form.addEventListener("submit", (event) => {
    event.preventDefault();
    const first = bestFound();
    if (first && search.value) open(first.id, search);
  });
  for (const control of [track, ...states]) control.addEventListener("change", narrow);
  byId("clear").addEventListener("click", () => {
    search.value = "";
    track.value = "";
    for (const box of states) box.checked = true;
    narrow();
    search.focus();
  });
  function see(kind) {
    document.body.classList.toggle("see-list", kind === "list");
    byId("see-map").setAttribute("aria-pressed", String(kind === "map"));
    byId("see-list").setAttribute("aria-pressed", String(kind === "list"));
    if (chosen) close();
  }
  byId("see-map").addEventListener("click", () => see("map"));
  byId("see-list").addEventListener("click", () => see("list"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen) close();
    else if (event.key === "/" && !event.target.matches("input, select")) {
      event.preventDefault();
      search.focus();
    }
  });

  function followAddress() {
    const match = /^#note=(.*)$/.exec(location.hash);
    if (!match) return;
    let key = match[1];
    try {
      key = encodeURIComponent(decodeURIComponent(key));
    } catch {
      return;
    }
    const here = data.nodes.find((node) => addressOf(node.key) === key);
    if (here) open(here.id, null);
  }
  addEventListener("hashchange", followAddress);
  addEventListener("resize", resize);
  addEventListener("beforeprint", () => {
    map.setAttribute("viewBox", `-8 -8 ${whole.width + 16} ${whole.height + 16}`);
    view.removeAttribute("transform");
    map.classList.remove("far");
  });
  addEventListener("afterprint", () => {
    resize();
    place();
  });
  drawSmall();
  start();
  narrow();
  if (data.nodes.length) focusBox((data.nodes.find((node) => node.about) || data.nodes[0]).id);
  followAddress();
  document.documentElement.dataset.ready = "yes";
})();
