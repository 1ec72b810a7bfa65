// The review beside a letter: shows a place in the text, puts a sentence in with the cursor in its
// gap, and says the result aloud when it has changed. Without it buttons post the form instead.

const panel = document.querySelector("[data-review]");
const form = panel && document.getElementById(panel.dataset.review);
const said = document.querySelector("[data-review-said]");

// Places were counted in the text that was reviewed; people go on writing meanwhile.
let reviewed = form?.elements.body.value ?? "";
let sent = reviewed;

function now(place, before, after) {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  if (place <= start) return place;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return before.length - place <= end ? after.length - (before.length - place) : start;
}

function select(field, start, end) {
  field.focus();
  field.setSelectionRange(start, start);
  // Leaving and coming back makes the browser scroll to the cursor.
  field.blur();
  field.focus();
  field.setSelectionRange(start, end);
}

function show(button) {
  const field = form.elements[button.dataset.place];
  const shift = (place) => (field.name === "body" ? now(Number(place), reviewed, field.value) : Number(place));
  select(field, shift(button.dataset.start), shift(button.dataset.end));
}

function insert(button) {
  const field = form.elements.body;
  const { insert: words, at, gapStart, gapEnd } = button.dataset;
  const start = now(Number(at), reviewed, field.value);
  select(field, start, start);
  // The old way is the one that Ctrl+Z undoes.
  if (!document.execCommand("insertText", false, words)) {
    field.setRangeText(words, start, start, "end");
    field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
  }
  button.hidden = true; // until the next review, so that it is not put in twice
  select(field, start + Number(gapStart), start + Number(gapEnd));
}

function ready() {
  for (const button of panel.querySelectorAll("[data-place]")) button.hidden = false;
}

function say() {
  const words = panel.querySelector("[data-said]")?.textContent.trim().replace(/\s+/g, " ") ?? "";
  if (said && said.textContent !== words) said.textContent = words;
}

if (form) {
  ready();
  panel.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert], [data-place]");
    if (!button) return;
    event.preventDefault();
    if ("insert" in button.dataset) insert(button);
    else show(button);
  });
  panel.addEventListener("htmx:beforeRequest", () => (sent = form.elements.body.value));
  panel.addEventListener("htmx:beforeSwap", (event) => {
    // Somebody is writing a reason: what is new can wait until the next change.
    const here = document.activeElement;
    const renewed = event.detail.requestConfig.elt === panel;
    if (renewed && here?.matches("textarea") && panel.contains(here)) event.detail.shouldSwap = false;
  });
  panel.addEventListener("htmx:afterSwap", () => {
    reviewed = sent;
    ready();
    say();
  });
}
