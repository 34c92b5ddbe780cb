"use strict";
// Everything is on the page without this script; it filters, writes numbers as the language does, and remembers choices.
(() => {
  const root = document.documentElement;
  const choices = { lang: ["en", "ru"], theme: ["auto", "light", "dark"] };
  const recall = (name) => { try { return localStorage.getItem("wirebook-" + name); } catch { return null; } };
  const remember = (name, value) => { try { localStorage.setItem("wirebook-" + name, value); } catch { /* not on file:// */ } };
  const asked = new URLSearchParams(location.search);
  let ready = false;
  let tell = () => {};
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  const choose = (name, value) => {
    document.getElementById(name + "-" + value).checked = true;
    if (name !== "lang") return;
    root.lang = value;
    speak();
  };
  const russian = (navigator.language || "").toLowerCase().startsWith("ru");
  const first = { lang: russian ? "ru" : "en", theme: "auto" };
  for (const [name, values] of Object.entries(choices)) {
    const wanted = [asked.get(name), recall(name), first[name]];
    choose(name, wanted.find((value) => values.includes(value)));
    for (const value of values) {
      document.getElementById(name + "-" + value).addEventListener("change", () => { choose(name, value); remember(name, value); });
    }
  }

  // ---- what the style sheet cannot switch: texts in attributes, in lists of choices, and numbers
  function speak() {
    const lang = root.lang;
    for (const each of all("[data-" + lang + "]")) each.textContent = each.dataset[lang];
    for (const each of all("[data-hint-en]")) each.placeholder = each.dataset[lang === "ru" ? "hintRu" : "hintEn"];
    const whole = { en: new Intl.NumberFormat("en"), ru: new Intl.NumberFormat("ru") };
    const part = Object.fromEntries(choices.lang.map((each) => [each, new Intl.NumberFormat(each, { style: "percent", maximumFractionDigits: 1 })]));
    for (const each of all("data.n, data.p")) {
      const of = (each.classList.contains("p") ? part : whole)[(each.closest("span[lang]") || root).lang];
      each.textContent = of.format(each.value);
    }
    if (ready) tell();
  }

  document.addEventListener("DOMContentLoaded", () => {
    speak();
    for (const each of all("[data-needs-script]")) each.hidden = false;
    for (const each of all(".toc a")) each.addEventListener("click", () => { document.getElementById("menu").checked = false; });
    paper();
    filter();
    ready = true;
  });

  // ---- on paper nothing is folded
  function paper() {
    let folded = [];
    addEventListener("beforeprint", () => { folded = all("details:not([open])"); folded.forEach((each) => { each.open = true; }); });
    addEventListener("afterprint", () => { folded.forEach((each) => { each.open = false; }); });
  }

  // ---- the filter; its state is the part of the address after #
  function filter() {
    const form = document.getElementById("filter");
    if (!form) { links(() => {}); return; }
    const names = ["q", "severity", "rule", "provider", "message", "operation", "file"];
    const output = form.querySelector("output");
    const reset = form.querySelector("[type=reset]");
    const fold = (text) => text.toLowerCase().replaceAll("ё", "е");
    const files = all("option", form.elements.file).slice(1).map((each) => each.value);
    const rules = all(".rule").map((element) => ({
      element, rule: element.dataset.rule, text: null,
      groups: all(".g", element).map((group) => ({
        element: group, severity: group.dataset.s, provider: group.dataset.p, message: group.dataset.m, text: null,
        cases: all(".c", group).map((each) => ({ element: each, file: files[+each.dataset.f], operation: each.dataset.o, text: null })),
      })),
    }));
    const total = rules.reduce((sum, rule) => sum + rule.groups.reduce((n, group) => n + group.cases.length, 0), 0);
    const words = (item, selector) => {
      if (item.text === null) item.text = fold(all(selector, item.element).map((each) => each.textContent).join(" "));
      return item.text;
    };
    const state = () => Object.fromEntries(names.map((name) => [name, form.elements[name].value.trim()]));
    let shown = total;

    tell = () => {
      const lang = root.lang === "ru" ? "Ru" : "En";
      const numbers = new Intl.NumberFormat(root.lang);
      output.textContent = output.dataset[(shown ? "of" : "none") + lang].replace("{n}", numbers.format(shown)).replace("{m}", numbers.format(total));
    };

    const hits = (element, n, on) => {
      const count = element.querySelector(":scope > summary .count");
      let said = count.querySelector(".hits");
      if (!on) { if (said) said.remove(); return; }
      if (!said) { said = document.createElement("span"); said.className = "hits"; count.prepend(said); }
      said.textContent = new Intl.NumberFormat(root.lang).format(n) + " / ";
    };

    const apply = () => {
      const want = state();
      const terms = fold(want.q).split(/\s+/).filter(Boolean);
      const on = names.some((name) => want[name]);
      const fits = (item, ...fields) => fields.every((name) => !want[name] || item[name] === want[name]);
      shown = 0;
      for (const rule of rules) {
        let inRule = 0;
        for (const group of rule.groups) {
          let inGroup = 0;
          const may = fits(rule, "rule") && fits(group, "severity", "provider", "message");
          const head = may && terms.length ? words(rule, ":scope > summary, :scope > .inside > .todo") + " " + words(group, ":scope > summary, :scope > .facts") : "";
          for (const each of group.cases) {
            const fit = may && fits(each, "file", "operation") && terms.every((term) => head.includes(term) || words(each, ":scope").includes(term));
            if (each.element.hidden === fit) each.element.hidden = !fit;
            inGroup += fit ? 1 : 0;
          }
          group.element.hidden = !inGroup;
          hits(group.element, inGroup, on && inGroup !== group.cases.length);
          inRule += inGroup;
        }
        rule.element.hidden = on && !inRule;
        hits(rule.element, inRule, on && inRule !== rule.groups.reduce((n, group) => n + group.cases.length, 0));
        shown += inRule;
      }
      if (on && shown && shown <= 50) {
        for (const rule of rules) {
          if (rule.element.hidden) continue;
          rule.element.open = true;
          for (const group of rule.groups) if (!group.element.hidden && shown <= 20) group.element.open = true;
        }
      }
      for (const select of all("select", form)) select.classList.toggle("on", Boolean(select.value));
      reset.hidden = !on;
      tell();
    };

    const write = () => {
      const wanted = new URLSearchParams(Object.entries(state()).filter(([, value]) => value)).toString();
      history.replaceState(null, "", wanted ? "#" + wanted : location.pathname + location.search);
    };
    const read = () => {
      const said = new URLSearchParams(location.hash.slice(1));
      if (![...said.keys()].some((name) => names.includes(name) && location.hash.includes(name + "="))) return false;
      for (const name of names) form.elements[name].value = said.get(name) || "";
      for (const select of all("select", form)) if (select.selectedIndex < 0) select.value = "";
      apply();
      const one = said.get("rule") && rules.find((rule) => rule.rule === said.get("rule"));
      if (one) one.element.open = true;
      document.getElementById("findings").scrollIntoView();
      return true;
    };

    let waiting = 0;
    form.addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { apply(); write(); }, event.target.name === "q" ? 120 : 0);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => { apply(); write(); form.elements.q.focus(); }));
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") form.reset(); });
    document.addEventListener("keydown", (event) => {
      if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
        event.preventDefault();
        form.elements.q.focus();
        form.elements.q.select();
      }
    });
    tell();
    links(read, () => { if (reset.hidden) return; form.reset(); });
  }

  // ---- links: what they lead to is neither folded nor filtered away
  function links(read, clear = () => {}) {
    const show = () => {
      if (read()) return;
      let id = location.hash.slice(1);
      try { id = decodeURIComponent(id); } catch { /* as it is */ }
      const target = id && document.getElementById(id);
      if (!target) return;
      if (target.closest("[hidden]")) clear();
      for (let each = target; each; each = each.parentElement) if (each.tagName === "DETAILS") each.open = true;
      setTimeout(() => target.scrollIntoView());
    };
    addEventListener("hashchange", show);
    document.addEventListener("click", (event) => {
      const link = event.target.closest && event.target.closest("a[href^='#']");
      if (link && link.hash === location.hash) show();
    });
    show();
  }
})();
