import { all, on } from "./common.js";

/**
 * POSTs a form to its data-save some seconds after the typing has come to rest, and when the page goes out of
 * sight, without the fields that match `leaves`; the answer goes into data-save-into. `saved` is called when all is kept.
 */
export function saves(form, leaves, saved) {
  let later, waits, busy;
  const save = async () => {
    clearTimeout(later);
    if (!waits) return;
    if (busy) return (later = setTimeout(save, 1000));
    [waits, busy] = [false, true];
    const body = new FormData(form);
    for (const field of all(leaves, form)) body.delete(field.name);
    // What is sent from a hidden page must outlive it; browsers take 64 kB of that.
    const answer = await fetch(form.dataset.save, { method: "POST", body, keepalive: document.hidden }).catch(() => 0);
    busy = false;
    // 409 and 422 say in a sentence why it was not kept: the reader sees that, and what is typed stays.
    if (answer.ok || [409, 422].includes(answer.status)) {
      document.getElementById(form.dataset.saveInto).innerHTML = await answer.text();
    }
    if (!answer.ok) return (waits = true);
    if (!waits) saved();
  };
  form.addEventListener("input", () => {
    waits = true;
    clearTimeout(later);
    later = setTimeout(save, 2500);
  });
  on("submit", "[data-save], [data-forgets]", () => (waits = false));
  document.addEventListener("visibilitychange", () => document.hidden && save());
}
