import { all, common, counters, on } from "./common.js";
import { saves } from "./saving.js";
import { marks } from "./writing.js";

common();
marks();

const { body } = document;
const say = (words) => {
  const live = document.getElementById("live");
  if (live) live.textContent = words;
};
const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

// --- The menu: the groups a reader has opened stay open, on the next page as well -------------------------
on("click", "#menu summary", (event, summary) => {
  const { open, dataset } = summary.parentElement; // as it was before the click
  const opened = (document.cookie.match(/(?:^|; )menu=([a-z.]*)/)?.[1] ?? "").split(".");
  const kept = opened.filter((name) => name && name !== dataset.group);
  if (!open) kept.push(dataset.group);
  document.cookie = `menu=${kept.join(".")};path=/;max-age=31536000;samesite=lax`;
});

// --- The queue ----------------------------------------------------------------------------------------
const rows = () => all("[data-queue] [data-row]");
let follow;

function currentRow() {
  const here = document.activeElement?.closest("[data-row]");
  return rows().indexOf(here ?? document.querySelector("[data-row][aria-current]"));
}

function mark(row) {
  rows().forEach((other) => other.removeAttribute("aria-current"));
  row.setAttribute("aria-current", "true");
}

function move(by) {
  const list = rows();
  if (!list.length) return;
  const row = list[Math.min(Math.max(currentRow() + by, 0), list.length - 1)];
  const link = row.querySelector("[data-open]");
  link.focus();
  row.scrollIntoView({ block: "nearest" });
  mark(row);
  clearTimeout(follow);
  // Beside the list there is room for the case: it opens once the moving has come to rest.
  if (row.closest("[data-follow]") && matchMedia("(min-width: 62em)").matches) {
    follow = setTimeout(() => link.click(), 300);
  }
}

function toggle() {
  const box = rows()[currentRow()]?.querySelector("[data-select]");
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

function count() {
  const picked = all("[data-select]:checked").length;
  for (const place of all("[data-count]")) place.textContent = body.dataset.picked.replace("{n}", picked);
  for (const bar of all("[data-bulk]")) bar.hidden = !picked;
}

/** Elements say themselves which key presses them: data-key="a". */
function press(key) {
  const target = all("[data-key]").find((item) => item.dataset.key === key && item.offsetParent);
  if (!target) return false;
  if (target.matches("input, select, textarea")) target.focus();
  else target.click();
  return true;
}

/** The help names what each key presses on this page as it stands now. */
function list(keys) {
  for (const old of all("[data-here]", keys)) old.remove();
  const named = new Set([...all("kbd", keys)].map((each) => each.textContent));
  for (const item of all("[data-key]")) {
    const { key } = item.dataset;
    const words = item.cloneNode(true);
    for (const inner of words.querySelectorAll("kbd")) inner.remove();
    if (named.has(key) || !item.offsetParent || !words.textContent.trim()) continue;
    named.add(key);
    const [what, label] = ["dt", "dd"].map((tag) => document.createElement(tag));
    what.append(Object.assign(document.createElement("kbd"), { textContent: key }));
    label.textContent = words.textContent.trim();
    for (const part of [what, label]) {
      part.dataset.here = "";
      keys.append(part);
    }
  }
}

function help() {
  const dialog = document.getElementById("keys");
  if (!dialog) return false;
  for (const keys of all("[data-keys-here]", dialog)) list(keys);
  dialog.showModal();
  return true;
}

const keys = { j: () => move(1), k: () => move(-1), x: toggle, "?": help };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  if (keys[event.key] && (event.key === "?" || rows().length)) {
    event.preventDefault();
    keys[event.key]();
  } else if (press(event.key)) {
    event.preventDefault();
  }
});
on("click", "[data-keys]", help);
on("click", "[data-row] [data-open]", (event, link) => mark(link.closest("[data-row]")));
// Where there is no room beside the list, the case is a page of its own.
body.addEventListener("htmx:beforeRequest", (event) => {
  const link = event.detail.elt;
  if (!link.matches("[data-row] [data-open]") || matchMedia("(min-width: 62em)").matches) return;
  event.preventDefault();
  location.assign(link.href);
});
on("change", "[data-select]", count);
on("change", "[data-select-all]", (event, box) => {
  for (const each of all("[data-select]")) each.checked = box.checked;
  count();
});
count();

