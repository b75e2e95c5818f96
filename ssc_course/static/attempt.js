// The pages of an attempt and of signing out wait for answers that are still to be sent; what is done in
// other tabs and on other devices is noticed, and the time left is told.
(() => {
  "use strict";
  const { outbox, answers } = window;
  if (!answers) return;
  const { say, squeezed, parsed, copy, count, forms, saves, place, given, isAhead, isKept, take } = answers;
  const on = (type, listener, early) => document.addEventListener(type, listener, early);

  // Handing in waits, signing out asks

  // Puts a question or a reason to wait into a form, from the form's own template.
  function ask(form, name, number) {
    const message = copy(form.querySelector(`template[data-for=${name}]`));
    count(message, number);
    form.querySelector(".message")?.remove();
    form.prepend(message);
    say(squeezed(message));
  }

  // Before what was kept here is known, nobody can say whether something waits.
  let isReady = false;
  outbox.ready.then(() => (isReady = true));
  on(
    "submit",
    async (event) => {
      const form = event.target;
      if (isReady || !form.matches("[data-signs-out], [data-hands-in], [data-takes-back]")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      await outbox.ready;
      form.requestSubmit(event.submitter);
    },
    true
  );

  on("submit", async (event) => {
    const form = event.target;
    if (!outbox.waiting().length || !form.matches("[data-signs-out]:not([data-asked])")) return;
    event.preventDefault();
    form.dataset.asked = ""; // the second time it is meant
    await Promise.race([outbox.flush(true), new Promise((resolve) => setTimeout(resolve, 2000))]);
    if (!outbox.waiting().length) return form.requestSubmit();
    ask(form, "waits", outbox.waiting().length);
    const button = form.querySelector("button");
    button.textContent = button.dataset.then;
  });

  let handing = null; // the form that goes on by itself once nothing of its attempt waits
  const here = (changes, form) => changes.filter(({ url }) => url.startsWith(new URL("..", form.action).pathname));
  // By something that answers, and by no pause, sign-in or silence that one can wait for.
  const isRefused = (change) => outbox.tried(change) >= 400 && ![401, 409, 429].includes(outbox.tried(change));

  // The second time it is meant.
  function askOnce(form, name, number) {
    form.dataset.asked = name;
    ask(form, name, number);
  }

  on("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-hands-in]")) return;
    const waiting = here(outbox.waiting(), form).length;
    const ended = here(outbox.ended(), form).length;
    const { asked } = form.dataset;
    if (asked === "refused" || (!waiting && (asked || !ended))) return;
    event.preventDefault();
    if (!waiting) return askOnce(form, "ended", ended);
    handing = form;
    ask(form, "waits", waiting);
    await outbox.flush(true);
    const refused = here(outbox.waiting(), form).filter(isRefused).length;
    if (refused) askOnce(form, "refused", refused);
  });

  // What has an answer cannot be taken back.
  function holdBack() {
    for (const form of document.querySelectorAll("[data-takes-back]"))
      form.hidden = here(outbox.waiting(), form).length > 0;
  }
  outbox.ready.then(holdBack);
  on("htmx:after:swap", holdBack);
  on("submit", (event) => {
    holdBack();
    if (event.target.matches("[data-takes-back]") && event.target.hidden) event.preventDefault();
  });

  on("outbox:change", () => {
    holdBack();
    if (!handing || here(outbox.waiting(), handing).length) return;
    const form = handing;
    handing = null;
    form.querySelector(".message").remove();
    form.requestSubmit();
  });

  // Other tabs, other devices

  // Shows what the server has now, where nothing here is newer; says so where that is another answer.
  async function bringUpToDate() {
    const form = document.querySelector("form[data-autosave]");
    const main = document.querySelector("[data-autosave], [data-hands-in]")?.closest("main");
    const before = form && given(form);
    const isNewer = () => form && (isAhead(form) || before !== given(form));
    if (!main || document.hidden || isNewer()) return;
    const reply = await fetch(location.href).catch(() => null);
    const page = reply?.ok && parsed(await reply.text());
    if (!page || isNewer()) return;
    if (reply.redirected) return void location.assign(reply.url);
    if (page.body.dataset.learner !== document.body.dataset.learner) return;
    const theirs = page.querySelector("form[data-item]");
    const stays = !form || Boolean(theirs && given(theirs) === before);
    const text = page.getElementById("main").innerHTML;
    const swap = stays ? "innerMorph" : "innerHTML";
    await htmx.swap({ sourceElement: main, text, target: "#main", swap, stays });
    if (!stays) tellOf(document.querySelector("form[data-item]"));
  }

  const { elsewhere } = document.getElementById("not-saved").dataset; // the words for it
  const told = new WeakSet(); // forms beside which they stand, until they are changed here

  function tellOf(form) {
    if (!form) return;
    told.add(form);
    addWords(form);
    say(elsewhere);
  }

  const addWords = (form) => form.querySelector("[data-saved] > span")?.append(" ", elsewhere);
  on("htmx:after:swap", () => forms().filter((form) => told.has(form)).forEach(addWords));
  on("input", ({ target }) => told.delete(target.form));

  let timer;
  on("outbox:elsewhere", () => {
    for (const form of forms().filter(saves)) {
      const change = outbox.of(place(form));
      if (!change || !isKept(form) || JSON.stringify(change.fields) === given(form)) continue;
      take(form, change);
      tellOf(form);
    }
    clearTimeout(timer);
    timer = setTimeout(bringUpToDate, 300);
  });
  window.addEventListener("pageshow", ({ persisted }) => persisted && bringUpToDate());
  outbox.ready.then(() => outbox.isBehind() && bringUpToDate());

  // The clock: the seconds that the server said were left, less those since then

  const TOLD = [60, 300, 600]; // seconds left at which it is said, and at the end
  const seen = new WeakMap(); // clock -> {from, at, left}

  function tick() {
    for (const clock of document.querySelectorAll("[data-seconds-left]")) {
      const from = Number(clock.dataset.secondsLeft);
      if (seen.get(clock)?.from !== from) seen.set(clock, { from, at: performance.now(), left: from });
      const was = seen.get(clock);
      const left = Math.max(0, from - (performance.now() - was.at) / 1000);
      const minutes = Math.ceil(left / 60);
      clock.textContent = minutes;
      const isPassed = (seconds) => left <= seconds && seconds < was.left;
      const { one, many } = clock.dataset;
      if (TOLD.some(isPassed)) say(minutes === 1 ? one : many.replace("{n}", minutes));
      if (isPassed(0)) timeIsUp(clock);
      was.left = left;
    }
  }

  function timeIsUp(clock) {
    const message = copy(clock.parentElement.querySelector("template"));
    document.getElementById("main").before(message); // a save renews what stands in it
    answers.sendAll();
    outbox.flush(true);
  }

  setInterval(tick, 1000);
})();
