/* Keeps the page as the vault is, and takes what is done on it to the server. */
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const token = new URLSearchParams(location.search).get("token");
  let version = "{{version}}"; // of what the page shows
  let wanted = version; // of what the server has
  let fetching = false;

  /* The token leaves the address, so that no bookmark, screen or note holds it. It is kept for
     reloads of this tab; that store belongs to this port alone, as a cookie would not. */
  try {
    sessionStorage.setItem("kbpivot token", token);
  } catch {
    /* Without a store the printed address has to be opened again after a reload. */
  }
  history.replaceState(history.state, "", location.pathname + location.hash);

  const notice = document.createElement("p");
  const said = document.createElement("p");
  const lines = document.createElement("div");
  lines.id = "live";
  lines.setAttribute("role", "status");
  lines.append(notice, said);
  document.querySelector(".left header").append(lines);
  const note = (words) => notice.textContent === words || (notice.textContent = words);

  async function ask(path, body) {
    const asked = { headers: { Authorization: `Bearer ${token}` }, cache: "no-store" };
    if (body) {
      asked.method = "POST";
      asked.headers["Content-Type"] = "application/json";
      asked.body = JSON.stringify(body);
    }
    const answer = await fetch(path, asked);
    const told = await answer.json();
    if (!answer.ok) throw new Error(told.message);
    return told;
  }
  async function act(verb, key) {
    said.textContent = "";
    try {
      said.textContent = (await ask("/act", { verb, note: key })).message;
      return true;
    } catch (error) {
      said.textContent = error instanceof TypeError ? "kbpivot serve cannot be reached; nothing was done." : error.message;
      return false;
    }
  }
  window.kbpivot = {
    act,
    read: async (key) => {
      /* Where nothing opens it, the page shows it. */
      if (!(await act("open", key))) location.hash = `note=${encodeURIComponent(key)}`;
    },
  };

  async function renew() {
    if (fetching) return;
    fetching = true;
    try {
      while (wanted !== version && document.documentElement.dataset.ready === "yes") {
        const fresh = await ask("/data");
        const inCard = document.activeElement && document.activeElement.closest("#next");
        window.kbpivot.update(fresh.data);
        if (inCard && !byId("next").contains(document.activeElement)) byId("next").focus({ preventScroll: true });
        if (wanted === version || fresh.version !== wanted) wanted = fresh.version;
        version = fresh.version;
      }
    } catch (error) {
      if (!(error instanceof TypeError)) note(error.message);
      wanted = version;
    } finally {
      fetching = false;
    }
  }
  const LOST = "kbpivot serve has ended or cannot be reached. What stands here is as it was last.";
  const ANEW = "kbpivot serve was started anew. Open the address that it printed.";
  function take(standing) {
    if (standing.lost) note(standing.lost);
    else if (standing.gone) note("The folder of the vault has gone; waiting for it to come back.");
    else note(standing.trouble);
    if (!standing.version) return;
    wanted = standing.version;
    if (!standing.gone) renew();
  }

  /* A browser opens six streams to a server at most, so one tab listens for all of them. */
  const others = new BroadcastChannel(`kbpivot ${token}`);
  let last = null;
  others.addEventListener("message", (event) => {
    if (event.data === "hello") {
      if (last) others.postMessage(last);
    } else take(event.data);
  });
  others.postMessage("hello");
  function tell(standing) {
    last = standing;
    take(standing);
    others.postMessage(standing);
  }
  const listen = () =>
    new Promise((left) => {
      const stream = new EventSource(`/events?token=${encodeURIComponent(token)}`);
      stream.addEventListener("message", (event) => tell(JSON.parse(event.data)));
      stream.addEventListener("error", () => {
        const refused = stream.readyState === EventSource.CLOSED;
        tell({ lost: refused ? ANEW : LOST });
        if (refused) left();
      });
    });
  navigator.locks.request(`kbpivot ${token}`, listen);
  /* What a browser put to sleep looks for itself when it is seen again. */
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden) return;
    try {
      take(await ask("/standing"));
    } catch {
      /* The stream says what is wrong. */
    }
  });
})();
