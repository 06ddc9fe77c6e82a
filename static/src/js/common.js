// What citizens' pages and desks share. Everything here improves a page that already works without it.

export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

export const on = (type, selector, act) =>
  document.addEventListener(type, (event) => {
    const found = event.target.closest?.(selector);
    if (found) act(event, found);
  });

/** The error summary takes the focus, and its links put the focus into the field itself. */
function errors() {
  document.querySelector(".errors")?.focus();
  on("click", ".errors a", (event, link) => {
    const field = document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  });
}

/** <textarea data-counter="{n} characters left" maxlength=…>: characters as the server counts them. */
export function counters(root = document) {
  for (const area of all("[data-counter]:not([data-counted])", root)) {
    area.dataset.counted = "";
    const line = Object.assign(document.createElement("p"), { className: "count" });
    const spoken = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    spoken.setAttribute("role", "status");
    area.after(line, spoken);
    const limit = Number(area.getAttribute("maxlength"));
    // The browser would cut a pasted text in silence; the counter says so, and the server decides.
    area.removeAttribute("maxlength");
    let later;
    const count = () => {
      const left = limit - [...area.value].length;
      line.textContent = area.dataset.counter.replace("{n}", left);
      line.classList.toggle("over", left < 0);
      clearTimeout(later);
      later = setTimeout(() => left < limit / 5 && (spoken.textContent = line.textContent), 1000);
    };
    area.addEventListener("input", count);
    count();
  }
}

/** A second press on the same button is not a second opinion. The server makes sure; this spares the wait. */
function once() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));
}

/** <select data-options="/divisions/?parent=" data-fills="id_town">: the next list follows the choice. */
function dependentSelects() {
  on("change", "select[data-options]", async (event, select) => {
    const next = document.getElementById(select.dataset.fills);
    if (!next) return;
    const answer = await fetch(select.dataset.options + encodeURIComponent(select.value));
    if (!answer.ok) return;
    next.innerHTML = await answer.text();
    next.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function small() {
  on("click", "[data-print]", () => print());
  on("click", "[data-copy]", async (event, button) => {
    await navigator.clipboard?.writeText(button.dataset.copy);
    button.textContent = button.dataset.done || button.textContent;
  });
  // What is folded on the screen is needed on paper.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open]):not(.drop)");
    opened.forEach((item) => (item.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((item) => (item.open = false)));
}

export function common() {
  document.documentElement.classList.add("js");
  errors();
  counters();
  once();
  dependentSelects();
  small();
}
