// No answer is lost. A change of an answer is first written down in this browser, then sent, and taken away
// only when the server has said what became of it. Until then it is sent again, from this page or another.
// A change: {learner, url, item, fields, title, stem, given, state, madeAt, key, sequence}. `state`: draft,
// waits, or ended, with `why`; `isMendable` then: the form came back with the reason, for another answer.
// What a page shows of all this is app.js's. Times are milliseconds.
(() => {
  "use strict";
  // What a reply means for the change that was sent. What is not named here keeps it, and so does silence.
  const MEANING = {
    200: "stored", // if it is ours: it says data-saved (true, false where something newer counts, late)
    400: "ended", // it does not fit the item
    401: "waits", // nobody is signed in any more
    403: "renews", // once, with a new CSRF token; then it waits
    404: "ended", // there is no such item, or it is not this person's
    409: "waits", // somebody else is signed in
    413: "ended",
    422: "ended",
    429: "waits",
  };
  const PATIENCE = 30_000;
  const PAUSE = { first: 2_000, longest: 300_000 };
  const DAY = 86_400_000;
  const DAYS_KEPT = 30;

  let changes = []; // everybody's on this device, in the order in which they were made
  let database = null; // null: this browser gives none, and changes live as long as the page
  let browser = newKey();
  let notBefore = 0; // the server asked for a pause until then, by `now`: the day's clock may be set anew
  const now = () => performance.now();

  // Who this page is for, then the guests whose work was added to this account.
  const [me, ...added] = (document.body.dataset.learner ?? "").split(" ");
  const isMine = ({ learner }) => learner === me;
  const mine = (state) => changes.filter((change) => change.state === state && isMine(change));
  const same = (one) => (other) => ["learner", "url", "item"].every((name) => one[name] === other[name]);
  const isNewest = (change, at, all) => !all.slice(at + 1).some(same(change));
  const waiting = () => mine("waits").filter(isNewest); // one of each item

  // Written down

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16)); // randomUUID() is missing over plain http
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return { key: digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"), madeAt: Date.now() };
  }

  const result = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
      setTimeout(reject, PATIENCE / 4);
    });

  function open() {
    const request = indexedDB.open("outbox", 1);
    request.onupgradeneeded = () => {
      // A change's number is its key, which no browser gives twice: one write, and nothing to read before.
      request.result.createObjectStore("changes", { keyPath: "sequence", autoIncrement: true });
      request.result.createObjectStore("browser");
    };
    return result(request);
  }

  const begin = (name) => database.transaction(name, "readwrite", { durability: "strict" });

  // Opens the store, and takes the browser's key from it, which goes with its count of changes.
  async function connect() {
    try {
      database = await open();
      database.onversionchange = () => database?.close();
      const known = await result(begin("browser").objectStore("browser").get("key"));
      // A day old, the key is renewed where nothing waits: it may stand in the copy of a disk from which a
      // school's computers start each morning, with a count of changes that starts again too.
      const waits = await result(database.transaction("changes").objectStore("changes").count());
      if (known && (waits || known.madeAt > Date.now() - DAY)) browser = known;
      else await result(begin("browser").objectStore("browser").put((browser = newKey()), "key"));
    } catch {
      database = null;
    }
    return database !== null;
  }

  async function read() {
    try {
      if (database) changes = await result(database.transaction("changes").objectStore("changes").getAll());
    } catch {
      database = null;
    }
  }

  // Whether this was put and taken away, all or nothing; that is on the disk when it resolves.
  async function stored(change, others) {
    try {
      const writing = begin("changes");
      const store = writing.objectStore("changes");
      if (change && !change.sequence) change.key = browser.key; // the number that it gets is this key's
      const put = change && store.put(change);
      for (const { sequence } of others) store.delete(sequence);
      writing.commit(); // without waiting for us: the page may be closed at this very moment
      await new Promise((resolve, reject) => ([writing.oncomplete, writing.onabort] = [resolve, reject]));
      if (put) change.sequence = put.result;
      return true;
    } catch {
      return false;
    }
  }

  // Puts a change and takes others away. Browsers lose their store now and then: it is opened once more.
  async function write(change, others = []) {
    if (database && !(await stored(change, others)) && !((await connect()) && (await stored(change, others)))) {
      if (database) await stored(null, others); // the disk is full: what is older must not come after this
      database = null; // this page goes on by itself
      browser = newKey();
    }
    if (change && !change.sequence) {
      change.key = browser.key;
      change.sequence = 1 + Math.max(0, ...changes.map(({ sequence }) => sequence));
    }
    const gone = [change, ...others].map((each) => each?.sequence);
    changes = changes.filter(({ sequence }) => !gone.includes(sequence));
    if (change) changes = [...changes, change].sort((one, other) => one.sequence - other.sequence);
    tell();
  }

  // Keeps a change, in the place of those of the same item that are not stored yet; gives it its number.
  async function keep(change) {
    change.madeAt = Date.now();
    early.add(change);
    await ready;
    return put(change);
  }

  async function put(change) {
    if (isLeft) await new Promise(() => {}); // the next page does it
    early.delete(change);
    const replaced = ({ state }) => state === "draft" || state === change.state;
    await write(change, changes.filter(same(change)).filter(replaced));
    return change;
  }

  // What a page is given before its store is open waits in another, where the page is left.
  const early = new Set();
  let isLeft;

  window.addEventListener("pagehide", () => {
    try {
      let at = Math.random() / 2;
      for (const change of early) localStorage[`outbox ${change.madeAt + (at += 1e-3)}`] = JSON.stringify(change);
      isLeft ||= early.size;
      early.clear();
    } catch {} // it goes on by itself
  });
  window.addEventListener("pageshow", () => isLeft && location.reload());

  // On an open page, before what is chosen there next.
  async function takeOver() {
    try {
      for (const name of Object.keys(localStorage).sort()) {
        if (isLeft || !name.startsWith("outbox")) continue;
        const change = JSON.parse(localStorage[name]);
        delete localStorage[name];
        early.add(change); // it may be left
        await put(change);
      }
    } catch {}
  }

  async function start() {
    if (await connect()) await read();
    await takeOver();
    for (const change of changes) if (added.includes(change.learner)) await write({ ...change, learner: me });
  }

  // After what waits was tried: a change is not old because a clock was wrong when it was made.
  async function dropOld() {
    const old = changes.filter(({ madeAt }) => madeAt < Date.now() - DAYS_KEPT * DAY);
    if (old.length) await write(null, old);
  }

  // Sent

  const onTheWay = new Map(); // item -> its sending
  const tried = new Map(); // sequence -> why it waits, the last failed last: a reply's status, 0 for silence
  let failure = 0; // the last of these

  // Sends what waits of the change's item, and gives the reply; one at a time. `asked`: by a person, who need
  // not wait. `again`: where nothing waits now, that change once more, to hear what counts.
  function send(change, { go, asked, again } = {}) {
    const item = `${change.url} ${change.item}`;
    const ofItem = () => mine("waits").filter(same(change)).reverse();
    const once = again && !ofItem().length && change;
    const turn = Promise.resolve(onTheWay.get(item)).then(async () => {
      const [newest = once, ...older] = ofItem();
      if (!newest) return { meaning: "stored" };
      const isHeld = !asked && notBefore > now();
      const reply = isHeld ? { meaning: "waits", status: failure } : await post(newest, go);
      await settle(newest, older, reply);
      document.dispatchEvent(new CustomEvent("outbox:reply", { detail: { change: newest, reply } }));
      return reply;
    });
    onTheWay.set(item, turn);
    return turn;
  }

  async function settle(change, older, { meaning, status, saved, pause, end }) {
    if (pause) notBefore = now() + Math.min(pause, DAY);
    if (meaning === "waits") {
      tried.delete(change.sequence);
      tried.set(change.sequence, (failure = status));
      say("change");
    }
    const isMended = ({ isMendable, sequence }) => isMendable && sequence !== change.sequence;
    const isPassed = ({ sequence }) => sequence < change.sequence; // a draft of what was sent since
    const gone = [
      ...older,
      ...mine("ended").filter(same(change)).filter(isMended),
      ...mine("draft").filter(same(change)).filter(isPassed),
    ];
    if (meaning === "ended" || saved === "late") await write({ ...change, ...end, state: "ended" }, gone);
    else if (meaning === "stored") await write(null, [change, ...gone]);
    if (meaning === "stored") noteStored();
  }

  // A page that was asked for before an answer of this tab was stored may be behind it.
  function noteStored() {
    try {
      sessionStorage.setItem("stored", Date.now());
    } catch {} // no page will know, and all is stored as ever
  }

  function isBehind() {
    try {
      return Number(sessionStorage.getItem("stored")) > performance.timeOrigin;
    } catch {
      return false;
    }
  }

  const token = () => document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/)?.[1] ?? "";

  async function post(change, go, renewed = false) {
    const body = new URLSearchParams(change.fields);
    const named = { learner: change.learner, client_key: change.key, sequence: change.sequence };
    for (const [name, value] of Object.entries(go ? { ...named, go } : named)) body.set(name, value);
    const headers = { "HX-Request": "true", "HX-Current-URL": location.href, "X-CSRFToken": token() };
    const line = new AbortController();
    const timer = setTimeout(() => line.abort(), PATIENCE);
    const { signal } = line;
    try {
      // keepalive: it arrives though the page is left
      const reply = await fetch(change.url, { method: "POST", body, headers, signal, keepalive: true });
      if (MEANING[reply.status] !== "renews" || renewed) return understood(reply, await reply.text());
      await fetch(location.href, { signal }); // brings a new token where the cookie was lost
    } catch {
      return { meaning: "waits", status: 0 };
    } finally {
      clearTimeout(timer);
    }
    return post(change, go, true);
  }

  function understood({ status, headers, redirected }, text) {
    const leadsTo = headers.get("HX-Redirect");
    const saved = leadsTo ? "true" : text.match(/ data-saved="(true|false|late)"/)?.[1];
    const alert = saved && text.match(/(?:role="alert"|data-saved="late")[^>]*>(.*?)<\/p>/s)?.[1];
    const words = headers.has("HX-Reswap") ? text : (alert ?? ""); // ours alone: a proxy's page is not for us
    const isOurs = Boolean(saved) && !redirected;
    const meaning = { stored: isOurs ? "stored" : "waits", ended: "ended" }[MEANING[status]] ?? "waits";
    const after = headers.get("Retry-After");
    const pause = after && (after * 1000 || Date.parse(after) - Date.now());
    const end = { why: words, isMendable: isOurs, isLate: saved === "late" };
    const seen = status === 200 && !isOurs ? 0 : status; // somebody else's page is as good as silence
    return { meaning, status: seen, text, saved, words, end, leadsTo, pause };
  }

  // Again and again

  let failures = 0;
  let nextTry = 0;
  let timer;
  let round = null;

  // A change that a person has just made; then all others, if the line is good.
  async function sendNow(change, options) {
    const reply = await send(change, options);
    if (reply.meaning === "waits") nextTry || plan();
    else if (waiting().length) flush();
    return reply;
  }

  // All that wait, one after the other, as long as nothing stands against all of them. `asked`: by a person.
  function flush(asked = false) {
    round ??= sendAll(asked).finally(() => {
      round = null;
      plan();
    });
    return round;
  }

  async function sendAll(asked) {
    clearTimeout(timer);
    nextTry = 0;
    for (const change of waiting().sort((one, other) => lastFailed(one) - lastFailed(other))) {
      const { meaning, status } = await send(change, { asked });
      if (meaning !== "waits") failures = 0;
      else if (![403, 500].includes(status)) break;
    }
    await dropOld();
  }

  // What failed last is tried last, so that one change that nobody lets through holds no other back.
  const lastFailed = ({ sequence }) => [...tried.keys()].indexOf(sequence);

  // Plans the next round: after pauses that grow, each browser's a little different.
  function plan() {
    clearTimeout(timer);
    nextTry = 0;
    if (!waiting().length) return void (failures = 0);
    const pause = Math.min(PAUSE.longest, PAUSE.first * 2 ** failures++) * (0.75 + Math.random() / 2);
    nextTry = Math.max(now() + pause, notBefore);
    timer = setTimeout(flush, nextTry - now());
    say("change");
  }

  // The tabs of a browser tell each other that something was written.
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("outbox") : null;
  const say = (what) => document.dispatchEvent(new CustomEvent(`outbox:${what}`));
  const tell = () => {
    say("change");
    channel?.postMessage("");
  };
  const hear = async () => {
    await ready;
    await read();
    say("elsewhere");
    say("change");
  };

  const ready = start();
  ready.then(() => flush());
  if (channel) channel.onmessage = hear;
  window.addEventListener("online", () => flush());
  window.addEventListener("storage", () => ready.then(takeOver).then(() => flush()));
  document.addEventListener("visibilitychange", () => document.hidden || hear().then(() => flush()));

  window.outbox = {
    ready,
    keep,
    send: sendNow,
    flush,
    waiting,
    ended: () => mine("ended"),
    ofOthers: () => changes.filter((change) => me && change.state === "waits" && !isMine(change)),
    of: (place) => changes.filter(same(place)).filter(({ state }) => state !== "ended").pop(),
    tried: ({ sequence }) => tried.get(sequence) ?? (nextTry ? failure : undefined),
    untilNextTry: () => nextTry - now(),
    isBehind,
    outlastsThePage: () => database !== null,
    dismiss: (change) => write(null, [change]),
    again: async ({ sequence, why, isMendable, ...change }) => {
      const fresh = await keep({ ...change, state: "waits" });
      await write(null, [{ sequence }]);
      return sendNow(fresh);
    },
  };
})();
