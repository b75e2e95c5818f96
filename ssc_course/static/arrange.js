// Beside the menus, which go on doing everything: a line moves by its handle (pointer or arrow keys); a word
// goes into a gap by dragging, or by a tap on it and one on the gap.
(() => {
  "use strict";
  let held, focus;
  const on = (type, act) => document.addEventListener(type, act);
  const menu = (line) => line.querySelector("select");
  const named = (what) => what.textContent.trim() || what.querySelector("img")?.alt;
  const say = (words) => document.getElementById("status").replaceChildren(words);
  const middle = (line) => line.getBoundingClientRect().top + line.offsetHeight / 2;

  const takes = (gap) => gap?.matches(".cloze select") && gap.closest("fieldset").contains(held);

  function hold(what) {
    held?.removeAttribute("data-held");
    what?.setAttribute("data-held", "");
    held = what;
  }

  function put(select, index) {
    if (select.selectedIndex === index) return;
    select.selectedIndex = index;
    for (const type of ["input", "change"]) select.dispatchEvent(new Event(type, { bubbles: true }));
  }

  function sort(list) {
    const at = (line) => menu(line).selectedIndex || 99;
    list.append(...[...list.children].sort((one, other) => at(one) - at(other)));
  }

  // It is the neighbour that moves: the line keeps focus and pointer.
  function step(line, down) {
    const other = down ? line.nextElementSibling : line.previousElementSibling;
    if (other) line[down ? "before" : "after"](other);
  }

  function settle(line) {
    const { children, dataset } = line.parentElement;
    [...children].forEach((each, at) => put(menu(each), at + 1));
    const words = { what: named(line.children[1]), place: menu(line).selectedIndex, count: children.length };
    say(dataset.said.replace(/{(\w+)}/g, (_, name) => words[name]));
  }

  function fill(gap) {
    for (const each of gap.parentElement.querySelectorAll("select")) {
      const index = [...each.options].findIndex(({ text }) => text === named(held));
      if (each === gap) put(each, index);
      else if (each.selectedIndex === index) put(each, 0); // there is one of each word
    }
    say(`${gap.ariaLabel}: ${named(held)}`);
    hold();
  }

  // `event`: none at first. A list that was seen before stays as it is while somebody is at its menus.
  function enhance(event) {
    for (const list of document.querySelectorAll(".order")) {
      const lines = [...list.children];
      const isFresh = event?.type === "outbox:filled" || lines.some((line) => !line.children[2]);
      if (isFresh && lines.every((line) => menu(line).value)) sort(list);
      for (const line of lines.filter((line) => !line.children[2])) {
        line.append(list.nextElementSibling.content.cloneNode(true));
        const handle = line.children[2];
        handle.id = `${menu(line).id}-move`;
        handle.ariaLabel = handle.ariaLabel.replace("{what}", named(line.children[1]));
      }
    }
    if (document.activeElement === document.body) document.getElementById(focus)?.focus();
  }

  on("keydown", (event) => {
    const line = event.target.closest(".order button")?.parentElement;
    if (!line || !/Arrow(Up|Down)/.test(event.key)) return;
    event.preventDefault();
    sort(line.parentElement);
    step(line, event.key === "ArrowDown");
    event.target.focus();
    settle(line);
  });

  on("pointerdown", (event) => {
    const { target } = event;
    if (takes(target)) {
      event.preventDefault();
      return fill(target);
    }
    const line = target.closest(".order button")?.parentElement;
    const word = target.closest(".bank > li");
    if (line) sort(line.parentElement);
    hold(line ?? (word === held ? null : word));
  });

  on("pointermove", ({ buttons, clientY }) => {
    if (!buttons || !held?.matches(".order > li")) return;
    for (let next; (next = held.nextElementSibling) && clientY > middle(next); ) step(held, true);
    for (let last; (last = held.previousElementSibling) && clientY < middle(last); ) step(held, false);
  });

  on("pointerup", ({ clientX, clientY }) => {
    const gap = document.elementFromPoint(clientX, clientY);
    if (takes(gap)) fill(gap);
    if (!held?.matches(".order > li")) return;
    settle(held);
    hold();
  });

  on("htmx:before:swap", () => (focus = document.activeElement.id));
  on("htmx:after:swap", enhance);
  on("outbox:filled", enhance);
  enhance();
})();
