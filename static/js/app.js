// Makes every page pleasant: copy, focus on errors, ages, one send per form. All of it is optional.
(() => {
  "use strict";
  const doc = document;

  // Copy: plain-http pages on a phone have no clipboard API, so the old command stays as a way out.
  const showCopyButtons = () => {
    for (const button of doc.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
  };
  const copy = async (button) => {
    const source = doc.querySelector(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText(source.textContent.trim());
    } catch {
      getSelection().selectAllChildren(source);
      if (!doc.execCommand("copy")) return;
    }
    const label = button.querySelector("[data-label]") ?? button;
    const before = (button.dataset.before ??= label.textContent);
    label.textContent = button.dataset.done;
    setTimeout(() => { label.textContent = before; }, 4000);
  };

  // Errors: the summary takes the focus once, after a full post and after a swap alike.
  const focusErrors = () => {
    const summary = doc.getElementById("errors");
    if (!summary || summary.dataset.seen) return;
    summary.dataset.seen = "1";
    summary.focus();
  };

  // Ages: the server writes the moment, the browser keeps "12 minutes ago" true.
  const STEPS = [["day", 86400], ["hour", 3600], ["minute", 60]];
  const words = new Intl.RelativeTimeFormat(doc.documentElement.lang || "en", { numeric: "auto", style: "short" });
  // From a day on the calendar counts: 40 hours ago may be two dates away, which is not "yesterday".
  const midnight = (at) => Date.UTC(at.getFullYear(), at.getMonth(), at.getDate());
  const showAges = () => {
    for (const time of doc.querySelectorAll("time[data-age]")) {
      const at = new Date(time.dateTime);
      const seconds = (at - Date.now()) / 1000;
      const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? ["minute", 60];
      const count = unit === "day" ? Math.round((midnight(at) - midnight(new Date())) / 86400000) : Math.trunc(seconds / size);
      const text = words.format(count, unit);
      if (time.textContent !== text) time.textContent = text;
    }
  };

  // One send per form: the server keeps the promise by a key, this keeps the finger calm.
  const release = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll('button[aria-disabled="true"]')) button.removeAttribute("aria-disabled");
  };
  doc.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post]")) return;
    // What is answered in a frame of this page may be asked again.
    if (event.submitter?.formTarget) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(release, 10000, form);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) doc.querySelectorAll("form[data-sent]").forEach(release);
  });

  doc.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
    if (event.target.closest("[data-print]")) print();
    // A summary's links lead into the field itself, not merely near it.
    const link = event.target.closest('#errors a[href^="#"]');
    const field = link && doc.getElementById(link.hash.slice(1));
    if (field) { event.preventDefault(); field.focus(); field.scrollIntoView({ block: "center" }); }
  });

  // Swaps: whoever had the focus keeps it; if their control is gone, the new content takes over.
  // What was unfolded stays so: news must not close what somebody reads.
  let held = null, open = [];
  const folds = (which) => [...doc.querySelectorAll(`#case details${which} > summary`)];
  doc.addEventListener("htmx:before:swap", () => {
    held = doc.activeElement;
    open = folds("[open]").map((one) => one.textContent);
  });
  doc.addEventListener("htmx:after:swap", (event) => {
    for (const one of folds("")) if (open.includes(one.textContent)) one.parentElement.open = true;
    refresh();
    focusErrors();
    if (!held || held === doc.body || held.isConnected || doc.activeElement !== doc.body) return;
    const target = event.detail.ctx.target;
    const place = (held.id && doc.getElementById(held.id)) ||
      (target?.isConnected ? target : doc.querySelector("main"));
    if (!place.hasAttribute("tabindex") && !place.matches("a, button, input, select, textarea")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
  });

  // Ticked tickets of the driver's pages: total and button follow. The server counts for itself.
  const showTotal = () => {
    const boxes = doc.querySelectorAll('[form="pay"][name="also"]:checked');
    const seen = doc.querySelector('#pay [name="seen"]');
    if (!seen) return;
    let added = 0;
    for (const box of boxes) added += Number(box.value.split(":")[1]);
    const write = (places, cents) => {
      const text = (cents / 100).toLocaleString(doc.documentElement.lang || "en", { minimumFractionDigits: 2 });
      for (const place of doc.querySelectorAll(places)) place.textContent = place.textContent.replace(/\d[\d.,\s]*\d/, text);
    };
    write("[data-total]", Number(seen.value) + added);
    const row = doc.querySelector("[data-added]");
    if (row) { row.hidden = !added; write("[data-added] td", added); }
  };
  doc.addEventListener("change", (event) => { if (event.target.name === "also") showTotal(); });

  const refresh = () => { showCopyButtons(); showAges(); showTotal(); };
  refresh();
  focusErrors();
  setInterval(showAges, 30000);
})();
