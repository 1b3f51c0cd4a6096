/* Answers save themselves, one item at a time. Without this script the page posts as one form.
   Only one save of an item is under way at once, so that its version number is always the latest; a conflict stops
   the saving of that item until its author has decided. Whatever has not reached the server is kept by kept.js.
   A save whose answer was lost is sent once more as it was before anything newer: the server knows it again, and nobody
   is shown their own words as a colleague's. Files wait in their field and go once the way is free. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-answers]");
  if (!form) return;
  const words = document.documentElement.lang === "en"
    ? { saving: "Saving…", typed: "Your change is about to be saved.", lost: "No connection. Kept on this computer and saved once it is back.", down: "The portal does not answer for the moment. Kept on this computer and saved once it does.", login: "You are signed out. Kept on this computer and saved once you have signed in again.", refused: "Not saved. Please look in a new window who is signed in and where the application stands. Kept on this computer.", unkept: "Not saved, and this browser cannot keep it either. Please do not close this window.", again: "Sign in in a new window", back: "What was kept on this computer is back in its place.", files: "The file has not been sent yet. It goes by itself once the portal can be reached; until then please do not close this window.", unsent: "The file was not sent. Please look in a new window who is signed in and where the application stands, then choose it again." }
    : { saving: "저장 중…", typed: "고친 내용을 곧 저장합니다.", lost: "연결이 끊겨 이 컴퓨터에 보관 중입니다. 연결되면 저절로 저장합니다.", down: "서버가 잠시 답하지 않아 이 컴퓨터에 보관 중입니다. 답하면 저절로 저장합니다.", login: "로그인이 풀려 이 컴퓨터에 보관 중입니다. 다시 로그인하면 저절로 저장합니다.", refused: "저장하지 못해 이 컴퓨터에 보관 중입니다. 새 창에서 로그인한 사람과 신청 상태를 확인해 주세요.", unkept: "저장하지 못했고 이 브라우저에 보관할 수도 없습니다. 이 창을 닫지 마세요.", again: "새 창에서 로그인", back: "이 컴퓨터에 보관하던 글을 되살렸습니다.", files: "파일을 아직 보내지 못했습니다. 포털에 이어지면 저절로 보내니 그때까지 이 창을 닫지 마세요.", unsent: "파일을 보내지 못했습니다. 새 창에서 로그인한 사람과 신청 상태를 확인한 뒤 다시 골라 주세요." };
  const items = new Map();
  const scope = form.dataset.kept;
  const person = document.body.dataset.person || "";
  const PAUSE = 900;
  const RETRY = 5000;

  const record = (box) => {
    if (!items.has(box)) items.set(box, { timer: 0, busy: false, dirty: false, stopped: false, lost: false, unsure: null, files: null, sending: false, fileTimer: 0, base: versionOf(box).value });
    return items.get(box);
  };
  const versionOf = (box) => form.elements[`${box.dataset.item}-version`];
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
  const signIn = () => {
    const link = document.createElement("a");
    link.href = `${form.dataset.signIn}?next=${encodeURIComponent(window.location.pathname)}`;
    link.target = "_blank";
    link.textContent = words.again;
    return link;
  };
  const sayLost = (box, error, kept) => {
    const cause = { login: words.login, 403: words.refused }[error.message] || (/^5/.test(error.message) ? words.down : words.lost);
    say(box, kept ? cause : words.unkept, true);
    if (error.message === "login") box.querySelector(".autosave").append(" ", signIn());
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
      headers: { "X-Autosave": "1", "X-CSRFToken": token(), "X-Author": person },
      redirect: "manual",
    });
    if (answer.type === "opaqueredirect") throw new Error("login");
    if (![200, 409, 422].includes(answer.status)) throw new Error(String(answer.status));
    return answer;
  };

  const typed = (box) => {
    const body = new FormData();
    for (const field of box.querySelectorAll("input[type=hidden], input:checked, textarea")) {
      if (field.name) body.append(field.name, field.value);
    }
    return body;
  };
  const fieldsOf = (box) => Object.fromEntries([...box.querySelectorAll("input:checked, textarea")].map((field) => [field.name, field.value]));
  const says = (one, other) => Object.entries(other).every(([name, value]) => (one[name] ?? "") === value);
  const remember = (box) => {
    const label = box.querySelector("h2, h3").textContent.trim();
    const href = `${window.location.pathname}#${box.id}`;
    const { base, unsure } = record(box);
    const said = { version: base, fields: fieldsOf(box), sent: unsure && unsure.fields, label, href };
    return window.kept.keep(scope, box.dataset.item, said);
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
    if (!state.lost) say(box, words.saving);
    const unsure = state.unsure || { body: typed(box), fields: fieldsOf(box) };
    state.unsure = unsure;
    try {
      const answer = await send(box.dataset.url, unsure.body);
      swap(await answer.text());
      state.unsure = null;
      state.lost = false;
      state.stopped = answer.status === 409;
      if (answer.status !== 200) state.dirty = true;
      else state.base = versionOf(box).value;
      if (answer.status === 200 && !says(fieldsOf(box), unsure.fields)) {
        state.dirty = true;
        later(box, PAUSE);
      }
      if (state.dirty) remember(box);
      else window.kept.drop(scope, box.dataset.item);
      if (state.dirty && answer.status === 200) say(box, words.typed);
    } catch (error) {
      state.dirty = true;
      state.lost = true;
      if (/^(login|4)/.test(error.message)) state.unsure = null; /* an answer came, and it says that nothing was done */
      sayLost(box, error, remember(box));
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
    remember(box);
    if (state.stopped) return;
    later(box, event.target.type === "radio" ? 150 : PAUSE);
  });
  /* A sign that things may be well again: do not wait for the next try. */
  const tryAgain = () => {
    for (const [box, state] of items) {
      if (state.lost && !state.busy) later(box, 0);
      if (state.files) upload(box, state.files);
    }
  };
  for (const sign of ["online", "focus", "kept:asked"]) window.addEventListener(sign, tryAgain);

  /* What an earlier window left behind goes back into its fields, upon the version it was written on: had somebody
     else changed the item meanwhile, both texts are shown as in any other conflict. */
  const putBack = (box, entry) => {
    const state = record(box);
    const present = fieldsOf(box);
    const same = says(present, entry.fields);
    const version = entry.sent && says(present, entry.sent) ? versionOf(box).value : entry.version; /* it had arrived */
    window.kept.drop(scope, entry.item, entry.page);
    if (same && !("unsaved" in box.dataset)) return;
    for (const [name, value] of Object.entries(same ? {} : entry.fields)) {
      const field = form.elements[name];
      if (field) field.value = value;
    }
    state.base = version;
    state.dirty = true;
    state.stopped = box.querySelector("[data-conflict]") !== null;
    if (!state.stopped) versionOf(box).value = version;
    remember(box);
    if (state.stopped) return;
    say(box, words.back);
    later(box, PAUSE);
  };
  const restore = async () => {
    for (const entry of await window.kept.left(scope)) {
      const box = form.querySelector(`[data-item="${CSS.escape(entry.item)}"]`);
      if (box && !(items.has(box) && record(box).dirty)) putBack(box, entry);
    }
  };
  if (scope) restore();

  /* What is to be posted for the files of a field: large ones went ahead in pieces, what is refused is told. */
  const chosen = async (input, told, faults) => {
    const body = new FormData();
    for (const file of [...input.files]) {
      try {
        if (sending.tooLarge(form, file)) throw new sending.Refused(form.dataset.tooLarge);
        if (sending.isLarge(form, file)) body.append(input.name.replace(/files$/, "uploads"), await sending.send(form, file, told));
        else body.append(input.name, file);
      } catch (error) {
        if (error instanceof sending.Gone) throw new Error("login");
        if (!(error instanceof sending.Refused)) throw error;
        faults.push(`${file.name}: ${error.message}`);
      }
    }
    return body;
  };
  const upload = async (box, input) => {
    const state = record(box);
    if (!input.files.length || state.sending) return;
    clearTimeout(state.fileTimer);
    state.sending = true;
    const before = box.querySelector(".autosave").textContent;
    const line = box.querySelector("[data-upload-state]");
    const faults = [];
    const told = (text, failed = false) => {
      line.textContent = text;
      line.classList.toggle("is-failed", failed);
    };
    if (!state.lost) say(box, words.saving);
    try {
      const body = await chosen(input, told, faults);
      if ([...body.keys()].length) swap(await (await send(box.dataset.filesUrl, body)).text());
      state.files = null;
      input.value = "";
      told(faults.join(" "), true);
    } catch (error) {
      const final = /^4/.test(error.message);
      state.files = final ? null : input;
      told(final ? words.unsent : words.files, true);
      if (error.message === "login") line.append(" ", signIn());
      if (!final) state.fileTimer = setTimeout(() => upload(box, input), RETRY);
    } finally {
      state.sending = false;
      if (box.querySelector(".autosave").textContent === words.saving) say(box, before);
      if (state.dirty) later(box, 0);
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target.type === "file") upload(event.target.closest("[data-item]"), event.target);
  });
  /* How a conflict ends: my words, the stored ones, or the stored ones behind mine to be worked into one. */
  const settled = (box, way) => {
    const state = record(box);
    const theirs = box.querySelector("[data-theirs]");
    const text = form.elements[theirs.dataset.field];
    const rating = theirs.dataset.rating && form.querySelector(`input[name="${box.dataset.item}-rating"][value="${theirs.dataset.rating}"]`);
    if (way === "theirs") {
      text.value = theirs.textContent;
      if (rating) rating.checked = true;
    } else if (way === "both") {
      text.value = `${text.value}\n\n${theirs.textContent}`;
      text.focus();
    }
    const seen = form.elements[`${box.dataset.item}-seen`];
    if (seen) versionOf(box).value = seen.value;
    state.stopped = false;
    state.dirty = true;
    state.base = versionOf(box).value;
    remember(box);
    save(box);
  };
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("button");
    const box = button && button.closest("[data-item]");
    if (!box) return;
    if (button.matches("[data-settle]")) {
      event.preventDefault();
      settled(box, button.dataset.settle);
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
        sayLost(box, error, true);
      }
    }
  });
  const isOpen = (state) => state.dirty || state.busy || state.sending || state.files !== null;
  const settle = async (box, state) => {
    if (state.sending) box.scrollIntoView({ block: "center" });
    if (state.files) await upload(box, state.files);
    while (state.busy || state.sending) await new Promise((done) => setTimeout(done, 50));
    clearTimeout(state.timer);
    if (state.dirty) await save(box);
  };
  /* What is not stored yet is stored before the page is left, so that a lost log-in cannot swallow it. */
  let leaving = false;
  form.addEventListener("submit", async (event) => {
    const undecided = form.querySelector("[data-conflict] [data-settle]");
    if (undecided) {
      event.preventDefault();
      undecided.scrollIntoView({ block: "center" });
      undecided.focus();
      return;
    }
    const open = [...items].filter(([, state]) => isOpen(state) && !state.stopped);
    if (leaving || !open.length) {
      for (const state of items.values()) {
        clearTimeout(state.timer);
        clearTimeout(state.fileTimer);
        state.dirty = false;
      }
      return;
    }
    event.preventDefault();
    await Promise.all(open.map(([box, state]) => settle(box, state)));
    const [box] = open.find(([, state]) => state.lost || state.files) || [];
    if (box) {
      box.scrollIntoView({ block: "center" });
      return;
    }
    leaving = true;
    form.requestSubmit(event.submitter);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...items.values()].some(isOpen)) event.preventDefault();
  });

  /* Who else is writing here, and which item has been changed since this page was opened. */
  if (!form.dataset.editing) return;
  const BEAT = 20000;
  const here = sessionStorage.getItem("editing") || Math.random().toString(36).slice(2, 14);
  sessionStorage.setItem("editing", here);
  let at = "";
  let nextBeat = 0;
  const beat = async () => {
    clearTimeout(nextBeat);
    nextBeat = setTimeout(beat, BEAT);
    if (document.hidden) return;
    const body = new FormData();
    body.append("window", here);
    body.append("item", at);
    try {
      swap(await (await send(form.dataset.editing, body)).text());
    } catch {
      return; /* the next save says what is wrong */
    }
    for (const line of form.querySelectorAll("[data-latest]")) {
      const box = line.closest("[data-item]");
      const { dirty, busy } = record(box);
      const newer = line.querySelector("[data-newer]");
      if (newer) newer.hidden = dirty || busy || Number(line.dataset.latest) <= Number(versionOf(box).value);
    }
  };
  form.addEventListener("focusin", (event) => {
    const box = event.target.closest("[data-item]");
    if (!box || box.dataset.item === at) return;
    at = box.dataset.item;
    clearTimeout(nextBeat);
    nextBeat = setTimeout(beat, 400);
  });
  document.addEventListener("visibilitychange", () => !document.hidden && beat());
  beat();
})();
