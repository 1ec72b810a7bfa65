// Returns what is written over something else on the page, as readers see it, three at the most.
() => {
  const seen = new Map();
  const windowOf = (element) => {  // what of the page can be seen through the boxes around an element
    if (!element) return { top: -1e6, left: 0, bottom: 1e6, right: 1e6 };
    if (seen.has(element)) return seen.get(element);
    const around = windowOf(element.parentElement), style = getComputedStyle(element);
    let window = around;
    const floats = style.position === "sticky" || style.position === "fixed"; // over others on purpose
    if (floats || style.clipPath !== "none") window = { top: 0, left: 0, bottom: 0, right: 0 };
    else if (style.overflow !== "visible") {
      const box = element.getBoundingClientRect();
      window = { top: Math.max(around.top, box.top), left: Math.max(around.left, box.left), bottom: Math.min(around.bottom, box.bottom), right: Math.min(around.right, box.right) };
    }
    seen.set(element, window);
    return window;
  };
  const boxes = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, holder = node.parentElement;
    if (!node.data.trim() || holder.closest("option, svg, .ds-skip-link") || !holder.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange(), window = windowOf(holder);
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const one = { node, top: Math.max(box.top, window.top), bottom: Math.min(box.bottom, window.bottom), left: Math.max(box.left, window.left), right: Math.min(box.right, window.right) };
      if (one.right - one.left > 4 && one.bottom - one.top > 4) boxes.push(one);
    }
  }
  boxes.sort((a, b) => a.top - b.top);
  const found = new Set(), said = (box) => box.node.data.trim().slice(0, 40);
  boxes.forEach((one, n) => {
    for (let m = n + 1; m < boxes.length && boxes[m].top < one.bottom; m++) {
      const other = boxes[m];
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - other.top;
      if (other.node !== one.node && wide > 4 && high > 0.4 * Math.min(one.bottom - one.top, other.bottom - other.top)) found.add(`“${said(one)}” over “${said(other)}”`);
    }
  });
  return [...found].slice(0, 3);
}
