/* The map: boxes from left to right, of which only those in view are in the page's tree. */
const map = (() => {
  const canvas = byId("map");
  const view = byId("map-view");
  const edges = byId("map-edges");
  const boxes = byId("map-boxes");
  const labels = byId("map-labels");
  const at = { x: 0, y: 0, scale: 1 };
  const EDGE = 24;
  let room = { width: 0, height: 0 };
  let spots = new Map();
  let drawn = new Map();
  let dim = new Set();
  let current = null;
  let hovered = null;
  let started = false;
  let moving = 0;

  const shown = () => !byId("map-panel").hidden;
  const box = () => data.map.box;
  function take() {
    spots = new Map(data.nodes.map((node, place) => [node.id, data.map.places[place]]));
    drawn = new Map();
    boxes.replaceChildren();
    edges.replaceChildren();
    if (!spots.has(current)) current = here.next.length && spots.has(here.next[0].id) ? here.next[0].id : [...spots.keys()][0] || null;
    if (started) refresh();
  }
  /* Words with the space behind them, also of languages that write none. */
  const segments = Intl.Segmenter ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;
  function words(text) {
    if (!segments) return text.split(/(?<= )/);
    const found = [];
    for (const { segment, isWordLike } of segments.segment(text)) {
      if (found.length && !isWordLike) found[found.length - 1] += segment;
      else found.push(segment);
    }
    return found;
  }
  const fit = (text, room) => {
    /* Words in at most two lines; what is cut ends with an ellipsis. */
    const rows = [""];
    for (const word of words(text)) {
      const longer = rows.at(-1) + word;
      if (width(longer.trimEnd()) <= room || !rows.at(-1)) rows[rows.length - 1] = longer.trimStart();
      else rows.push(word.trimStart());
    }
    const kept = rows.slice(0, 2);
    if (rows.length > 2) kept[1] = `${kept[1]}…`;
    return kept.filter(Boolean).map((row) => {
      let cut = row.trimEnd();
      while (cut.length > 1 && width(cut) > room) cut = `${[...cut.replace(/…$/, "")].slice(0, -1).join("")}…`;
      return cut;
    });
  };
  const pen = document.createElement("canvas").getContext("2d");
  const widths = new Map();
  function width(text) {
    if (!widths.has(text)) {
      pen.font = `600 13px ${getComputedStyle(document.body).fontFamily}`;
      widths.set(text, pen.measureText(text).width);
    }
    return widths.get(text);
  }
  function node(id) {
    if (drawn.has(id)) return drawn.get(id);
    const one = nodes.get(id);
    const [x, y] = spots.get(id);
    const state = stateOf(id);
    const group = draw("g", {
      id: `box-${id}`,
      class: `node ${state}${one.goal ? " goal" : ""}`,
      role: "button",
      tabindex: id === current ? "0" : "-1",
      "aria-label": `${one.title}, ${one.goal ? "goal, " : ""}${stateWords(id)}, ${one.hours}`,
      transform: `translate(${x} ${y})`,
    });
    group.dataset.node = id;
    const next = here.next.length && here.next[0].id === id;
    if (one.about || one.goal || next) group.append(draw("rect", { class: next ? "ring next" : "ring", x: -4, y: -4, width: box().width + 8, height: box().height + 8, rx: 12 }));
    group.append(draw("rect", { class: "box", width: box().width, height: box().height, rx: 8 }));
    const icon = draw("svg", { x: 8, y: box().height / 2 - 9, width: 18, height: 18, viewBox: "-9 -9 18 18" });
    icon.append(draw("use", { href: `#sign-${state}` }));
    group.append(icon);
    const rows = fit(one.title, box().width - 42);
    rows.forEach((row, place) => {
      const text = draw("text", { class: "name", x: 32, y: box().height / 2 + 4.5 + (place - (rows.length - 1) / 2) * 16 });
      text.textContent = row;
      group.append(text);
    });
    drawn.set(id, group);
    boxes.append(group);
    return group;
  }
  /* Only what is in view, and the box that has the focus, stands in the tree. */
  function refresh() {
    if (!room.width) return;
    const [left, top] = [-at.x / at.scale - 60, -at.y / at.scale - 60];
    const [right, bottom] = [left + room.width / at.scale + 120, top + room.height / at.scale + 120];
    for (const [id, [x, y]] of spots) {
      const inside = x < right && x + box().width > left && y < bottom && y + box().height > top;
      if (inside || id === current) {
        const group = node(id);
        group.classList.toggle("dim", dim.has(id));
      } else if (drawn.has(id) && drawn.get(id) !== document.activeElement) {
        drawn.get(id).remove();
        drawn.delete(id);
      }
    }
    paint();
    name();
  }
  function paint() {
    const id = hovered || chosen || (document.activeElement && canvas.contains(document.activeElement) ? current : null);
    const below = id === null || !spots.has(id) ? null : reached([id], needs, "a");
    const above = below && reached([id], unlocks, "b");
    for (const [other, group] of drawn) group.classList.toggle("aside", below !== null && !below.has(other) && !above.has(other));
    const lines = [];
    for (const edge of data.edges) {
      if (edge.a === edge.b) continue;
      const near = id !== null && (edge.a === id || edge.b === id);
      const along = below !== null && ((below.has(edge.a) && below.has(edge.b)) || (above.has(edge.a) && above.has(edge.b)));
      if ((edge.implied && !near) || (data.map.many && !along && !near)) continue;
      const kind = `edge ${edge.grade}${near ? " near" : along ? " along" : below !== null ? " aside" : ""}${far(edge) ? " long" : ""}`;
      const line = draw("path", { class: kind, d: route(edge), "marker-end": near || along ? "url(#tip-near)" : "url(#tip)" });
      if (data.grades[edge.grade].dash) line.setAttribute("stroke-dasharray", data.grades[edge.grade].dash);
      lines.push(line);
    }
    edges.replaceChildren(...lines);
  }
  /* A line that goes back, or far down, stands behind the others. */
  const far = ({ a, b }) => spots.get(b)[0] <= spots.get(a)[0] || Math.abs(spots.get(b)[1] - spots.get(a)[1]) > 6 * box().height;
  function route({ a, b }) {
    const [ax, ay] = spots.get(a);
    const [bx, by] = spots.get(b);
    const { width, height } = box();
    if (bx >= ax + width) {
      const [x, y, ex, ey] = [ax + width, ay + height / 2, bx - 3, by + height / 2];
      const bend = Math.max(20, Math.min(120, (ex - x) / 2));
      return `M${x} ${y}C${x + bend} ${y} ${ex - bend} ${ey} ${ex} ${ey}`;
    }
    const down = by > ay;
    const [x, y, ex, ey] = [ax + width / 2, down ? ay + height : ay, bx + width / 2, down ? by - 3 : by + height + 3];
    const bend = (down ? 1 : -1) * Math.max(16, Math.min(90, Math.abs(ey - y) / 2));
    return `M${x} ${y}C${x} ${y + bend} ${ex} ${ey - bend} ${ex} ${ey}`;
  }
  /* From far away boxes have no text; those that matter most keep a label of readable size. */
  function name() {
    const far = at.scale < 0.75;
    canvas.classList.toggle("far", far);
    labels.replaceChildren();
    if (!far) return;
    const weight = (one) =>
      (here.next.length && here.next[0].id === one.id ? 1e6 : 0) + (one.goal ? 1e5 : 0) + (one.id === chosen ? 1e5 : 0) + (one.state === "started" ? 1e4 : 0) + unlocks.get(one.id).length + needs.get(one.id).length;
    const long = ((at.scale < 0.45 ? 130 : box().width * at.scale - 8) * 13) / 11; // words are measured at 13 pixels
    const rows = box().height * at.scale > 25 ? 2 : 1;
    const most = at.scale < 0.45 ? 24 : data.nodes.length;
    const taken = [];
    for (const one of [...data.nodes].sort((a, b) => weight(b) - weight(a))) {
      if (taken.length >= most) break;
      if (!drawn.has(one.id)) continue;
      const [x, y] = spots.get(one.id);
      const shown = fit(one.title, long).slice(0, rows);
      const spot = { left: x, right: x + (Math.max(...shown.map(width)) * 11) / 13 / at.scale, top: y, bottom: y + (13 * shown.length) / at.scale };
      if (taken.some((other) => other.left < spot.right && other.right > spot.left && other.top < spot.bottom && other.bottom > spot.top)) continue;
      taken.push(spot);
      shown.forEach((row, place) => {
        const text = draw("text", { class: `label ${stateOf(one.id)}`, x: x + 4 / at.scale, y: y + box().height / 2 + (4 + (place - (shown.length - 1) / 2) * 12.5) / at.scale });
        text.style.fontSize = `${11 / at.scale}px`;
        text.textContent = row;
        labels.append(text);
      });
    }
  }
  function place() {
    const whole = { width: data.map.width * at.scale, height: data.map.height * at.scale };
    const within = (value, size, room) => (size + 2 * EDGE <= room ? Math.max(EDGE, (room - size) / 2) : Math.min(EDGE, Math.max(room - size - EDGE, value)));
    at.x = within(at.x, whole.width, room.width);
    at.y = whole.height + 2 * EDGE <= room.height ? EDGE : within(at.y, whole.height, room.height);
    view.setAttribute("transform", `translate(${at.x} ${at.y}) scale(${at.scale})`);
    refresh();
  }
  function resize() {
    const { width, height } = canvas.getBoundingClientRect();
    if (!width || !height || !shown()) return;
    room = { width, height };
    canvas.setAttribute("viewBox", `0 0 ${width} ${height}`);
    if (!started) begin();
    else place();
  }
  const whole = () => Math.min(1.2, (room.width - 2 * EDGE) / Math.max(1, data.map.width), (room.height - 2 * EDGE) / Math.max(1, data.map.height));
  function begin() {
    started = true;
    at.scale = Math.max(whole(), 0.5);
    const first = [...(here.next.length ? [here.next[0].id] : []), ...spots.keys()].find((id) => spots.has(id));
    if (first) centre(first);
    place();
  }
  function centre(id) {
    const [x, y] = spots.get(id);
    at.x = room.width / 2 - (x + box().width / 2) * at.scale;
    at.y = room.height / 2 - (y + box().height / 2) * at.scale;
  }
  function go(target) {
    cancelAnimationFrame(moving);
    if (calm.matches || document.hidden) {
      Object.assign(at, target);
      place();
      return;
    }
    const from = { ...at };
    const began = performance.now();
    const step = (now) => {
      const t = Math.min(1, (now - began) / 200);
      for (const key of ["x", "y", "scale"]) at[key] = from[key] + (target[key] - from[key]) * (1 - (1 - t) ** 3);
      place();
      if (t < 1) moving = requestAnimationFrame(step);
    };
    moving = requestAnimationFrame(step);
  }
  function zoom(factor, x = room.width / 2, y = room.height / 2) {
    cancelAnimationFrame(moving);
    const scale = Math.min(3, Math.max(Math.min(whole(), 0.5), at.scale * factor));
    at.x = x - ((x - at.x) * scale) / at.scale;
    at.y = y - ((y - at.y) * scale) / at.scale;
    at.scale = scale;
    place();
  }
  /* Bring a box into view, at a size at which it can be read. */
  function reveal(id) {
    if (!room.width || !spots.has(id)) return;
    cancelAnimationFrame(moving);
    const [x, y] = spots.get(id);
    if (at.scale < 0.75) at.scale = 0.85;
    const left = x * at.scale + at.x;
    const top = y * at.scale + at.y;
    if (left < EDGE || left + box().width * at.scale > room.width - EDGE || top < EDGE || top + box().height * at.scale > room.height - EDGE) centre(id);
    place();
  }
  function focus(id) {
    const before = current;
    current = id;
    reveal(id);
    const group = node(id);
    if (before && drawn.has(before)) drawn.get(before).setAttribute("tabindex", "-1");
    group.setAttribute("tabindex", "0");
    group.focus({ preventScroll: true });
  }
  function neighbour(id, key) {
    const [x, y] = spots.get(id);
    const nearest = (ids) => ids.filter((other) => other !== id).map((other) => [Math.hypot((spots.get(other)[0] - x) * 0.5, spots.get(other)[1] - y), other]).sort((a, b) => a[0] - b[0]).map((pair) => pair[1])[0];
    if (key === "ArrowLeft") return nearest(needs.get(id).map((edge) => edge.a));
    if (key === "ArrowRight") return nearest(unlocks.get(id).map((edge) => edge.b));
    return nearest([...spots.keys()].filter((other) => Math.abs(spots.get(other)[0] - x) < 4 && (key === "ArrowDown" ? spots.get(other)[1] > y : spots.get(other)[1] < y)));
  }

  const fingers = new Map();
  let travelled = 0;
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    cancelAnimationFrame(moving);
    if (!fingers.size) travelled = 0;
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  canvas.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const now = { x: event.clientX, y: event.clientY };
    travelled += Math.abs(now.x - last.x) + Math.abs(now.y - last.y);
    if (travelled > 6 && !canvas.hasPointerCapture(event.pointerId)) canvas.setPointerCapture(event.pointerId);
    canvas.classList.toggle("dragged", travelled > 6);
    const { left, top } = canvas.getBoundingClientRect();
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
      const before = Math.hypot(last.x - other.x, last.y - other.y);
      const after = Math.hypot(now.x - other.x, now.y - other.y);
      if (before > 0) zoom(after / before, (now.x + other.x) / 2 - left, (now.y + other.y) / 2 - top);
    }
    at.x += (now.x - last.x) / fingers.size;
    at.y += (now.y - last.y) / fingers.size;
    place();
    fingers.set(event.pointerId, now);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => {
      fingers.delete(event.pointerId);
      if (!fingers.size) canvas.classList.remove("dragged");
    });
  }
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const { left, top } = canvas.getBoundingClientRect();
    const unit = event.deltaMode === 1 ? 16 : 1;
    if (event.ctrlKey || event.metaKey) {
      zoom(Math.exp(Math.max(-0.4, Math.min(0.4, -event.deltaY * unit * 0.01))), event.clientX - left, event.clientY - top);
      return;
    }
    cancelAnimationFrame(moving);
    at.x -= (event.shiftKey ? event.deltaX || event.deltaY : event.deltaX) * unit;
    at.y -= (event.shiftKey ? 0 : event.deltaY) * unit;
    place();
  }, { passive: false });
  canvas.addEventListener("click", (event) => {
    const group = event.target.closest(".node");
    if (group && travelled <= 6) openNote(group.dataset.node);
  });
  canvas.addEventListener("pointerover", (event) => {
    const group = event.target.closest(".node");
    const id = group && !fingers.size && event.pointerType !== "touch" ? group.dataset.node : null;
    if (id !== hovered) {
      hovered = id;
      paint();
    }
  });
  canvas.addEventListener("pointerleave", () => {
    hovered = null;
    paint();
  });
  canvas.addEventListener("focusin", (event) => {
    const group = event.target.closest(".node");
    if (!group) return;
    current = group.dataset.node;
    if (group.matches(":focus-visible")) reveal(current);
    else paint();
  });
  canvas.addEventListener("focusout", () => paint());
  canvas.addEventListener("keydown", (event) => {
    const group = event.target.closest(".node");
    if (!group || event.ctrlKey || event.metaKey || event.altKey) return;
    const id = group.dataset.node;
    if (event.key.startsWith("Arrow")) {
      const next = neighbour(id, event.key);
      if (next) focus(next);
    } else if (event.key === "Enter" || event.key === " ") openNote(id);
    else if (event.key === "+" || event.key === "=") zoom(1.3);
    else if (event.key === "-") zoom(1 / 1.3);
    else if (event.key === "0") go({ scale: whole(), x: 0, y: 0 });
    else return;
    event.preventDefault();
  });
  byId("zoom-in").addEventListener("click", () => zoom(1.3));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.3));
  byId("zoom-fit").addEventListener("click", () => go({ scale: whole(), x: 0, y: 0 }));

  /* On paper stands the whole map, where its words are then large enough to be read. */
  const PAPER = 960;
  addEventListener("beforeprint", () => {
    const prints = shown() && started && data.map.width <= PAPER;
    document.body.classList.toggle("map-prints", prints);
    if (!prints) return;
    for (const id of spots.keys()) node(id);
    paint();
    labels.replaceChildren();
    canvas.classList.remove("far");
    view.removeAttribute("transform");
    canvas.setAttribute("viewBox", `-8 -8 ${data.map.width + 16} ${data.map.height + 16}`);
  });
  addEventListener("afterprint", resize);

  /* Which notes stand out: by state, track and the words that are searched for. */
  const states = byId("map-states");
  const track = byId("map-track");
  function drawTools() {
    const off = new Set([...states.querySelectorAll("input:not(:checked)")].map((one) => one.value));
    const present = Object.keys(STATES).filter((state) => data.nodes.some((one) => stateOf(one.id) === state));
    const items = present.map((state) => {
      const count = data.nodes.filter((one) => stateOf(one.id) === state).length;
      const input = make("input", "");
      input.type = "checkbox";
      input.value = state;
      input.checked = !off.has(state);
      const label = make("label", `filter ${state}`, input, make("span", "", sign(state), `${state} ${count}`));
      label.title = data.meanings[state];
      return label;
    });
    states.replaceChildren(make("legend", "unseen", "Show notes that are"), ...items);
    const names = [...new Set(data.nodes.flatMap((one) => one.tracks || []))].sort();
    track.parentElement.hidden = !names.length;
    if ([...track.options].slice(1).map((one) => one.value).join("\n") !== names.join("\n")) track.replaceChildren(new Option("All tracks", ""), ...names.map((one) => new Option(one, one)));
    const lines = Object.entries(data.grades).map(([grade, { meaning, dash }]) => {
      const line = draw("svg", { viewBox: "0 0 36 8", "aria-hidden": "true" });
      const path = draw("path", { class: `edge ${grade}`, d: "M0 4H34" });
      if (dash) path.setAttribute("stroke-dasharray", dash);
      line.append(path);
      return make("li", "", line, meaning);
    });
    if (!lines.length && data.nodes.length > 1) lines.push(make("li", "", "No lines: no note here says what it needs."));
    if (data.map.many) lines.push(make("li", "", "Lines show for the note in hand."));
    byId("map-legend").replaceChildren(...lines);
  }
  function filter(found) {
    const off = new Set([...states.querySelectorAll("input:not(:checked)")].map((one) => one.value));
    dim = new Set(data.nodes.filter((one) => off.has(stateOf(one.id)) || (track.value && !(one.tracks || []).includes(track.value)) || (found && !found.has(one.id))).map((one) => one.id));
    if (started) refresh();
  }
  for (const control of [states, track]) control.addEventListener("change", () => filter(foundNotes()));
  return { take, resize, shown, reveal, drawTools, filter };
})();
