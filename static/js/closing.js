/* The time left until a deadline, by the portal's clock and not by the computer's. The portal decides by the instant
   at which a filing arrives there; this only tells. */
(() => {
  "use strict";
  if (window.closing) return;
  window.closing = true;
  const words = document.documentElement.lang === "en"
    ? { left: " left", over: "Closed", minutes: (n) => `${n} minutes until closing.`, ended: "The deadline has passed." }
    : { left: " 남음", over: "마감", minutes: (n) => `마감까지 ${n}분 남았습니다.`, ended: "접수가 마감되었습니다." };
  const DAY = 86_400_000;
  const ANNOUNCED = [30, 10, 5, 1];
  const told = new Set();
  let zero = 0; /* the portal's time when this page's own clock stood at nothing */
  let slack = Infinity;
  const now = () => zero + performance.now();
  const all = () => [...document.querySelectorAll("[data-countdown]")];

  const begin = () => {
    const [first] = all();
    const [came] = performance.getEntriesByType("navigation");
    if (first) zero = Number(first.dataset.now) - (came ? came.responseStart : performance.now());
    return Boolean(first);
  };
  const ask = async (fresh = false) => {
    const [first] = all();
    if (!first) return;
    if (fresh) slack = Infinity; /* a machine that slept has lost count */
    const sent = performance.now();
    try {
      const answer = await fetch(first.dataset.clock, { cache: "no-store" });
      const said = await answer.json();
      const heard = performance.now();
      if (heard - sent < slack) {
        slack = heard - sent;
        zero = said.now - (sent + heard) / 2;
      }
    } catch {
      /* the last answer holds until the next */
    }
  };
  const two = (number) => String(number).padStart(2, "0");
  const written = (left) => {
    const seconds = Math.ceil(left / 1000);
    return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${words.left}`;
  };
  const announce = (box, left) => {
    const minutes = Math.ceil(left / 60_000);
    const mark = left <= 0 ? "end" : ANNOUNCED.includes(minutes) ? minutes : null;
    if (mark === null || told.has(mark)) return;
    told.add(mark);
    box.querySelector("[role=status]").textContent = left <= 0 ? words.ended : words.minutes(minutes);
  };
  const tick = () => {
    for (const box of all()) {
      const left = Number(box.dataset.countdown) - now();
      if (left > DAY) continue;
      box.querySelector("[role=timer]").textContent = left > 0 ? written(left) : words.over;
      announce(box, left);
      if (left <= 0) document.querySelectorAll("[data-after-closing]").forEach((note) => (note.hidden = false));
    }
  };
  document.addEventListener("DOMContentLoaded", () => {
    if (!begin()) return;
    ask();
    tick();
    setInterval(tick, 250);
    setInterval(ask, 60_000);
    document.addEventListener("visibilitychange", () => !document.hidden && ask(true));
    window.addEventListener("online", () => ask(true));
  });
})();
