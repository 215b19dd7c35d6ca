/* Tabs, search, addresses, and the hook for a server that shows the page live. */
const search = byId("search");
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const texts = new Map();

/* The notes whose titles or paths have all the words that are searched for, the best first. */
function foundNotes() {
  const wanted = plain(search.value).trim();
  const words = wanted.split(/\s+/).filter(Boolean);
  if (!words.length) return null;
  const fit = (title) => (title === wanted ? 0 : title.startsWith(wanted) ? 1 : ` ${title}`.includes(` ${wanted}`) ? 2 : title.includes(wanted) ? 3 : 4);
  const found = data.nodes.filter((node) => {
    if (!texts.has(node.id)) texts.set(node.id, plain(`${node.title} ${node.path || ""}`));
    return words.every((word) => texts.get(node.id).includes(word));
  });
  return new Set(found.map((node) => [fit(plain(node.title)), node.id]).sort((a, b) => a[0] - b[0]).map((pair) => pair[1]));
}
function look() {
  if (chosen !== null) closeNote();
  const found = foundNotes();
  byId("search-result").hidden = found === null;
  byId("lanes").hidden = found !== null;
  if (found !== null) {
    byId("count").textContent = found.size ? `${found.size} of ${plural(nodes.size, "note")}` : "No note matches.";
    byId("found").replaceChildren(...[...found].slice(0, 300).map(chip));
    rove(byId("found"));
  }
  map.filter(found);
  if (found !== null && found.size && map.shown()) map.reveal([...found][0]);
  search.focus({ preventScroll: true });
}

const TABS = [["see-stages", "stages"], ["see-map", "map-panel"]];
function see(panel) {
  for (const [tab, its] of TABS) {
    byId(its).hidden = its !== panel;
    byId(tab).setAttribute("aria-selected", String(its === panel));
    byId(tab).tabIndex = its === panel ? 0 : -1;
  }
  document.body.classList.toggle("on-map", panel === "map-panel");
  map.resize();
}
function followAddress() {
  const match = /^#note=(.*)$/.exec(location.hash);
  if (match) {
    let key = null;
    try {
      key = encodeURIComponent(decodeURIComponent(match[1]));
    } catch {
      /* An address cut short leads nowhere. */
    }
    const node = data.nodes.find((one) => addressOf(one.key) === key);
    if (node) {
      openNote(node.id, { push: false });
      return;
    }
  }
  hideNote();
  see(location.hash === "#view=map" ? "map-panel" : "stages");
}

function drawAll() {
  rank();
  drawHead();
  drawNext();
  drawMarks();
  drawStages();
  map.take();
  map.drawTools();
  map.filter(foundNotes());
  if (foundNotes() !== null) byId("found").replaceChildren(...[...foundNotes()].slice(0, 300).map(chip));
  if (chosen !== null && nodes.has(chosen)) showNote(chosen);
  else if (chosen !== null) hideNote();
}
/* A server sends new data after each change; what is open stays open. */
outside.update = (fresh) => {
  const key = chosen === null ? null : nodes.get(chosen).key;
  const top = stages.scrollTop;
  const words = inside() ? document.activeElement.textContent : "";
  take(fresh);
  texts.clear();
  const same = data.nodes.find((node) => node.key === key);
  if (chosen !== null) chosen = same ? same.id : "";
  drawAll();
  stages.scrollTop = top;
  if (words) ([...note.querySelectorAll("button, a")].find((one) => one.textContent === words) || note.querySelector("h2")).focus({ preventScroll: true });
};
const inside = () => note.contains(document.activeElement);

document.addEventListener("click", (event) => {
  const from = event.target.closest("button[data-node]");
  const link = event.target.closest('.text a[href^="#"]');
  if (from) openNote(from.dataset.node);
  else if (link) {
    event.preventDefault();
    openNote(link.getAttribute("href").slice(1));
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && search.value && event.target === search) {
    search.value = "";
    look();
  } else if (event.key === "Escape" && chosen !== null) closeNote();
  else if (event.key === "/" && !event.target.matches("input, select, textarea") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    search.focus();
  }
});
search.addEventListener("input", look);
search.form.addEventListener("submit", (event) => {
  event.preventDefault();
  const found = foundNotes();
  if (found && found.size) openNote([...found][0]);
});
for (const [place, [tab, panel]] of TABS.entries()) {
  byId(tab).addEventListener("click", () => {
    see(panel);
    history.pushState(null, "", panel === "stages" ? location.pathname + location.search : "#view=map");
  });
  byId(tab).addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = byId(TABS[1 - place][0]);
    other.focus();
    other.click();
  });
}
addEventListener("popstate", followAddress);
addEventListener("resize", () => {
  for (const body of byId("lanes").querySelectorAll(".lane-body")) settle(body);
  map.resize();
});

/* Much text is packed; a browser unpacks it without asking anybody for anything. */
async function unpacked(element) {
  const bytes = Uint8Array.from(atob(element.textContent), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
}
function begin(text) {
  take(JSON.parse(text));
  readMarks();
  rank();
  openFirst();
  connectMarks();
  connectStages();
  drawAll();
  followAddress();
  document.documentElement.dataset.ready = "yes";
}
if (byId("data").type === "application/json") begin(byId("data").textContent);
else unpacked(byId("data")).then(begin);
