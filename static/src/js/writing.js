import { all, on } from "./common.js";

/** Puts `words` where the cursor is, so that the browser's own undo takes them out again. */
function insert(area, words, from, to) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, words)) {
    area.setRangeText(words, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** The lines that are touched by what is selected, from their first letter to their last. */
function lines(area) {
  const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = area.value.indexOf("\n", area.selectionEnd);
  return [from, end === -1 ? area.value.length : end];
}

const MARK = /^(?:#{1,3}\s*|[-*]\s+|\d{1,2}\.\s*)/;

/**
 * <div data-marks-for="id"> with buttons: data-mark begins each selected line with its words, and takes them away
 * where they stand; data-mark-around puts them around what is selected; data-mark-block is a block of its own.
 */
export function marks() {
  const area = (button) => document.getElementById(button.closest("[data-marks-for]").dataset.marksFor);
  on("click", "[data-mark]", (event, button) => {
    const target = area(button);
    const [from, to] = lines(target);
    const { mark } = button.dataset;
    const old = target.value.slice(from, to).split("\n");
    const numbered = /^\d/.test(mark);
    const has = old.every((line) => (numbered ? /^\d{1,2}\.\s/.test(line) : line.startsWith(mark)));
    const made = old.map((line, place) => {
      const bare = line.replace(MARK, "");
      if (has) return bare;
      return (numbered ? `${place + 1}. ` : mark) + bare;
    });
    insert(target, made.join("\n"), from, to);
  });
  on("click", "[data-mark-around]", (event, button) => {
    const target = area(button);
    const [from, to] = [target.selectionStart, target.selectionEnd];
    const { markAround } = button.dataset;
    insert(target, markAround + target.value.slice(from, to) + markAround, from, to);
    if (from === to) target.setSelectionRange(from + markAround.length, from + markAround.length);
  });
  on("click", "[data-mark-block]", (event, button) => {
    const target = area(button);
    const [, to] = lines(target);
    insert(target, `\n\n${button.dataset.markBlock}\n`, to, to);
  });
  // One stop of the Tab key for the whole bar; the arrows go from button to button.
  for (const bar of all("[data-marks-for]")) {
    const buttons = all("button", bar);
    buttons.forEach((button, place) => (button.tabIndex = place ? -1 : 0));
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const here = buttons.indexOf(document.activeElement);
      const next = buttons[(here + step + buttons.length) % buttons.length];
      buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
      next.focus();
    });
  }
}
