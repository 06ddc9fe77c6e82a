import { all, common, on } from "./common.js";
import { saves } from "./saving.js";

common();

// Previews: drawn on a canvas, so that nothing is loaded and no address is made.
on("change", "input[type=file][data-previews]", async (event, input) => {
  let list = input.nextElementSibling;
  if (!list?.matches(".previews")) {
    list = Object.assign(document.createElement("ul"), { className: "previews" });
    input.after(list);
  }
  list.replaceChildren();
  for (const file of input.files) {
    const item = document.createElement("li");
    list.append(item);
    const image = await createImageBitmap(file).catch(() => null);
    if (image) {
      const canvas = document.createElement("canvas");
      const scale = Math.max(224 / image.width, 168 / image.height);
      canvas.width = 224;
      canvas.height = 168;
      canvas.setAttribute("aria-hidden", "true");
      const [w, h] = [image.width * scale, image.height * scale];
      canvas.getContext("2d").drawImage(image, (224 - w) / 2, (168 - h) / 2, w, h);
      item.append(canvas);
    }
    item.append(`${file.name} (${(file.size / 1e6).toFixed(1)} MB)`);
  }
});

// A draft. The server keeps it for a day (data-save); this tab keeps what the server has not got yet, such as
// while there is no network. Who the writer is (data-private), passwords and files are never kept.
for (const form of all("form[data-draft]")) {
  const key = `draft:${form.dataset.draft}`;
  const kept = () =>
    [...form.elements].filter(
      (field) => field.name && !field.closest("[data-private]") && !/hidden|password|file|submit/.test(field.type),
    );
  const listed = (field) => /checkbox|radio/.test(field.type);
  const fresh = !document.querySelector(".errors");
  try {
    const draft = JSON.parse(sessionStorage[key] || "{}");
    for (const field of fresh ? kept() : []) {
      if (!(field.name in draft)) continue;
      if (listed(field)) field.checked = draft[field.name].includes(field.value);
      else if (!field.value || field.type !== "select-one") field.value = draft[field.name][0] ?? "";
      // A place that this page does not offer: the list stands at its first line, not at nothing.
      if (field.selectedIndex === -1) field.selectedIndex = 0;
    }
    form.addEventListener("input", () => {
      const now = {};
      for (const field of kept()) {
        now[field.name] ??= [];
        if (!listed(field) || field.checked) now[field.name].push(field.value);
      }
      sessionStorage[key] = JSON.stringify(now);
    });
  } catch {
    // Storage is switched off: the server's draft remains.
  }
  if (form.dataset.save) {
    saves(form, "[data-private] [name], [type=file], [data-pow]", () => forget(form.dataset.draft));
  }
}

function forget(name) {
  try {
    sessionStorage.removeItem(`draft:${name}`);
  } catch {}
}
for (const done of all("[data-draft-done]")) forget(done.dataset.draftDone);

// The draft goes, and with it what a page that is gone back to would show.
on("submit", "[data-forgets]", (event, form) => {
  forget(form.dataset.forgets);
  for (const field of all("form[data-draft] textarea, form[data-draft] input")) {
    if (!/hidden|radio|checkbox/.test(field.type)) field.value = "";
  }
});

// Similar public opinions under the text. Sent as a POST: what somebody writes belongs in no address.
for (const area of all("textarea[data-similar]")) {
  let later;
  area.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(async () => {
      if (area.value.length < 8) return;
      const body = new FormData();
      body.append("text", area.value);
      body.append("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
      const answer = await fetch(area.dataset.similar, { method: "POST", body }).catch(() => null);
      if (answer?.ok) document.getElementById(area.dataset.similarInto).innerHTML = await answer.text();
    }, 900);
  });
}

// The QR code carries number and code behind the #, which never reaches a server's log.
for (const form of all("form[data-from-hash]")) {
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const field = form.elements[name];
    if (field && !field.value) field.value = value;
  }
  if (location.hash.includes("=")) history.replaceState(null, "", location.pathname + location.search);
}

// Proof of work (ALTCHA, PBKDF2/SHA-256). Without JavaScript or a secure context the field stays empty
// and the server is stricter with its limits instead.
const hex = (text) => Uint8Array.from(text.match(/../g), (byte) => parseInt(byte, 16));
const text = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function solve({ parameters, signature }) {
  const { nonce, salt, cost, keyLength, keyPrefix } = parameters;
  const password = new Uint8Array([...hex(nonce), 0, 0, 0, 0]);
  for (let counter = 0; counter < 1e6; counter++) {
    new DataView(password.buffer).setUint32(password.length - 4, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt: hex(salt), iterations: cost };
    const derivedKey = text(new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8)));
    if (derivedKey.startsWith(keyPrefix)) {
      return btoa(JSON.stringify({ challenge: { parameters, signature }, solution: { counter, derivedKey } }));
    }
  }
}

for (const field of all("input[data-pow]")) {
  const start = async () => {
    if (field.dataset.busy || !crypto.subtle) return;
    field.dataset.busy = "1";
    const answer = await fetch(field.dataset.pow).catch(() => null);
    if (answer?.ok) field.value = (await solve(await answer.json())) ?? "";
  };
  field.form.addEventListener("focusin", start, { once: true });
}
