/* Answers save themselves, one item at a time. Without this script the page posts as one form.
   Only one save of an item is under way at once, so that its version number is always the latest;
   a conflict stops the saving of that item until its author has decided. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-answers]");
  if (!form) return;
  const items = new Map();
  const PAUSE = 900;
  const RETRY = 5000;

  const record = (box) => {
    if (!items.has(box)) items.set(box, { timer: 0, busy: false, dirty: false, stopped: false, lost: false });
    return items.get(box);
  };
  const token = () => {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
  };
  const say = (box, text, failed = false) => {
    const line = box.querySelector(".autosave");
    if (!line) return;
    line.textContent = text;
    line.classList.toggle("is-failed", failed);
  };
  const swap = (html) => {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    for (const part of parsed.querySelectorAll("[data-swap]")) {
      const present = document.getElementById(part.id);
      if (present) present.replaceWith(document.importNode(part, true));
    }
  };
  /* The answer of the server, or null when it could not be had; a redirect means that the log-in is gone. */
  const send = async (url, body) => {
    body.delete("csrfmiddlewaretoken");
    const answer = await fetch(url, {
      method: "POST",
      body,
      headers: { "X-Autosave": "1", "X-CSRFToken": token() },
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect") throw new Error("login");
    if (![200, 409, 422].includes(answer.status)) throw new Error(String(answer.status));
    return answer;
  };
  const lost = (error) => ({ login: form.dataset.login, 403: form.dataset.refused })[error.message] || form.dataset.lost;

  const typed = (box) => {
    const body = new FormData();
    for (const field of box.querySelectorAll("input[type=hidden], input:checked, textarea")) {
      if (field.name) body.append(field.name, field.value);
    }
    return body;
  };
  const later = (box, delay) => {
    const state = record(box);
    clearTimeout(state.timer);
    state.timer = setTimeout(() => save(box), delay);
  };
  const save = async (box) => {
    const state = record(box);
    if (state.stopped) return;
    if (state.busy) return later(box, PAUSE);
    state.busy = true;
    state.dirty = false;
    say(box, form.dataset.saving);
    try {
      const answer = await send(box.dataset.url, typed(box));
      swap(await answer.text());
      state.lost = false;
      state.stopped = answer.status === 409;
      if (answer.status !== 200) state.dirty = true;
      if (state.dirty && answer.status === 200) say(box, form.dataset.typed);
    } catch (error) {
      state.dirty = true;
      state.lost = true;
      say(box, lost(error), true);
      later(box, error.message === "403" ? 3 * RETRY : RETRY);
    } finally {
      state.busy = false;
    }
  };
  form.addEventListener("input", (event) => {
    const box = event.target.closest("[data-item]");
    if (!box || event.target.type === "file") return;
    const state = record(box);
    state.dirty = true;
    if (state.stopped) return;
    later(box, event.target.type === "radio" ? 150 : PAUSE);
  });

  const upload = async (box, input) => {
    if (!input.files.length) return;
    const body = new FormData();
    for (const file of input.files) body.append(input.name, file);
    const before = box.querySelector(".autosave").textContent;
    say(box, form.dataset.saving);
    try {
      swap(await (await send(box.dataset.filesUrl, body)).text());
      input.value = "";
      say(box, before);
      if (record(box).dirty) later(box, 0);
    } catch (error) {
      say(box, lost(error), true);
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target.type === "file") upload(event.target.closest("[data-item]"), event.target);
  });
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    const box = button && button.closest("[data-item]");
    if (!box) return;
    if (button.matches("[data-keep-mine]")) {
      event.preventDefault();
      record(box).stopped = false;
      save(box);
    } else if (button.matches("[data-upload]")) {
      event.preventDefault();
      const input = box.querySelector("input[type=file]");
      if (input.files.length) upload(box, input);
      else input.click();
    } else if (button.matches("[data-remove]")) {
      event.preventDefault();
      try {
        swap(await (await send(button.dataset.url, new FormData())).text());
      } catch (error) {
        say(box, lost(error), true);
      }
    }
  });
  const settle = async (box, state) => {
    while (state.busy) await new Promise((done) => setTimeout(done, 50));
    clearTimeout(state.timer);
    if (state.dirty) await save(box);
  };
  /* What is not stored yet is stored before the page is left, so that a lost log-in cannot swallow it. */
  let leaving = false;
  form.addEventListener("submit", async (event) => {
    const open = [...items].filter(([, state]) => (state.dirty || state.busy) && !state.stopped);
    if (leaving || !open.length) {
      for (const state of items.values()) {
        clearTimeout(state.timer);
        state.dirty = false;
      }
      return;
    }
    event.preventDefault();
    await Promise.all(open.map(([box, state]) => settle(box, state)));
    const [box] = open.find(([, state]) => state.lost) || [];
    if (box) {
      box.scrollIntoView({ block: "center" });
      return;
    }
    leaving = true;
    form.requestSubmit(event.submitter);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...items.values()].some((state) => state.dirty || state.busy)) event.preventDefault();
  });
})();
