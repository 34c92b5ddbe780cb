"use strict";
// Everything is on the page without this script; it adds search, and remembers language and colours.
(() => {
  const root = document.documentElement;
  const choices = { lang: ["en", "ru"], theme: ["auto", "light", "dark"] };
  const recall = (name) => { try { return localStorage.getItem("wirebook-" + name); } catch { return null; } };
  const remember = (name, value) => { try { localStorage.setItem("wirebook-" + name, value); } catch { /* not on file:// */ } };
  const asked = new URLSearchParams(location.search);
  const lang = () => root.lang;

  const choose = (name, value) => {
    document.getElementById(name + "-" + value).checked = true;
    if (name !== "lang") return;
    root.lang = value;
    const title = document.querySelector("title");
    document.title = title.dataset[value] || document.title;
    document.dispatchEvent(new Event("wirebook:lang"));
  };
  const russian = (navigator.language || "").toLowerCase().startsWith("ru");
  for (const [name, values] of Object.entries(choices)) {
    const wanted = [asked.get(name), recall(name), name === "lang" && russian ? "ru" : values[0]];
    choose(name, wanted.find((value) => values.includes(value)));
    for (const value of values) {
      document.getElementById(name + "-" + value).addEventListener("change", () => { choose(name, value); remember(name, value); });
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-needs-script]").forEach((each) => { each.hidden = false; });
    links();
    open();
    search();
    document.querySelectorAll(".filter").forEach(filter);
  });

  // ---- links: the language goes along, and what they lead to is never folded
  function links() {
    const mark = () => document.querySelectorAll("a[data-page]").forEach((each) => {
      const [, file, anchor = ""] = each.getAttribute("href").match(/^([^?#]*)(?:\?[^#]*)?(#.*)?$/);
      each.setAttribute("href", file + "?lang=" + lang() + anchor);
    });
    mark();
    document.addEventListener("wirebook:lang", mark);
    document.querySelectorAll(".toc a").forEach((each) => each.addEventListener("click", () => {
      document.getElementById("menu").checked = false;
    }));
  }
  function open() {
    const show = () => {
      let id = location.hash.slice(1);
      try { id = decodeURIComponent(id); } catch { /* as it is */ }
      const target = id && document.getElementById(id);
      if (!target) return;
      let folded = false;
      for (let each = target; each; each = each.parentElement) {
        if (each.tagName === "DETAILS" && !each.open) { each.open = true; folded = true; }
        if (each.hidden) { each.hidden = false; folded = true; }
      }
      if (folded) target.scrollIntoView();
    };
    addEventListener("hashchange", show);
    document.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest("a[href^='#']");
      if (link && link.hash === location.hash) show();
    });
    show();
  }

  // ---- search over everything that has data-kind
  const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
  const words = (element) => {
    const parts = element.matches("tr") || element.matches(".card") ? element.querySelectorAll(".d") : element.querySelectorAll(":scope > header .d, :scope > .d");
    return [...parts];
  };
  const shown = (part) => {
    const said = part.querySelector(":scope > [lang=" + lang() + "]");
    return (said || part).textContent.trim().replace(/\s+/g, " ");
  };
  function index() {
    return [...document.querySelectorAll("[data-kind]")].map((element) => {
      const { kind, name = "", within = "" } = element.dataset;
      const parts = words(element);
      return { element, kind, name, within, parts, key: fold(name), all: fold([name, within, ...parts.map((part) => part.textContent)].join(" ")) };
    });
  }
  function rank(item, asked, terms) {
    if (!terms.every((term) => item.all.includes(term))) return 0;
    const leaf = item.key.slice(item.key.lastIndexOf(".") + 1);
    const base = item.key === asked || leaf === asked ? 8 : item.key.startsWith(asked) || leaf.startsWith(asked) ? 6 : item.key.includes(asked) ? 4
      : terms.some((term) => item.key === term) ? 3 : 1;
    return base + ({ message: .5, operation: .4, field: .3, code: .3 }[item.kind] || 0);
  }
  function search() {
    const box = document.getElementById("search");
    const panel = document.getElementById("results");
    const list = panel.querySelector("ol");
    const count = panel.querySelector("p");
    const most = 60;
    let items = null;
    const say = (key, n, m) => (count.dataset[key + lang().replace(/^./, (c) => c.toUpperCase())]).replace("{n}", n).replace("{m}", m);
    const run = () => {
      const asked = fold(box.value.trim());
      panel.hidden = !asked;
      list.replaceChildren();
      if (!asked) { count.textContent = ""; return; }
      items = items || index();
      const terms = asked.split(/\s+/);
      const found = items.map((item) => [rank(item, asked, terms), item]).filter((pair) => pair[0]).sort((a, b) => b[0] - a[0]);
      for (const [, item] of found.slice(0, most)) {
        const link = document.createElement("a");
        link.href = "#" + item.element.id;
        const add = (tag, text) => { if (text) { const each = document.createElement(tag); each.textContent = text; link.append(each); } };
        add("b", item.name);
        add("i", [document.querySelector("#kinds [data-of='" + item.kind + "'] [lang=" + lang() + "]").textContent, item.within].filter(Boolean).join(" · "));
        add("span", item.parts.map(shown).filter(Boolean).join(" — "));
        list.append(document.createElement("li"));
        list.lastChild.append(link);
      }
      count.textContent = !found.length ? say("none", 0, 0) : found.length > most ? say("some", found.length, most) : say("found", found.length, 0);
    };
    const clear = () => { box.value = ""; run(); };
    let waiting = 0;
    box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(run, 60); });
    document.addEventListener("wirebook:lang", run);
    const move = (step) => {
      const all = [...list.querySelectorAll("a")];
      const next = all.indexOf(document.activeElement) + step;
      if (next < 0) box.focus(); else if (all[next]) all[next].focus();
    };
    document.getElementById("find").addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); move(event.key === "ArrowDown" ? 1 : -1); }
      else if (event.key === "Escape") { clear(); box.focus(); }
      else if (event.key === "Enter" && event.target === box) { run(); const first = list.querySelector("a"); if (first) first.click(); }
    });
    list.addEventListener("click", (event) => { if (event.target.closest("a")) { setTimeout(clear); } });
    document.addEventListener("click", (event) => { if (!event.target.closest("#find")) panel.hidden = true; });
    box.addEventListener("focus", () => { if (box.value.trim()) run(); });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
        event.preventDefault();
        box.focus();
        box.select();
      }
    });
  }

  // ---- a long table's own filter
  function filter(element) {
    const box = element.querySelector("input");
    const count = element.querySelector("output");
    const rows = [...document.getElementById(box.getAttribute("aria-controls")).querySelectorAll("tbody tr")];
    const run = () => {
      const terms = fold(box.value.trim()).split(/\s+/);
      let n = 0;
      for (const row of rows) {
        row.hidden = !terms.every((term) => fold(row.textContent).includes(term));
        n += row.hidden ? 0 : 1;
      }
      count.textContent = box.value.trim() ? count.dataset[lang()].replace("{n}", n).replace("{m}", rows.length) : "";
    };
    box.addEventListener("input", run);
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") { box.value = ""; run(); } });
    document.addEventListener("wirebook:lang", run);
  }
})();
