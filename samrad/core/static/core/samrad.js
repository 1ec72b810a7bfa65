// Samråd's only script of its own. Every page works without it.
// It saves drafts while people write, counts words, answers to keys at the answering desk,
// keeps a form from being sent twice and moves focus where an htmx swap put something new.

const all = (selector, root = document) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
const clock = () => new Date().toTimeString().slice(0, 5).replace(":", ".");

// --- Autosave: <form data-autosave="/address/"> and {% include "components/save_state.html" %} ---
// The form is posted as it stands. 200 with JSON may renew hidden fields by name ({"version": 3});
// 409 means that somebody else wrote meanwhile; no answer means no network, and we try again.

const WAIT = 1500;
const AGAIN = [4000, 10000, 30000];

function autosave(form) {
  const state = form.querySelector("[data-save-state]") || document.querySelector("[data-save-state]");
  let timer, tries = 0, busy = false, dirty = false, stopped = false;

  function show(name, time = "") {
    if (!state) return;
    state.dataset.state = name;
    const sign = { saved: "check", failed: "bar" }[name] || "pen";
    const icon = document.createElement("span");
    icon.className = `i i-${sign}`;
    icon.setAttribute("aria-hidden", "true");
    const words = document.createElement("span");
    words.textContent = [state.dataset[name], time].join(" ").trim();
    state.replaceChildren(icon, words);
  }

  function later(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  function retry(name) {
    show(name, name === "failed" ? clock() : "");
    dirty = true;
    later(AGAIN[Math.min(tries++, AGAIN.length - 1)]);
  }

  async function save() {
    if (busy || !dirty || stopped) return;
    busy = true;
    dirty = false;
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body: texts(),
        keepalive: document.hidden,
        headers: { Accept: "application/json", "X-Autosave": "1" },
        redirect: "error",
      });
      if (answer.status === 409) {
        stopped = dirty = true;
        show("conflict");
      } else if (answer.ok) {
        tries = 0;
        if (answer.headers.get("Content-Type")?.includes("json")) renew(await answer.json());
        if (!dirty) show("saved", clock());
      } else {
        retry("failed");
      }
    } catch {
      retry(navigator.onLine ? "failed" : "unsaved");
    } finally {
      busy = false;
      if (dirty && !stopped && !tries) later(WAIT);
    }
  }

  function texts() {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    return data;
  }

  function renew(values) {
    for (const [name, value] of Object.entries(values)) {
      const field = form.elements[name];
      if (field?.type === "hidden") field.value = value;
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.type === "file") return;
    dirty = true;
    if (!stopped && !tries) later(WAIT);
  });
  form.addEventListener("submit", () => {
    stopped = true;
    dirty = false;
    clearTimeout(timer);
  });
  addEventListener("online", () => dirty && later(0));
  addEventListener("offline", () => dirty && show("unsaved"));
  document.addEventListener("visibilitychange", () => document.hidden && dirty && save());
  addEventListener("beforeunload", (event) => (dirty || busy) && !form.dataset.sent && event.preventDefault());
  addEventListener("pageshow", (event) => event.persisted && (stopped = false));
}

// --- Words: <textarea data-count="words"> ---------------------------------------------------------

function counter(field) {
  const place = document.querySelector(`[data-count-of="${CSS.escape(field.id)}"]`);
  if (!place) return;
  const count = () => {
    const words = field.value.trim().split(/\s+/).filter(Boolean).length;
    place.textContent = `${words} ${place.dataset.words}`;
  };
  field.addEventListener("input", count);
  count();
}

// --- Keys: anything with data-key="j" is reached by J, where the page has an element [data-keys] --
// Off while somebody writes; Ctrl+Enter saves from anywhere. The choice to turn them off is kept.

const STORE = "samrad-keys";
const writing = (element) => element.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=button], [type=submit])");

function keys(bar) {
  const button = bar.querySelector("[data-keys-toggle]");
  let on = localStorage.getItem(STORE) !== "off";
  if (button) {
    const words = [button.dataset.off, button.textContent];
    const show = () => (button.textContent = words[Number(on)]);
    button.hidden = false;
    button.addEventListener("click", () => {
      on = !on;
      localStorage.setItem(STORE, on ? "on" : "off");
      show();
    });
    show();
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") return reach("save", event);
    if (on && !event.ctrlKey && !event.metaKey && !writing(event.target)) reach(event.key.toLowerCase(), event);
  });
}

function reach(key, event) {
  const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("textarea, select") || (target.matches("input") && writing(target))) return target.focus();
  if (target.matches("input")) target.focus();
  target.click();
}

// --- Ticks: <form data-ticks="name"> counts its ticked boxes, and links beside it keep them -------

function ticks(form) {
  const name = form.dataset.ticks;
  const count = form.querySelector("[data-ticked]");
  function carry() {
    const chosen = new FormData(form).getAll(name);
    if (count) count.textContent = chosen.length === 1 ? count.dataset.one : count.dataset.many.replace("{n}", chosen.length);
    for (const link of form.parentElement.parentElement.querySelectorAll("a[href]:not([data-untick])")) {
      if (!link.pathname.startsWith(new URL(form.action).pathname)) continue;
      const url = new URL(link.href);
      url.searchParams.delete(name);
      for (const value of chosen) url.searchParams.append(name, value);
      link.href = url;
    }
  }
  form.addEventListener("change", (event) => event.target.name === name && carry());
  addEventListener("pageshow", () => new FormData(form).has(name) && carry());
}

// --- Everything that a page, or a part that htmx has put in, may hold ---------------------------

function start(root) {
  all("form[data-autosave]", root).forEach(autosave);
  all("[data-count]", root).forEach(counter);
  all("[data-keys]", root).forEach(keys);
  all("form[data-ticks]", root).forEach(ticks);
  all(".s-side .s-list [aria-current]", root).forEach((row) => {
    const list = row.closest(".s-side");
    list.scrollTop = row.offsetTop - list.offsetTop - list.clientHeight / 3;
  });
  all("[data-print]", root).forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
  all(".s-menu", root).forEach((menu) => {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => menu.contains(event.target) || (menu.open = false));
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [hx-put], [hx-delete]")) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 8000);
});
addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

addEventListener("beforeprint", () => all("details[data-open-in-print]").forEach((more) => (more.open = true)));

document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) start(event.detail.elt);
});
document.addEventListener("htmx:afterSettle", (event) => {
  const part = event.detail.target;
  (part.querySelector(".ds-error-summary") || part.querySelector("[data-focus]"))?.focus();
});
const trouble = (hidden) => all("[data-trouble]").forEach((place) => (place.hidden = hidden));
for (const name of ["htmx:responseError", "htmx:sendError"]) document.addEventListener(name, () => trouble(false));
document.addEventListener("htmx:beforeRequest", () => trouble(true));

start(document);
document.querySelector(".ds-error-summary")?.focus();