// Why on that day: over the page. Without this script, or with a key that asks for a new tab, the link's own page.
on("click", "a[data-why]", async (event, link) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const answer = await fetch(link.href, { headers: { "HX-Request": "true" } }).catch(() => 0);
  if (!answer.ok || answer.redirected) return location.assign(link.href);
  const made = () => body.appendChild(Object.assign(document.createElement("dialog"), { id: "why" }));
  const dialog = document.getElementById("why") ?? made();
  dialog.setAttribute("aria-labelledby", "why-title");
  dialog.innerHTML = await answer.text();
  dialog.showModal();
});

// A menu closes when the reader goes elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of all("details.drop[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.activeElement?.closest("details.drop[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// --- Nothing written is lost ---------------------------------------------------------------------------
const unsaved = (root = document) => all("form[data-unsaved][data-dirty]", root);
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-unsaved]");
  if (form) form.dataset.dirty = "1";
});
document.addEventListener("submit", (event) => delete event.target.dataset.dirty);
addEventListener("beforeunload", (event) => {
  if (unsaved().length) event.preventDefault();
});
body.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = event.detail;
  const losing = unsaved(target).filter((form) => !form.contains(elt) && form !== elt);
  if (losing.length && !confirm(body.dataset.leave)) event.preventDefault();
});

// A form with data-save is kept by the server while somebody types: nothing is lost with the page any more.
for (const form of all("form[data-save]")) saves(form, "[type=file]", () => delete form.dataset.dirty);

// --- After a part of the page has changed -------------------------------------------------------------
let lost; // the element that had the focus went away with the old content
body.addEventListener("htmx:beforeSwap", (event) => {
  lost = event.detail.target.contains(document.activeElement);
});
body.addEventListener("htmx:afterSwap", (event) => {
  const { target, requestConfig } = event.detail;
  if (requestConfig?.elt?.matches?.(".presence")) return;
  // htmx may have replaced the target itself: look for the new one.
  const place = target.isConnected ? target : document.getElementById(target.id);
  if (!place) return;
  counters(place);
  count();
  const wanted = place.querySelector(".errors, [data-focus]");
  const inList = document.activeElement?.closest("[data-queue]");
  if (wanted) wanted.focus();
  else if (lost && !inList) {
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }
  const heading = place.querySelector("h1, h2, h3");
  if (heading) say(heading.textContent);
});
for (const type of ["htmx:sendError", "htmx:timeout"]) body.addEventListener(type, () => trouble());
body.addEventListener("htmx:responseError", (event) => event.detail.xhr.status >= 500 && trouble());

function trouble() {
  const place = document.getElementById("messages");
  const box = Object.assign(document.createElement("div"), { className: "notice notice-bad" });
  box.setAttribute("role", "alert");
  box.append(Object.assign(document.createElement("p"), { textContent: body.dataset.lost }));
  place?.replaceChildren(box);
}

// --- Undo: the offer goes when its time is up; the server has the last word ------------------------------
const watchUndo = () => {
  for (const offer of all("[data-undo]:not([data-timed])")) {
    offer.dataset.timed = "";
    say(offer.dataset.said);
    // Whoever stands on the button is not thrown off it: it goes when they leave it.
    const end = () => {
      if (offer.contains(document.activeElement)) offer.addEventListener("focusout", () => offer.remove());
      else offer.remove();
    };
    setTimeout(end, Number(offer.dataset.undo) * 1000);
  }
};
watchUndo();
body.addEventListener("htmx:afterSettle", watchUndo);
