// Keeps the wall alive: the board follows changes, the gear opens beside its row, the line says what it knows.
(() => {
  "use strict";
  const doc = document;
  const live = doc.getElementById("live");
  const gear = doc.getElementById("gear");
  const board = () => doc.getElementById("board");
  const target = (event) => event.detail.ctx?.target;
  const asks = (event) => event.detail.ctx?.sourceElement === board();

  // A fold that was opened stays open; the server always draws it shut.
  htmx.config.morphIgnore.push("open");

  // The gear: a link to a page first; with scripts its legal actions open beside the row.
  // The menu lives outside the board, so a board that refreshes cannot shut it.
  let opener = null;
  const place = () => {
    if (!opener?.isConnected) return;
    const box = opener.getBoundingClientRect();
    const top = Math.min(box.bottom + 4, innerHeight - gear.offsetHeight - 8);
    const left = Math.min(box.right - gear.offsetWidth, innerWidth - gear.offsetWidth - 8);
    gear.style.top = `${Math.max(8, top)}px`;
    gear.style.left = `${Math.max(8, left)}px`;
  };
  doc.addEventListener("htmx:after:swap", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (target(event) !== gear || !source?.matches?.("[data-gear]")) return;
    opener = source;
    gear.dataset.opener = source.id;
    gear.dataset.revision = source.dataset.revision;
    if (!gear.matches(":popover-open")) gear.showPopover();
    place();
    gear.querySelector("a")?.focus();
  });
  // A tablet that is turned round keeps the open gear beside its row.
  addEventListener("resize", place);

  // The board: a row that changed glows once; an open gear of a changed boot is fetched again.
  // A row that merely moved up from the next page is no news, and one that became late is.
  let before = new Map();
  let newest = 0;
  const marks = () =>
    new Map([...doc.querySelectorAll("#board [data-row]")].map((row) => [row.id, `${row.dataset.revision} ${row.closest("section").id}`]));
  const glow = (row) => {
    row.classList.add("glow");
    row.addEventListener("animationend", () => row.classList.remove("glow"), { once: true });
  };
  const followGear = () => {
    if (!gear.matches(":popover-open")) return;
    const link = doc.getElementById(gear.dataset.opener);
    if (!link) gear.hidePopover();
    else if (link.dataset.revision !== gear.dataset.revision) htmx.trigger(link, "click");
  };
  doc.addEventListener("htmx:before:swap", (event) => {
    if (target(event)?.id !== "board") return;
    before = marks();
    newest = Number(board().dataset.revision);
  });
  doc.addEventListener("htmx:after:swap", (event) => {
    if (target(event)?.id !== "board") return;
    for (const [id, mark] of marks()) {
      const row = doc.getElementById(id);
      if (before.has(id) ? before.get(id) !== mark : Number(row.dataset.revision) > newest) glow(row);
    }
    followGear();
  });

  // Fetching: many changes within a moment are one request, and one that fails is asked again.
  let timer = null;
  let busy = false;
  let again = false;
  const refresh = (wait = 50 + 100 * Math.random()) => {
    timer ??= setTimeout(() => {
      timer = null;
      if (busy) { again = true; return; }
      busy = true;
      htmx.trigger(board(), "refresh");
    }, wait);
  };
  doc.addEventListener("htmx:finally:request", (event) => {
    if (!busy || !asks(event)) return;
    busy = false;
    const reached = event.detail.ctx.response?.status === 200;
    if (!reached) refresh(3000);
    else if (again) refresh();
    else if (connected) say("live");
    again = false;
  });

  // The line: live, catching up, or offline since when.
  let connected = false;
  let met = false;
  let lostAt = null;
  const say = (state) => {
    if (state === "offline") lostAt ??= new Date();
    if (state === "live") lostAt = null;
    const clock = lostAt?.toLocaleTimeString(doc.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    const text = live.dataset[state].replace("{time}", clock ?? "");
    const words = live.querySelector("[data-words]");
    live.dataset.state = state;
    if (words.textContent !== text) words.textContent = text;
  };
  // A line can go dead without a word: then no beat comes, and the connection is made anew.
  const SILENT_MS = 40000;
  let connection = null;
  let silence = null;
  const hear = () => {
    clearTimeout(silence);
    silence = setTimeout(() => connection?.reader?.cancel(), SILENT_MS);
  };
  doc.addEventListener("htmx:sse:after:connection", (event) => { connection = event.detail.connection; hear(); });
  for (const name of ["hello", "changed", "beat"]) live.addEventListener(name, hear);

  // "hello" carries the revision at connection: what happened since the board was drawn is fetched.
  live.addEventListener("hello", (event) => {
    const { revision } = JSON.parse(event.detail.data);
    const missed = met || String(revision) !== board().dataset.revision;
    connected = met = true;
    if (!missed) { say("live"); return; }
    say("catching");
    refresh();
  });
  live.addEventListener("changed", () => refresh());
  const lost = (status) => {
    // Signed out meanwhile: the page itself leads to the sign-in.
    if (status === 401 || status === 403) location.reload();
    connected = false;
    say("offline");
  };
  doc.addEventListener("htmx:sse:before:connection", (event) => {
    if (event.detail.connection.attempt === 0) return;
    connected = false;
    if (!lostAt) say("catching");
  });
  doc.addEventListener("htmx:sse:error", (event) => lost(event.detail.status));
  // The first connection may fail too; it is asked for again until it stands.
  live.addEventListener("htmx:finally:request", (event) => {
    if (met || event.detail.ctx.sourceElement !== live) return;
    lost(event.detail.ctx.response?.status);
    setTimeout(() => htmx.trigger(live, "again"), 2000);
  });
  addEventListener("offline", () => { connected = false; say("offline"); connection?.reader?.cancel(); });
})();
