// What HTML and htmx cannot do: write down each change of an answer (outbox.js keeps and sends it), show what
// became of it without taking anything out of a person's hands, and say how much still waits.
(() => {
  "use strict";
  const { outbox } = window;
  const OURS = ["csrfmiddlewaretoken", "client_key", "sequence", "learner"];
  const PAUSE = 1000; // milliseconds without a further change, after which it is sent by itself

  const on = (type, listener) => document.addEventListener(type, listener);
  const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];
  const squeezed = (element) => element?.textContent.replace(/\s+/g, " ").trim() ?? "";
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  const copy = (template) => template.content.firstElementChild.cloneNode(true);
  const words = (id) => copy(document.getElementById(id));
  const say = (text) => document.getElementById("status").replaceChildren(text);

  // A form opened before signing up carries a token from before it; the cookie has the one that counts.
  const renew = ({ target }) => {
    const field = target.querySelector("[name=csrfmiddlewaretoken]");
    if (field && token()) field.value = token();
  };
  document.addEventListener("submit", renew, true);

  // What items to arrange have besides their menus is fetched when one is seen: not on a first visit.
  let { arrange } = document.currentScript.dataset;
  const near = new IntersectionObserver((entries) => {
    if (!arrange || !entries.some(({ isIntersecting }) => isIntersecting)) return;
    document.head.append(Object.assign(document.createElement("script"), { src: arrange }));
    arrange = "";
  });
  const look = () => document.querySelectorAll(".order, .bank").forEach((each) => near.observe(each));

  // What stands in a form

  const answers = (form) => Boolean(outbox && form?.matches("form[data-item]"));
  const saves = (form) => form.matches("[data-autosave]"); // elsewhere a change is a draft until it is sent
  const forms = () => [...document.querySelectorAll("form[data-item]")];
  // Sorted, for lines may be moved (arrange.js): where a value stands in the form says nothing.
  const fields = (form) => [...new FormData(form)].filter(([name]) => !OURS.includes(name)).sort();
  const given = (form) => JSON.stringify(fields(form));
  const alike = (form) => given(form).replace(/\s+/g, " ").replace(/ ?" ?/g, '"'); // what counts of spaces
  const isTick = ({ type }) => type === "radio" || type === "checkbox";
  const controls = (form) => [...form.elements].filter(({ name, type }) => name && !/hid|submit/.test(type));
  const url = (form) => form.getAttribute("action");
  const place = (form) => ({ learner: form.elements.learner.value, url: url(form), item: form.dataset.item });
  const formOf = (of) => forms().find((form) => url(form) === of.url && form.dataset.item === of.item);

  function asServed(form) {
    const fresh = form.cloneNode(true);
    fresh.reset();
    return fresh;
  }

  // In the words of the page, to be read later.
  const inWords = (form) =>
    controls(form)
      .filter((control) => (isTick(control) ? control.checked : control.value))
      .map((control) => {
        const name = control.ariaLabel || squeezed(control.labels[0]);
        if (isTick(control)) return name;
        return control.options ? `${name}: ${control.selectedOptions[0].text}` : control.value;
      })
      .join("; ");

  function fill(form, pairs) {
    for (const control of controls(form)) {
      const values = pairs.filter(([name]) => name === control.name).map(([, value]) => value);
      const among = ({ value }) => value && values.includes(value);
      if (isTick(control)) control.checked = values.includes(control.value);
      else if (control.options) control.value = [...control.options].find(among)?.value ?? "";
      else control.value = values[0] ?? "";
    }
    form.dispatchEvent(new CustomEvent("outbox:filled", { bubbles: true }));
  }

  // Written down and sent

  const asOpened = new WeakMap(); // form -> what the server knew
  const last = new WeakMap(); // form -> what was written down last: {given, state, change (a promise), done}
  const soon = new Map(); // form -> the timer of what is sent by itself
  const pressed = new WeakSet(); // forms whose button was pressed, until the reply is there

  // The same once more, while the reply is out or after it came, is the same change.
  function keep(form, state) {
    const now = { given: given(form), state, done: false };
    const before = last.get(form);
    if (before?.given === now.given && before.state === state) return before.change;
    const stem = squeezed(form.querySelector("legend, .stem"));
    const readable = { title: document.title, stem, given: inWords(form) };
    now.change = outbox.keep({ ...place(form), ...readable, fields: fields(form), state });
    now.change.then(() => (now.done = true));
    last.set(form, now);
    return now.change;
  }

  async function send(form, go) {
    clearTimeout(soon.get(form));
    soon.delete(form);
    await outbox.send(await keep(form, "waits"), { go, asked: pressed.has(form), again: pressed.has(form) });
  }

  function notice(form) {
    if (!answers(form) || (last.get(form)?.given ?? asOpened.get(form)) === given(form)) return;
    keep(form, saves(form) ? "waits" : "draft");
    if (!saves(form)) return;
    mark(form, "soon");
    clearTimeout(soon.get(form));
    soon.set(form, setTimeout(send, PAUSE, form));
  }
  for (const type of ["input", "change"]) on(type, ({ target }) => notice(target.form));

  on("submit", (event) => {
    const { target: form, submitter } = event;
    if (!answers(form) || submitter?.matches("[formaction]")) return;
    event.preventDefault();
    pressed.add(form);
    send(form, submitter?.name === "go" && submitter.value);
  });

  // A hint's button belongs to the item's form, for browsers without script; here to the one it stands in.
  on("click", (event) => {
    const hint = event.target.closest("[formaction]");
    if (!hint || !window.htmx) return;
    event.preventDefault();
    hint.closest("form").requestSubmit();
  });

  // Whoever leaves the page need not wait for the pause.
  const sendAll = () => soon.forEach((_, form) => send(form));
  window.addEventListener("pagehide", sendAll);
  on("visibilitychange", () => document.hidden && sendAll());

  // Puts what was written down, earlier or in another tab, into its form.
  function take(form, change) {
    fill(form, change.fields);
    last.set(form, { given: given(form), state: change.state, change: Promise.resolve(change), done: true });
    if (change.state === "waits") mark(form, why(outbox.tried(change)));
  }

  // A form that has come onto the page: what is kept here is newer than what the server knew.
  function greet(form) {
    if (!answers(form)) return;
    const change = outbox.of(place(form));
    const isNew = !asOpened.has(form) || asOpened.get(form) === given(form);
    asOpened.set(form, asOpened.get(form) ?? given(form));
    if (change && isNew) take(form, change);
    else if (change?.state === "waits") mark(form, "soon");
  }

  // What became of it

  const isKept = (form) => last.get(form)?.done !== false; // false while it is being written down
  const isAhead = (form) => Boolean(outbox.of(place(form))) || !isKept(form);
  const why = (status) => (status === undefined ? "soon" : status ? "server" : "line");

  // Beside a form: that it is not saved yet, and why. `told`: the server's own words for it.
  function mark(form, reason, told) {
    const old = form.querySelector("[data-saved]");
    if (reason === "soon" && old?.dataset.note) return;
    const note = words("not-saved");
    note.dataset.note = reason;
    note.querySelectorAll("[data-why]").forEach((each) => each.dataset.why === reason || each.remove());
    if (told) note.querySelector("[data-why]").innerHTML = told;
    if (!answers(form) || reason === "soon" || reason === "ended") note.querySelector("[data-kept]").remove();
    note.querySelector(reason === "ended" ? "[data-yet]" : "[data-never]").remove();
    const again = note.querySelector("button");
    again.remove();
    if (reason !== "soon" && (pressed.has(form) || old?.dataset.note !== reason)) say(squeezed(note));
    if (reason === "line" || reason === "server") note.lastElementChild.append(again);
    old?.remove();
    form.append(note);
  }

  on("outbox:reply", async ({ detail: { change, reply } }) => {
    const form = formOf(change);
    if (!form) return;
    if (reply.leadsTo) location.assign(reply.leadsTo);
    else if (reply.meaning === "waits") mark(form, why(reply.status), reply.words);
    else if (!reply.saved) mark(form, "ended", reply.words);
    else await show(form, change, reply);
    pressed.delete(form);
  });

  // Another tab has sent it: the same once more brings what became of it.
  on("outbox:elsewhere", () => {
    for (const form of forms().filter(answers)) {
      const note = form.querySelector("[data-note]:not([data-note=ended])");
      if (!note || isAhead(form) || last.get(form)?.state !== "waits") continue;
      last.get(form).change.then((change) => outbox.send(change, { again: true }));
    }
  });

  // A save leaves all controls where they are; only another answer, or a result, comes in their place.
  async function show(form, change, reply) {
    const now = fields(form);
    const ahead = isAhead(form);
    const asked = pressed.has(form);
    const item = form.closest(".item");
    const theirs = parsed(reply.text).querySelector("form[data-item]");
    const isSame = Boolean(theirs) && (ahead || alike(theirs) === alike(form));
    const ctx = { sourceElement: form, text: reply.text, target: "#main", swap: "innerMorph" };
    ctx.stays = isSame && reply.meaning === "stored";
    ctx.quiet = !asked && document.activeElement.selectionStart != null; // not while one is typing
    if (!form.dataset.position) Object.assign(ctx, { target: item, swap: "outerHTML" });
    else if (!isSame) ctx.swap = "innerHTML";
    if (!window.htmx) return withoutHtmx(form, theirs, ctx.stays); // it did not load
    await htmx.swap(ctx);
    const here = formOf(change);
    if (here && ahead) fill(here, now);
    if (asked && !here) document.getElementById(item.id)?.querySelector(".outcome")?.focus();
  }

  function withoutHtmx(form, theirs, stays) {
    const note = theirs?.querySelector("[data-saved]");
    if (!stays || !note) return location.reload();
    form.querySelector("[data-saved]")?.remove();
    form.append(note);
  }

  // Swaps: ours and htmx's (a flag, a hint, "Try again")

  on("htmx:before:response", async (event) => {
    const { ctx } = event.detail;
    const { status, raw } = ctx.response;
    if (status < 400 && !raw.redirected) return;
    event.preventDefault(); // a refusal leaves the page as it is
    if (raw.redirected) location.assign(raw.url);
    else mark(ctx.sourceElement, "server", ctx.hx.reswap ? await raw.text() : "");
  });

  on("htmx:error", ({ detail: { ctx } }) => {
    const source = ctx?.sourceElement;
    if (source?.matches("form")) mark(source, "line");
    else if (source?.href) location.assign(source.href);
  });

  on("htmx:before:swap", (event) => {
    const { ctx, tasks } = event.detail;
    const form = ctx.sourceElement;
    const isOurs = ctx.text.includes("data-item=") || ctx.text.includes(`id="${ctx.target.id}"`);
    if (ctx.sourceEvent && form.matches("form") && !isOurs) {
      event.preventDefault(); // a page of somebody else's: a hotel's sign-in, a proxy's error
      mark(form, "line");
      return;
    }
    if (ctx.stays ?? ctx.swap === "innerMorph")
      for (const each of forms().flatMap((item) => [...item.children]))
        each.toggleAttribute("data-stays", each.querySelector("[name=values]") !== null);
    if (ctx.quiet) tasks.splice(0, tasks.length, ...tasks.filter(({ type }) => type !== "oob"));
    // "Send again" goes when it is saved: the focus goes to the button that saves.
    ctx.again = document.activeElement.closest("[data-saved=false]") && form.querySelector("button[id]")?.id;
  });

  on("htmx:after:swap", ({ detail: { ctx } }) => {
    document.querySelectorAll("[data-stays]").forEach((part) => part.removeAttribute("data-stays"));
    document.getElementById(ctx.again)?.focus();
    forms().forEach(greet);
    look();
    if (ctx.sourceEvent?.type === "click") ctx.sourceElement.querySelector("[id][name=values]")?.focus();
  });

  // How much waits, on every page

  const box = words("outbox");
  const part = (name) => box.querySelector(`[data-part=${name}]`);
  let settled = false; // what was kept on another page gets a second to go out before it is spoken of

  function render() {
    const hadFocus = box.contains(document.activeElement);
    const waiting = outbox.waiting();
    const isTold = (change) => change.isMendable && formOf(change); // in its form
    const ended = outbox.ended().filter((change) => !isTold(change));
    const isShown = !part("waits").hidden;
    const isDue = (change) => outbox.tried(change) !== undefined || (settled && !formOf(change));
    const reason = why(waiting.map(outbox.tried).find((status) => status !== undefined));
    part("waits").hidden = !waiting.some(isDue);
    part("others").hidden = !outbox.ofOthers().length;
    part("ended").hidden = !ended.length;
    box.querySelectorAll("[data-why]").forEach((each) => (each.hidden = each.dataset.why !== reason));
    const lasts = String(outbox.outlastsThePage());
    box.querySelectorAll("[data-lasts]").forEach((each) => (each.hidden = each.dataset.lasts !== lasts));
    count(part("waits"), waiting.length);
    list(part("ended").querySelector("ul"), ended);
    box.hidden = [...box.children].every(({ hidden }) => hidden);
    for (const field of document.getElementsByName("waits")) field.value = waiting.length;
    const { activeElement: now, body } = document;
    if (hadFocus && (now === body || !now.checkVisibility())) leave(waiting.length);
    if (isShown || part("waits").hidden || waiting.every(formOf)) return; // a form has said so itself
    say(squeezed(part("waits").querySelector("strong")));
  }

  // The button that had the focus is gone: it goes to what the page is about.
  function leave(waiting) {
    const heading = document.querySelector("main h1") ?? document.getElementById("main");
    heading.tabIndex = -1;
    heading.focus();
    if (!waiting) say(box.dataset.sent);
  }

  // Both forms of the words stand in the page, in its language.
  function count(element, number) {
    const text = element.querySelector("[data-one]");
    text.textContent = (number === 1 ? text.dataset.one : text.dataset.many).replace("{n}", number);
  }

  let listed = "";

  function list(place, ended) {
    const numbers = ended.map(({ sequence }) => sequence).join();
    if (listed !== numbers) place.replaceChildren(...ended.map(line)); // else a button would lose the focus
    listed = numbers;
  }

  function line(change) {
    const item = words("ended");
    for (const each of item.querySelectorAll("[data-of]")) each.textContent = change[each.dataset.of];
    if (change.why) item.querySelector("[data-because]").textContent = squeezed(parsed(change.why).body);
    const [again, away] = item.querySelectorAll("button");
    again.hidden = change.isLate;
    again.onclick = () => outbox.again(change);
    away.onclick = () => outbox.dismiss(change);
    return item;
  }

  look();
  if (!outbox) return; // it did not load: forms as ever
  const aboutForms = { forms, saves, place, given, isAhead, isKept, take };
  window.answers = { say, squeezed, parsed, copy, count, sendAll, ...aboutForms }; // attempt.js's
  document.getElementById("main").before(box);
  part("waits").querySelector("button").onclick = () => outbox.flush(true);
  forms().forEach((form) => asOpened.set(form, given(asServed(form))));
  forms().forEach(notice); // what was chosen before this script was there
  on("outbox:change", render);
  outbox.ready.then(() => {
    forms().forEach(greet);
    forms().forEach(notice); // and what the browser has filled in meanwhile
    render();
    setTimeout(() => render((settled = true)), 1000);
  });
  setInterval(() => {
    const seconds = Math.ceil(outbox.untilNextTry() / 1000);
    part("next").hidden = seconds <= 0;
    part("next").textContent = part("next").dataset.words.replace("{n}", seconds);
  }, 1000);
})();
