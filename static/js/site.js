/* Small helps on top of pages that work without them. Every handler is delegated, so parts swapped in by
   htmx need no second start. */
(() => {
  "use strict";
  const words = document.documentElement.lang === "en"
    ? { saving: "Saving…", saved: "Saved", failed: "Not saved. It will be tried again.", left: "You are signed out. Sign in again in another window; what you typed stays here.", refused: "Not saved. Please check what you typed.", chosen: "chosen" }
    : { saving: "저장 중…", saved: "저장됨", failed: "저장하지 못했습니다. 다시 시도합니다.", left: "로그인이 끊겼습니다. 다른 창에서 로그인해 주세요. 적은 내용은 이 화면에 남아 있습니다.", refused: "저장하지 못했습니다. 입력한 내용을 확인해 주세요.", chosen: "개 파일을 골랐습니다" };

  /* Menus made of <details>: one open at a time, closed by Escape or a click elsewhere. */
  const closeDrops = (except) => {
    for (const drop of document.querySelectorAll("details[data-drop][open]")) {
      if (drop !== except) drop.open = false;
    }
  };
  document.addEventListener("click", (event) => closeDrops(event.target.closest("details[data-drop]")));
  document.addEventListener("keydown", (event) => {
    const drop = event.key === "Escape" && document.querySelector("details[data-drop][open]");
    if (drop) {
      drop.open = false;
      drop.querySelector("summary").focus();
    }
  });

  /* A list is grey until something is chosen. */
  document.addEventListener("change", (event) => {
    if (event.target.matches("select.krds-form-select")) {
      event.target.classList.toggle("completed", event.target.value !== "");
    }
    if (event.target.matches("[data-file-drop] input[type=file]")) sayFiles(event.target);
  });

  /* Files dropped anywhere on the field become the field's files. */
  const field = (event) => event.target instanceof Element && event.target.closest("[data-file-drop]");
  const sayFiles = (input) => {
    const names = [...input.files].map((file) => file.name);
    const text = input.closest("[data-file-drop]").querySelector("[data-file-text]");
    if (names.length) text.textContent = names.length > 1 ? `${names.length} ${words.chosen}: ${names.join(", ")}` : names[0];
  };
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      const drop = field(event);
      if (!drop) return;
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    const drop = field(event);
    if (drop && !drop.contains(event.relatedTarget)) drop.classList.remove("is-over");
  });
  document.addEventListener("drop", (event) => {
    const drop = field(event);
    if (!drop) return;
    event.preventDefault();
    drop.classList.remove("is-over");
    const input = drop.querySelector("input[type=file]");
    if (input.disabled || !event.dataTransfer.files.length) return;
    const kept = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1)) kept.items.add(file);
    input.files = kept.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  /* Forms with data-autosave post themselves after a change; .autosave within them says how it went.
     A save that failed is tried again, and leaving with something unsaved asks first. */
  const waiting = new Map();
  const unsaved = new Set();
  /* A second click on a form that is on its way is a slip of the finger; the server would take it for a second wish. */
  const sent = new Map();
  const TWICE = 3000;
  const say = (form, text, failed) => {
    const line = form.querySelector(".autosave");
    if (!line) return;
    line.textContent = text;
    line.classList.toggle("is-failed", failed);
  };
  const later = (form, delay) => {
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => save(form), delay));
  };
  const save = async (form) => {
    const body = new FormData(form);
    say(form, words.saving, false);
    try {
      const answer = await fetch(form.dataset.autosave || form.action, {
        method: "POST",
        body,
        headers: { "X-Autosave": "1", Accept: "application/json" },
        redirect: "manual",
      });
      const said = await answer.json().catch(() => ({}));
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 403 && answer.status !== 429) {
        say(form, said.message || words.refused, true);
        return;
      }
      if (answer.type === "opaqueredirect" || answer.status === 403) {
        say(form, said.message || words.left, true);
        later(form, 15000);
        return;
      }
      if (!answer.ok) throw new Error(String(answer.status));
      const clock = new Date().toLocaleTimeString("ko-KR", { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Seoul" });
      unsaved.delete(form);
      say(form, said.message || `${words.saved} ${clock}`, false);
      form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true, detail: said }));
    } catch {
      say(form, words.failed, true);
      later(form, 5000);
    }
  };
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (!form || event.target.type === "file") return;
    unsaved.add(form);
    later(form, 800);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    clearTimeout(waiting.get(form));
    unsaved.delete(form);
    if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) event.preventDefault();
    if (event.defaultPrevented || form.method !== "post") return;
    if (Date.now() - (sent.get(form) || 0) < TWICE) event.preventDefault();
    else sent.set(form, Date.now());
  });
  window.addEventListener("pageshow", () => sent.clear());
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });

  /* A table that goes on to the right shows a shadow there. */
  const sayWider = (table) => table.classList.toggle("is-wider", table.scrollLeft + table.clientWidth < table.scrollWidth - 1);
  const sayAllWider = () => document.querySelectorAll(".table-scroll").forEach(sayWider);
  document.addEventListener("scroll", (event) => event.target.matches?.(".table-scroll") && sayWider(event.target), true);
  window.addEventListener("resize", sayAllWider);

  /* After a refused form, the list of faults is read first. */
  const ready = () => {
    const faults = document.querySelector("[data-focus]");
    if (faults) faults.focus();
    for (const drop of document.querySelectorAll("[data-file-drop]")) drop.classList.add("is-ready");
    sayAllWider();
  };
  document.addEventListener("DOMContentLoaded", ready);
  document.addEventListener("htmx:afterSettle", ready);
})();
