/* Large files go in pieces, so that a lost connection costs one piece and not the file. The server knows a file again
   by its name, size and instant of change: choosing it once more, even after the page was closed, goes on where it
   stopped. A form with data-sending carries the addresses and the words; without this script it posts as any form. */
(() => {
  "use strict";
  const WAITS = [500, 1000, 2000, 4000, 8000];
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const token = (form) => {
    const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return cookie ? cookie[1] : form.elements.csrfmiddlewaretoken.value;
  };
  class Refused extends Error {}
  class Gone extends Refused {} /* nobody is signed in, or no longer the same person: the file may go on later */

  /* The answer once there is one: a connection that is gone, or a server that is down, is tried again without end. */
  const ask = async (form, url, options, say) => {
    for (let turn = 0; ; turn += 1) {
      try {
        const answer = await fetch(url, {
          redirect: "manual",
          ...options,
          headers: { "X-CSRFToken": token(form), "X-Autosave": "1", ...(options.headers || {}) },
        });
        if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) throw new Gone(form.dataset.gone);
        if (answer.status < 500) return answer;
      } catch (error) {
        if (error instanceof Refused) throw error;
      }
      say(form.dataset.broken);
      await pause(WAITS[Math.min(turn, WAITS.length - 1)]);
    }
  };
  const told = (form, values) => {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) body.append(name, value);
    return { method: "POST", body };
  };
  const digest = async (file) => {
    if (!window.crypto || !crypto.subtle) return "";
    const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const accepted = async (answer) => {
    const body = await answer.json();
    if (answer.status === 422) throw new Refused(body.message);
    return body;
  };

  /* Send one file in pieces; gives the key under which a form may name it. Throws Refused with the sentence to show. */
  const send = async (form, file, say) => {
    const about = { name: file.name, size: file.size, changed: file.lastModified };
    const upload = await accepted(await ask(form, form.dataset.sending, told(form, about), say));
    let place = upload.offset;
    while (place < file.size) {
      say(`${form.dataset.sent}: ${file.name} ${Math.floor((place / file.size) * 100)}%`);
      const piece = file.slice(place, place + upload.chunk);
      const options = {
        method: "PATCH",
        body: piece,
        headers: { "Upload-Offset": String(place), "Content-Type": "application/offset+octet-stream" },
      };
      const answer = await ask(form, upload.url, options, say);
      if (answer.status === 404) throw new Refused(form.dataset.gone);
      place = (await answer.json()).offset;
    }
    say(`${form.dataset.checking}: ${file.name}`);
    return (await accepted(await ask(form, upload.finish, told(form, { sha256: await digest(file) }), say))).key;
  };
  const tooLarge = (form, file) => file.size > Number(form.dataset.limit);
  const isLarge = (form, file) => file.size > Number(form.dataset.chunk);
  window.sending = { send, tooLarge, isLarge, Refused, Gone };

  /* A plain form with one file field: the file goes ahead, the form follows with its key. */
  for (const form of document.querySelectorAll("form[data-sending]:not([data-answers])")) {
    const input = form.querySelector("input[type=file]");
    const state = form.querySelector("[data-upload-state]");
    const say = (text, failed = false) => {
      state.textContent = text;
      state.classList.toggle("is-failed", failed);
    };
    input.addEventListener("change", () => {
      const file = input.files[0];
      if (file && tooLarge(form, file)) {
        input.value = "";
        input.dispatchEvent(new Event("change", { bubbles: true }));
        say(`${file.name}: ${form.dataset.tooLarge}`, true);
      } else if (file) say("");
    });
    form.addEventListener("submit", async (event) => {
      const file = input.files[0];
      if (!file || !isLarge(form, file)) return;
      event.preventDefault();
      const button = form.querySelector("button[type=submit]");
      button.disabled = true;
      try {
        form.elements.upload.value = await send(form, file, say);
        input.required = false;
        input.disabled = true;
        form.submit();
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        say(`${file.name}: ${error.message}`, true);
        button.disabled = false;
      }
    });
  }
})();
