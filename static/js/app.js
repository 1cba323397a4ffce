"use strict";
// What the pages can do beyond their links and forms. Everything here is an addition: without it every page still
// works. One listener a kind of event on the document, so that what htmx swaps in needs no wiring.
(() => {
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const closest = (event, selector) => event.target instanceof Element ? event.target.closest(selector) : null;

  // ---- Toasts: dismissed by hand or after six seconds that don't pass under pointer or focus; errors stay; three at most.
  const toastLife = 6000, toastLimit = 3;

  function arm(toast) {
    if (toast.dataset.armed) return;
    toast.dataset.armed = "true";
    const all = $$("[data-toast]");
    for (const old of all.slice(0, Math.max(0, all.length - toastLimit))) old.remove();
    if (toast.classList.contains("toast-error")) return;
    let left = toastLife, since = Date.now(), timer = setTimeout(() => toast.remove(), left);
    const hold = () => { clearTimeout(timer); left -= Date.now() - since; };
    const go = () => {
      if (toast.matches(":hover, :focus-within")) return;
      clearTimeout(timer);
      since = Date.now();
      timer = setTimeout(() => toast.remove(), Math.max(left, 1000));
    };
    toast.addEventListener("pointerenter", hold);
    toast.addEventListener("pointerleave", go);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("focusout", go);
  }

  // A live region announces what is put into it, not what it is born with: what came with the page goes in again.
  function announce(region) {
    for (const toast of $$("[data-toast]", region)) {
      toast.remove();
      setTimeout(() => { region.append(toast); arm(toast); }, 150);
    }
    new MutationObserver(() => $$("[data-toast]", region).forEach(arm)).observe(region, { childList: true });
  }

  function say(text, error) {
    const region = document.getElementById(error ? "toasts-alert" : "toasts-status");
    if (!region) return;
    const toast = document.createElement("div");
    toast.className = error ? "toast toast-error" : "toast";
    toast.dataset.toast = "";
    const p = document.createElement("p");
    p.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button button-quiet button-small";
    close.dataset.dismiss = "";
    close.textContent = "Dismiss";
    toast.append(p, close);
    region.append(toast);
  }

  // ---- Dialogs: opened when htmx brings one; the focus goes back to what asked for it.
  let opener = null;

  function openDialogs(root) {
    for (const dialog of $$("dialog[data-open]:not([open])", root)) {
      dialog.addEventListener("close", () => {
        dialog.remove();
        if (opener?.isConnected) opener.focus();
      });
      dialog.showModal();
    }
  }

  // Invoker Commands for browsers that don't have them yet.
  function invoke(button) {
    if ("commandForElement" in HTMLButtonElement.prototype) return;
    const dialog = document.getElementById(button.getAttribute("commandfor"));
    if (!(dialog instanceof HTMLDialogElement)) return;
    if (button.getAttribute("command") === "show-modal") dialog.showModal();
    if (button.getAttribute("command") === "close") dialog.close();
  }

  // ---- Select boxes of a table: "select all" follows its rows, and the button that needs a selection waits for one.
  function refreshSelection() {
    for (const all of $$("[data-select-all]")) {
      const boxes = $$(`input[type=checkbox][form="${CSS.escape(all.dataset.selectAll)}"]`);
      const chosen = boxes.filter((box) => box.checked).length;
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
      for (const button of $$(`[data-needs-selection="${CSS.escape(all.dataset.selectAll)}"]`)) button.disabled = chosen === 0;
      for (const count of $$(`[data-selection-count="${CSS.escape(all.dataset.selectAll)}"]`)) count.textContent = chosen ? `${chosen} selected` : "";
    }
  }

  // ---- Times: "3 min ago" counts on. The steps are those of views/format.go.
  const days = (n) => `${n} ${n === 1 ? "day" : "days"}`;

  function since(d) {
    return d < 60 ? `${Math.floor(d)} s` : d < 3600 ? `${Math.floor(d / 60)} min` : d < 86400 ? `${Math.floor(d / 3600)} h` : days(Math.floor(d / 86400));
  }

  function until(d) {
    const seconds = Math.round(d), minutes = Math.round(d / 60), hours = Math.round(d / 3600);
    if (seconds < 60) return `${seconds} s`;
    if (minutes < 60) return `${minutes} min`;
    if (hours < 24) return `${hours} h`;
    if (hours >= 96) return days(Math.round(d / 86400));
    return hours % 24 ? `${days(Math.floor(hours / 24))} ${hours % 24} h` : days(hours / 24);
  }

  function ago(then, now) {
    const future = then > now, d = Math.abs(now - then) / 1000;
    if (d >= 30 * 86400) return null; // the date, which the server wrote
    if (d < 5) return future ? "any moment now" : "just now";
    return future ? `in ${until(d)}` : `${since(d)} ago`;
  }

  function refreshTimes() {
    const now = Date.now();
    for (const time of $$("time[data-relative]")) {
      const text = ago(Date.parse(time.dateTime), now);
      if (text && time.textContent !== text) time.textContent = text;
    }
  }

  // ---- Copying
  async function copy(button) {
    const word = button.querySelector("[data-copy-word]");
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      if (!word) return;
      word.textContent = "Copied";
      setTimeout(() => { word.textContent = "Copy"; }, 2000);
    } catch {
      say("Your browser didn't let the page copy: select the text and copy it by hand.", true);
    }
  }

  // ---- Settings of this browser (theme, shortcuts): in force at once, kept by the same form that works without this.
  async function set(form, { name, value }) {
    document.documentElement.dataset[name] = value;
    for (const button of $$(`[data-setting] button[name="${CSS.escape(name)}"]`)) button.setAttribute("aria-pressed", String(button.value === value));
    const body = new URLSearchParams(new FormData(form));
    body.set(name, value);
    try {
      const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true });
      if (answer.status >= 400) say("The setting could not be kept.", true);
    } catch {
      say("The setting could not be kept: the server can't be reached.", true);
    }
  }

  // ---- Polling: data-poll marks what asks again by itself. It waits while the tab is hidden, its switch says Paused,
  // rows are selected, a filter has the focus, or something is being read in it.
  function pollWaits(element) {
    if (document.hidden || element.dataset.poll === "paused") return true;
    if (element.querySelector("details[open][data-hold], :popover-open, input[type=checkbox]:checked")) return true;
    return Boolean(document.querySelector("dialog[open]") || document.activeElement?.closest("form[data-holds-poll]"));
  }

  function togglePoll(button) {
    const element = document.getElementById(button.getAttribute("aria-controls"));
    if (!element) return;
    const live = element.dataset.poll === "paused";
    element.dataset.poll = live ? "live" : "paused";
    button.setAttribute("aria-pressed", String(live));
    for (const word of $$("[data-live-word]", button)) word.textContent = live ? "Live" : "Paused";
  }

  // What a poll brought is said in one polite sentence, not more often than every 15 seconds.
  let known = null, news = { fresh: 0, failed: 0 }, lastSaid = 0;

  function noteRows() {
    const list = document.querySelector("#deliveries[data-poll=live]");
    if (!list) { known = null; return; }
    const rows = new Map($$("[data-row]", list).map((row) => [row.id, row.dataset.row]));
    if (known && known.url === location.href) {
      for (const [id, state] of rows) {
        if (!known.rows.has(id)) news.fresh++;
        if (state === "failed" && known.rows.get(id) !== "failed") news.failed++;
      }
    }
    known = { url: location.href, rows };
    if (!(news.fresh || news.failed) || Date.now() - lastSaid < 15000) return;
    const parts = [];
    if (news.fresh) parts.push(`${news.fresh} new ${news.fresh === 1 ? "delivery" : "deliveries"}`);
    if (news.failed) parts.push(`${news.failed} failed`);
    const voice = document.getElementById("deliveries-news");
    if (voice) voice.textContent = parts.join(", ");
    news = { fresh: 0, failed: 0 };
    lastSaid = Date.now();
  }

  // ---- Rows of a form: one more, empty, without asking the server.
  function addRow(button) {
    const rows = document.getElementById(button.dataset.addRow), last = rows?.lastElementChild;
    if (!last) return;
    // Rows that only browsers without scripts see come first.
    const spare = [...rows.children].find((row) => row.classList.contains("nojs-only"));
    const row = spare ?? last.cloneNode(true);
    row.classList.remove("nojs-only");
    for (const input of $$("input", row)) {
      input.value = "";
      if (row !== spare) input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, String(rows.children.length + 1)));
      if (input.name === "header-value") input.placeholder = "Value";
    }
    if (row !== spare) rows.append(row);
    row.querySelector("input").focus();
  }

  // ---- Events
  document.addEventListener("click", (event) => {
    const dismiss = closest(event, "[data-dismiss]");
    if (dismiss) {
      event.preventDefault();
      dismiss.closest("[data-toast], [data-panel]")?.remove();
      return;
    }
    const more = closest(event, "[data-add-row]");
    if (more) {
      event.preventDefault();
      addRow(more);
      return;
    }
    const button = closest(event, "[data-copy], [data-live], [command]");
    if (button?.matches("[data-copy]")) copy(button);
    if (button?.matches("[data-live]")) togglePoll(button);
    if (button?.matches("[command]")) invoke(button);
  });

  document.addEventListener("change", (event) => {
    const all = closest(event, "[data-select-all]");
    if (all) for (const box of $$(`input[type=checkbox][form="${CSS.escape(all.dataset.selectAll)}"]`)) box.checked = all.checked;
    if (closest(event, "input[type=checkbox]")) refreshSelection();
    closest(event, "[data-saves-change]")?.classList.add("changed");
  });

  document.addEventListener("submit", (event) => {
    const form = closest(event, "[data-setting]");
    if (!form || !event.submitter) return;
    event.preventDefault();
    set(form, event.submitter);
  });

  // Only what the timer asks is a poll: what a person's click causes is asked at once, and keeps the session alive.
  document.addEventListener("htmx:config:request", (event) => {
    const { ctx } = event.detail;
    if (ctx.sourceEvent?.type !== "every") return;
    if (pollWaits(ctx.sourceElement)) event.preventDefault();
    else ctx.request.headers["Rollcall-Poll"] = "1";
  });

  document.addEventListener("htmx:before:request", (event) => {
    const source = event.detail.ctx.sourceElement;
    if (event.detail.ctx.sourceEvent?.type === "every" || source?.closest?.("dialog")) return;
    // The button that was pressed, or the one behind the menu it was in: that is where the focus comes back to.
    const pressed = event.detail.ctx.sourceEvent?.submitter ?? source;
    const menu = pressed?.closest?.("[popover]");
    opener = menu ? document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`) : pressed;
    menu?.hidePopover();
  });

  // A form in a dialog that is answered elsewhere on the page closes its dialog.
  document.addEventListener("htmx:after:request", (event) => {
    const form = event.detail.ctx.sourceElement;
    if (form?.matches?.("[data-closes-dialog]")) form.closest("dialog")?.close();
  });

  document.addEventListener("input", (event) => {
    const input = closest(event, "[data-warn-http]");
    if (input) document.getElementById(input.dataset.warnHttp).hidden = !/^http:\/\//i.test(input.value.trim());
  });

  // An error must not land in the middle of a page: the server aims it at the alert region; what comes without an aim
  // (a proxy's page, say) is stopped here. 409 and 422 belong to whoever asked. A poll that failed tries again anyway.
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail, status = ctx.response?.status;
    if (!(status >= 400)) return;
    if (ctx.sourceEvent?.type === "every") event.preventDefault();
    else if (status !== 409 && status !== 422 && !ctx.hx?.retarget) {
      event.preventDefault();
      say("Something went wrong. Try again; if it stays, reload the page.", true);
    }
  });

  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx && !event.detail.ctx.response && event.detail.ctx.sourceEvent?.type !== "every") say("The server can't be reached. Try again.", true);
  });

  document.addEventListener("htmx:after:swap", () => {
    openDialogs(document);
    refreshSelection();
    refreshTimes();
    noteRows();
  });

  // Following a link to another page moves the focus to its heading; a filter that was changed keeps it.
  document.addEventListener("htmx:after:history:update", (event) => {
    if (event.detail.sourceElement?.matches?.("a")) document.querySelector("h1")?.focus({ preventScroll: true });
  });

  for (const region of $$("#toasts-alert, #toasts-status")) announce(region);
  openDialogs(document);
  refreshSelection();
  refreshTimes();
  noteRows();
  setInterval(refreshTimes, 5000);
})();
