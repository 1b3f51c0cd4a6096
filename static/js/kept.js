/* What was typed and is not stored at the portal yet stays in this browser, so that no lost connection, log-in, window
   or server takes it away. One entry for each item and window: kept:<what>:<person>:<thing>:<item>:<window>.
   Logging out clears what the person kept here; the next one at the same desk finds nothing. */
(() => {
  "use strict";
  const words = document.documentElement.lang === "en"
    ? { leaving: "Some of what you typed has not reached the portal yet. Logging out deletes it from this computer. Log out anyway?", filing: "Some of what you typed has not been saved and would not be filed. File anyway?", drop: "Delete" }
    : { leaving: "아직 저장하지 못한 글이 이 컴퓨터에 있습니다. 로그아웃하면 지워집니다. 로그아웃할까요?", filing: "아직 저장하지 못한 글이 있어 이번 제출에 들어가지 않습니다. 그래도 제출할까요?", drop: "지우기" };
  const START = "kept:";
  const LONGEST = 30 * 24 * 60 * 60 * 1000;
  const ANSWERING_TIME = 300;
  const own = Math.random().toString(36).slice(2);
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("kept") : null;
  let present = new Set();

  const keyOf = (scope, item, page) => `${START}${scope}:${item}:${page}`;
  const read = (key) => {
    try {
      const said = JSON.parse(localStorage.getItem(key));
      if (!said || Date.now() - said.at > LONGEST) throw new Error("stale");
      const parts = key.split(":");
      return { ...said, page: parts.at(-1), item: parts.at(-2), scope: parts.slice(1, -2).join(":") };
    } catch {
      localStorage.removeItem(key);
      return null;
    }
  };
  const all = (scope) => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(START + scope)).map(read).filter(Boolean);
    } catch {
      return [];
    }
  };
  const keep = (scope, item, said) => {
    try {
      localStorage.setItem(keyOf(scope, item, own), JSON.stringify({ ...said, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  };
  const drop = (scope, item, page = own) => {
    try {
      localStorage.removeItem(keyOf(scope, item, page));
    } catch {
      /* a browser that keeps nothing has nothing to drop */
    }
  };
  /* What windows left behind that are gone now; one that still stands looks after its own. */
  const left = async (scope) => {
    if (channel && all(scope).length) {
      present = new Set();
      channel.postMessage({ asks: own });
      await new Promise((done) => setTimeout(done, ANSWERING_TIME));
    }
    return all(scope).filter((entry) => entry.page !== own && !present.has(entry.page));
  };
  if (channel) {
    channel.addEventListener("message", ({ data }) => {
      if (data.here) present.add(data.here);
      if (!data.asks) return;
      channel.postMessage({ here: own });
      window.dispatchEvent(new Event("kept:asked"));
    });
    if (document.body.dataset.person) channel.postMessage({ asks: own }); /* a new page: the log-in may be back */
  }
  window.kept = { keep, drop, left };

  const row = (box, entry) => {
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = entry.href;
    link.textContent = entry.label;
    const when = document.createElement("span");
    when.className = "muted";
    when.textContent = ` ${new Date(entry.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short", timeZone: "Asia/Seoul" })} `;
    const gone = document.createElement("button");
    gone.type = "button";
    gone.className = "krds-btn xsmall text";
    gone.textContent = words.drop;
    gone.addEventListener("click", () => {
      drop(entry.scope, entry.item, entry.page);
      line.remove();
      box.hidden = !box.querySelector("li");
    });
    line.append(link, when, gone);
    for (const [name, value] of Object.entries(entry.fields)) {
      if (name.endsWith("-rating") || !value.trim()) continue;
      const text = document.createElement("p");
      text.className = "filed-text kept-text";
      text.textContent = value;
      line.append(text);
    }
    return line;
  };
  const list = async () => {
    for (const box of document.querySelectorAll("[data-kept-for]")) {
      const here = new Set([...document.querySelectorAll("form[data-answers] [data-item]")].map((item) => item.dataset.item));
      const found = (await left(box.dataset.keptFor)).filter((entry) => !here.has(entry.item));
      box.querySelector("[data-kept-list]").replaceChildren(...found.map((entry) => row(box, entry)));
      box.hidden = !found.length;
    }
  };
  /* Longer words of an ordinary form, such as the reason for a withdrawal: kept while they are typed, and back in their
     place when the page is opened again. Its scope names the state of things, so that what was sent does not return. */
  const fieldsOf = (form) => Object.fromEntries([...form.querySelectorAll("textarea")].map((field) => [field.name, field.value]));
  const watch = async (form) => {
    const scope = form.dataset.keptForm;
    const here = { label: document.title, href: window.location.pathname };
    form.addEventListener("input", () => keep(scope, "form", { ...here, fields: fieldsOf(form) }));
    for (const entry of await left(scope)) {
      for (const [name, value] of Object.entries(entry.fields)) {
        const field = form.elements[name];
        if (field && !field.value) field.value = value;
      }
      drop(scope, "form", entry.page);
      keep(scope, "form", { ...here, fields: fieldsOf(form) });
    }
  };
  const clear = (scope) => all(scope).forEach((entry) => drop(entry.scope, entry.item, entry.page));
  document.addEventListener("DOMContentLoaded", () => {
    const filed = document.querySelector("[data-kept-done]");
    if (filed) clear(filed.dataset.keptDone);
    list();
    document.querySelectorAll("form[data-kept-form]").forEach(watch);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const person = document.body.dataset.person;
    if (form.matches("[data-files]") && all(form.dataset.files).length && !window.confirm(words.filing)) event.preventDefault();
    if (!person || !form.action.endsWith("/accounts/logout/")) return;
    const mine = all("").filter((entry) => entry.scope.split(":")[1] === person);
    if (mine.length && !window.confirm(words.leaving)) event.preventDefault();
    else mine.forEach((entry) => drop(entry.scope, entry.item, entry.page));
  }, true);
})();
