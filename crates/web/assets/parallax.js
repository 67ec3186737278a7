// Optional: keys, the switch of light and dark, lines between two reports. Every page works without it.
"use strict";
(() => {
  const kept = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const keep = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window: not kept */ } };

  const theme = kept("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  const switchTheme = document.getElementById("theme");
  if (switchTheme) {
    switchTheme.hidden = false;
    switchTheme.addEventListener("click", () => {
      const dark = document.documentElement.dataset.theme
        ? document.documentElement.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      document.documentElement.dataset.theme = dark ? "light" : "dark";
      keep("theme", document.documentElement.dataset.theme);
    });
  }

  let keysOff = kept("keys") === "off";
  const switchKeys = document.getElementById("keys");
  if (switchKeys) {
    const say = () => { switchKeys.textContent = keysOff ? "Switch keys on" : "Switch keys off"; };
    switchKeys.hidden = false;
    say();
    switchKeys.addEventListener("click", () => { keysOff = !keysOff; keep("keys", keysOff ? "off" : "on"); say(); });
  }

  const rows = () => [...document.querySelectorAll("main li.entry, main ol.plain > li, main ul.plain > li, main .report > li, main .grid tbody tr, main table:not(.grid) tbody tr")];
  let current = -1;
  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    if (all[current]) all[current].classList.remove("current");
    current = Math.max(0, Math.min(all.length - 1, current + step));
    all[current].classList.add("current");
    all[current].scrollIntoView({ block: "nearest" });
    const target = all[current].querySelector("a, summary");
    if (target) target.focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    if (keysOff || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) return;
    if (event.key === "j") return go(1);
    if (event.key === "k") return go(-1);
    if (event.key === "Escape") return history.back();
    if (event.key === "s" && !document.querySelector("main [data-key=s]")) {
      const all = rows();
      const details = (all[current] || document).querySelector("details.sentence");
      if (details) details.open = !details.open;
      return;
    }
    // What a page offers itself comes before the links of the header.
    const own = [...document.querySelectorAll("main [data-key]"), ...document.querySelectorAll("[data-key]")];
    const target = own.find((e) => e.dataset.key === event.key);
    if (!target) return;
    event.preventDefault();
    if (target.matches("input")) target.focus(); else target.click();
  });

  // Lines between the same events of two reports laid side by side.
  const beside = document.querySelector(".beside");
  if (beside) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    svg.setAttribute("class", "lines");
    svg.setAttribute("aria-hidden", "true");
    beside.append(svg);
    const columns = [...beside.querySelectorAll("section")];
    const panes = columns.map((column) => column.querySelector(".report"));
    const locked = () => beside.classList.contains("locked");
    // In locked columns only what is on the screen is joined.
    const seen = (chip, pane) => {
      if (!locked()) return true;
      const a = chip.getBoundingClientRect(), b = pane.getBoundingClientRect();
      return a.bottom > b.top && a.top < b.bottom;
    };
    const draw = () => {
      svg.replaceChildren();
      const box = beside.getBoundingClientRect();
      for (const [n, left] of panes.slice(0, -1).entries()) {
        const joined = new Set();
        for (const from of left.querySelectorAll("[data-event]")) {
          const to = panes[n + 1].querySelector(`[data-event="${from.dataset.event}"]`);
          if (!to || !seen(from, left) || !seen(to, panes[n + 1])) continue;
          const a = from.getBoundingClientRect(), b = to.getBoundingClientRect();
          const [x1, y1, x2, y2] = [a.right - box.left + 3, (a.top + a.bottom) / 2 - box.top, b.left - box.left - 3, (b.top + b.bottom) / 2 - box.top];
          const path = document.createElementNS(space, "path");
          path.setAttribute("d", `M${x1} ${y1}C${x1 + 50} ${y1} ${x2 - 50} ${y2} ${x2} ${y2}`);
          path.dataset.event = from.dataset.event;
          // The first telling of an event is joined for the eye; further ones when the event is at hand.
          if (joined.has(from.dataset.event)) path.setAttribute("class", "more");
          joined.add(from.dataset.event);
          svg.append(path);
        }
      }
    };
    const light = (event, on) => {
      const chip = event.target.closest("[data-event]");
      if (!chip) return;
      for (const other of beside.querySelectorAll("[data-event]")) if (other.dataset.event === chip.dataset.event) other.classList.toggle("on", on);
    };
    for (const [name, on] of [["mouseover", true], ["focusin", true], ["mouseout", false], ["focusout", false]]) beside.addEventListener(name, (e) => light(e, on));

    // Scrolled together: the event at the top of the column that is moved is brought to the same height in the others.
    const lock = document.getElementById("lock");
    let leader = null;
    const follow = (pane) => {
      const top = pane.getBoundingClientRect().top;
      const at = [...pane.querySelectorAll("[data-event]")].find((chip) => chip.getBoundingClientRect().top >= top);
      if (at) for (const other of panes.filter((p) => p !== pane)) {
        const to = other.querySelector(`[data-event="${at.dataset.event}"]`);
        if (to) other.scrollTop += to.getBoundingClientRect().top - at.getBoundingClientRect().top;
      }
    };
    for (const pane of panes) {
      for (const name of ["pointerenter", "touchstart", "focusin"]) pane.addEventListener(name, () => { leader = pane; }, { passive: true });
      pane.addEventListener("scroll", () => { if (locked() && pane === leader) follow(pane); draw(); });
    }
    if (lock) {
      lock.hidden = false;
      lock.addEventListener("click", () => {
        const on = beside.classList.toggle("locked");
        lock.setAttribute("aria-pressed", String(on));
        for (const pane of panes) if (on) pane.tabIndex = 0; else pane.removeAttribute("tabindex");
        leader = panes[0];
        if (on) follow(leader);
        draw();
      });
    }
    draw();
    new ResizeObserver(draw).observe(beside);
  }

  // Addresses and quotations to be handed on.
  const said = document.createElement("p");
  said.className = "copied";
  said.setAttribute("role", "status");
  said.hidden = true;
  document.body.append(said);
  for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    const source = event.target.closest("[data-copy]");
    if (!source || !navigator.clipboard) return;
    const text = source.matches("a") ? source.href : source.dataset.copy;
    navigator.clipboard.writeText(text).then(() => {
      said.textContent = source.matches("a") ? "Link copied" : "Copied";
      said.hidden = false;
      setTimeout(() => { said.hidden = true; }, 1500);
    }, () => {});
  });

  // Files dropped on the page go into the form that is there for them.
  const drop = document.querySelector("form.drop input[type=file]");
  if (drop) {
    document.addEventListener("dragover", (e) => e.preventDefault());
    document.addEventListener("drop", (e) => {
      if (!e.dataTransfer.files.length) return;
      e.preventDefault();
      drop.files = e.dataTransfer.files;
    });
  }
})();
