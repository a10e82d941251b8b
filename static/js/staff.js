// Makes the staff's screens quick: search by "/", an offence's greyed discount, the entry's total.
(() => {
  "use strict";
  const doc = document;
  const $ = (selector, root = doc) => root.querySelector(selector);

  doc.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const search = $("[data-search]");
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  });

  // A deposit has no discount: the fields go grey at once, the server insists.
  const boot = $(".offence #f-apply_boot");
  if (boot) {
    const grey = () => { $(".discount").disabled = boot.checked; };
    boot.addEventListener("change", grey);
    grey();
  }

  // The counter: the amount follows the ticks, and is what the clerk saw when it is posted.
  const take = $("form[data-take]");
  if (take) {
    take.elements.show.hidden = true;
    const sum = () => {
      let cents = 0;
      for (const box of take.querySelectorAll("[data-cents]:checked")) cents += Number(box.dataset.cents);
      take.elements.seen.value = cents;
      const text = (cents / 100).toLocaleString(doc.documentElement.lang || "en", { minimumFractionDigits: 2 });
      for (const place of take.querySelectorAll("[data-sum]")) place.textContent = place.textContent.replace(/\d[\d.,\s]*\d/, text);
    };
    take.addEventListener("change", (event) => { if (event.target.name === "ticket") sum(); });
    // Going back, a browser restores the ticks, not the words beside them.
    addEventListener("pageshow", sum);
  }

  // The entry: the total and what is still missing, always in sight above the save button.
  const entry = $("form[data-entry]");
  if (entry) {
    const money = new Intl.NumberFormat(doc.documentElement.lang, { style: "currency", currency: entry.dataset.currency, currencyDisplay: "narrowSymbol" });
    const count = () => {
      let cents = 0;
      for (const box of entry.querySelectorAll("[data-cents]:checked")) cents += Number(box.dataset.cents);
      const missing = [];
      for (const need of entry.querySelectorAll("[data-need]")) {
        // A second boot is confirmed only where a boot goes on; a notice in place of the list is no boot.
        if ("needBoot" in need.dataset && !$("#f-boot_id", entry)) continue;
        const filled = "value" in need ? need.value.trim() : $("input:checked", need);
        if (!filled) missing.push(need.dataset.need);
      }
      $("[data-total]", entry).textContent = money.format(cents / 100);
      $("[data-missing]", entry).textContent = missing.length
        ? `${entry.dataset.missing} ${new Intl.ListFormat(doc.documentElement.lang).format(missing)}`
        : entry.dataset.ready;
    };
    entry.addEventListener("input", count);
    entry.addEventListener("change", count);
    doc.addEventListener("htmx:after:swap", count);
    count();

    // Silence would look like "nothing known": a look-up that failed says so. One that was
    // replaced by the next keystroke has not failed.
    const failed = $("#car-failed");
    doc.addEventListener("htmx:finally:request", (event) => {
      const { sourceElement, response, request } = event.detail.ctx;
      if (sourceElement?.id !== "f-plate" || (!response && request?.signal?.aborted && request.signal.reason !== "timeout")) return;
      failed.hidden = response?.status === 200;
      if (!failed.hidden) $("#car").replaceChildren();
    });
  }

  // The words of a mail: the preview follows what is typed, and a placeholder goes to the cursor.
  const words = $("form[data-words]");
  if (words) {
    const show = $("[data-preview]");
    let field = $("#f-body"), frames = 0, soon;
    const draw = () => {
      const old = $("iframe.preview:not(.coming)"), fresh = old.cloneNode();
      // A frame of its own each time: one that is filled again would be a step back in the browser.
      for (const late of doc.querySelectorAll("iframe.coming")) late.remove();
      fresh.removeAttribute("src");
      show.formTarget = fresh.name = `preview${++frames}`;
      fresh.classList.add("coming");
      old.after(fresh);
      fresh.addEventListener("load", () => { old.remove(); fresh.classList.remove("coming"); });
      words.requestSubmit(show);
    };
    const later = () => { clearTimeout(soon); soon = setTimeout(draw, 500); };
    words.addEventListener("input", later);
    // The frame came with the saved words; what was just sent back is still only typed.
    if (words.dataset.words === "typed") later();
    for (const choice of words.elements) if (!words.contains(choice)) choice.addEventListener("change", draw);
    for (const one of [$("#f-subject"), $("#f-body")]) one.addEventListener("focus", () => { field = one; });
    for (const code of doc.querySelectorAll("[data-insert]")) {
      const press = doc.createElement("button");
      press.type = "button";
      press.className = "insert";
      press.textContent = code.textContent;
      press.addEventListener("click", () => {
        field.focus();
        field.setRangeText(press.textContent, field.selectionStart, field.selectionEnd, "end");
        later();
      });
      code.replaceWith(press);
    }
    const hint = $("[data-insert-hint]");
    if (hint) hint.textContent = `${hint.dataset.insertHint} ${hint.textContent}`;
  }
})();
