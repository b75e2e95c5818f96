// What HTML and htmx cannot do: name each change of an answer, send a CSRF token that is still good,
// show that a save failed and keep what was given, and move the focus to a result.
(() => {
  "use strict";
  const OURS = ["csrfmiddlewaretoken", "client_key", "sequence"];

  // One key a page load. randomUUID() is missing where a class works over plain http.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const clientKey = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  let sequence = 0;
  const sent = new WeakMap(); // form -> its last change: {given, sequence, token, renewed}

  const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1];
  const given = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => !OURS.includes(name)));
  const answers = (element) => element.matches?.("form[data-item]");
  const say = (text) => document.getElementById("status").replaceChildren(text.replace(/\s+/g, " ").trim());

  function notSaved(form, why, words) {
    form.querySelectorAll("[data-saved]").forEach((old) => old.remove());
    const note = document.getElementById("not-saved").content.firstElementChild.cloneNode(true);
    note.querySelectorAll("[data-why]").forEach((reason) => reason.dataset.why === why || reason.remove());
    if (words) note.querySelector("[data-why]").innerHTML = words;
    const again = note.querySelector("button");
    again.remove();
    form.append(note);
    if (why === "changed") return; // the button that saves it stands beside
    say(note.textContent);
    note.lastElementChild.append(again);
  }

  // A form opened before signing up carries a token from before it; the cookie has the one that counts.
  document.addEventListener(
    "submit",
    ({ target }) => {
      const field = target.querySelector("[name=csrfmiddlewaretoken]");
      if (field && token()) field.value = token();
    },
    true,
  );

  // The same change sent again, while the reply is out or after it was lost, keeps its number.
  document.addEventListener("htmx:config:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement;
    if (!answers(form)) return;
    const last = sent.get(form);
    const now = given(form);
    const change = last?.given === now ? last : { given: now, sequence: ++sequence };
    change.token = token();
    sent.set(form, change);
    ctx.request.body.set("client_key", clientKey);
    ctx.request.body.set("sequence", change.sequence);
  });

  document.addEventListener("htmx:before:response", async (event) => {
    const { ctx } = event.detail;
    const form = ctx.sourceElement;
    const { status, raw } = ctx.response;
    if (raw.redirected) {
      event.preventDefault();
      location.assign(raw.url);
      return;
    }
    // A 400 that brings the form back, as it was filled, is swapped; all else leaves it where it is.
    if (status < 400 || (status === 400 && !ctx.hx.reswap)) return;
    event.preventDefault();
    const change = sent.get(form);
    if (status === 403 && change && !change.renewed) {
      change.renewed = true;
      await fetch(location.href).catch(() => {}); // brings a new token where the cookie was lost
      if (token() && token() !== change.token) return form.requestSubmit();
    }
    notSaved(form, "server", ctx.hx.reswap ? await raw.text() : "");
  });

  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    const source = ctx?.sourceElement;
    if (source?.matches("form")) notSaved(source, "line");
    else if (source?.href) location.assign(source.href);
  });

  // What was chosen while the reply was on its way, in this form or in another one, stays chosen.
  document.addEventListener("htmx:before:swap", (event) => {
    const { ctx } = event.detail;
    const form = ctx.sourceElement;
    if (form.matches("form") && !ctx.text.includes("data-item=")) {
      event.preventDefault(); // a page of somebody else's: a hotel's sign-in, a proxy's error
      notSaved(form, "line");
      return;
    }
    const forms = [...document.querySelectorAll("form[data-item]")].filter((each) => ctx.target.contains(each));
    ctx.kept = forms
      .filter((each) => each !== form || sent.get(form)?.given !== given(form))
      .flatMap((each) => [...each.elements])
      .filter(({ id, name, type }) => id && name && type !== "hidden")
      .map(({ id, checked, value }) => ({ id, checked, value }));
    // "Send again" is gone once it is saved: the focus goes to the button that saves.
    ctx.again = document.activeElement.closest("[data-saved=false]") && form.querySelector("button[id]")?.id;
  });

  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    for (const { id, checked, value } of ctx.kept ?? []) {
      const control = document.getElementById(id);
      if (!control || (control.checked === checked && control.value === value)) continue;
      Object.assign(control, { checked, value });
      notSaved(control.form, "changed");
    }
    document.getElementById(ctx.again)?.focus();
    const item = ctx.sourceElement;
    if (item.matches("[data-outcome]")) item.querySelector(".outcome").focus();
    else if (answers(item) && ctx.sourceEvent?.type === "click") item.querySelector("[id][name]").focus();
  });

  document.addEventListener("input", ({ target: { form } }) => {
    if (form && answers(form) && form.querySelector("[data-saved=true]")) notSaved(form, "changed");
  });

  // A quiz's clock: the minutes that the server said were left, less those since then.
  const seen = new WeakMap();
  setInterval(() => {
    for (const clock of document.querySelectorAll("[data-seconds-left]")) {
      if (!seen.has(clock)) seen.set(clock, performance.now());
      const left = clock.dataset.secondsLeft - (performance.now() - seen.get(clock)) / 1000;
      clock.textContent = Math.max(0, Math.ceil(left / 60));
    }
  }, 1000);
})();
