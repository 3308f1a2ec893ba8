// Returns what is wrong with a page as it stands: see geometry.py.
(rules) => {
  const PX = 1.5;
  const found = new Set();
  const visible = (each) =>
    each.getClientRects().length > 0 &&
    each.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    each.closest(".unseen, noscript, svg, template") === null;
  const words = (each) => each.textContent.replace(/\s+/g, " ").trim().slice(0, 40);
  const style = (each) => getComputedStyle(each);

  // Every text that is seen, line by line, less what scrolls out of a box that scrolls.
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const owner = node.parentElement;
    if (node.data.trim() === "" || !visible(owner) || ["SCRIPT", "STYLE"].includes(owner.tagName)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const size = parseFloat(style(owner).fontSize);
    // The line box of a font is higher than its signs: a hanzi fills its square, Latin letters less.
    const lines = [...range.getClientRects()].filter((box) => box.width > 0.5).map((box) => {
      const middle = (box.top + box.bottom) / 2;
      return { left: box.left, right: box.right, top: middle - size * 0.46, bottom: middle + size * 0.46 };
    });
    if (lines.length > 0) texts.push({ node, owner, lines, size });
  }

  const meets = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > PX &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > PX;
  const clip = (line, owner) => {
    // A DOMRect has nothing of its own to spread.
    let seen = { left: line.left, right: line.right, top: line.top, bottom: line.bottom };
    for (let up = owner; up !== null && up !== document.body; up = up.parentElement) {
      const { overflowX, overflowY, position } = style(up);
      if (overflowX !== "visible" || overflowY !== "visible") {
        const box = up.getBoundingClientRect();
        seen = {
          left: Math.max(seen.left, box.left),
          right: Math.min(seen.right, box.right),
          top: Math.max(seen.top, box.top),
          bottom: Math.min(seen.bottom, box.bottom),
        };
      }
      if (position === "fixed") break;
    }
    return seen;
  };
  const scrolls = (owner) => {
    for (let up = owner; up !== null; up = up.parentElement)
      if (["auto", "scroll"].includes(style(up).overflowY) && up.scrollHeight > up.clientHeight + 1) return true;
    return false;
  };

  for (const text of texts) {
    text.seen = text.lines.map((line) => clip(line, text.owner));
    const what = `"${words(text.node)}"`;
    const hidden = text.lines.some((line, at) => {
      const seen = text.seen[at];
      const lost = Math.max(seen.left - line.left, line.right - seen.right);
      const lostDown = Math.max(seen.top - line.top, line.bottom - seen.bottom);
      return lost > PX || (lostDown > PX && !scrolls(text.owner));
    });
    if (hidden) found.add(`${what} is cut off`);
    for (const line of text.lines) {
      if (line.left < -PX || line.right > innerWidth + PX) found.add(`${what} is outside the window`);
      if (!rules.scrolls && (line.top < -PX || line.bottom > innerHeight + PX))
        found.add(`${what} is outside the window`);
    }
    if (/^(None|null|undefined|NaN|True|False|\[object \w+\]|<.*>)$/.test(text.node.data.trim())) found.add(`${what} is no word of people`);
    if (text.size < rules.smallest - 0.05) found.add(`${what} has letters of ${text.size.toFixed(1)} px`);
    const widest = Math.max(...text.lines.map((line) => line.right - line.left));
    if (new Set(text.lines.map((line) => Math.round(line.top))).size > 4 && widest < 6 * text.size) found.add(`${what} is squeezed into a column`);
    if (text.owner.closest(".number:not(form), .digits, .count, .time, p.mine") && new Set(text.lines.map((line) => Math.round(line.top / 4))).size > 1)
      found.add(`${what} is a number on two lines`);
  }

  for (const [at, one] of texts.entries())
    for (const other of texts.slice(at + 1)) {
      const both = one.seen.some((here) => other.seen.some((there) => meets(here, there)));
      // What is fixed over a page that scrolls is passed under; what lies under a sheet that hides all is not seen.
      const layer = (text) => text.owner.closest("#entrance, nav, dialog");
      if (both && layer(one.owner ? one : one) === layer(other)) found.add(`"${words(one.node)}" over "${words(other.node)}"`);
    }

  // Two texts of two boxes side by side are read as one when nothing is between them.
  const inLine = (each) => /^(inline|contents)/.test(style(each).display) && !/flex|grid/.test(style(each.parentElement).display);
  const block = (each) => (inLine(each) ? block(each.parentElement) : each);
  for (const [at, one] of texts.entries())
    for (const other of texts.slice(at + 1)) {
      if (block(one.owner) === block(other.owner)) continue;
      const close = one.seen.some((here) =>
        other.seen.some((there) => {
          const apart = Math.max(here.left, there.left) - Math.min(here.right, there.right);
          const beside = Math.min(here.bottom, there.bottom) - Math.max(here.top, there.top);
          return apart >= 0 && apart < 3 && beside > 0.5 * Math.min(one.size, other.size);
        }),
      );
      if (close) found.add(`"${words(one.node)}" touches "${words(other.node)}"`);
    }

  // What is needed all the time is in sight without scrolling anything.
  for (const each of document.querySelectorAll(rules.sight || "none")) {
    if (!visible(each)) continue;
    const whole = each.getBoundingClientRect();
    const seen = clip(whole, each.parentElement);
    if (seen.bottom - seen.top < whole.height - PX || seen.right - seen.left < whole.width - PX || whole.top < -PX || whole.bottom > innerHeight + PX)
      found.add(`"${words(each)}" is not in sight`);
  }

  const PRESSED = "button, a, input, summary, select";
  const pressed = [...document.querySelectorAll(PRESSED)].filter(visible);
  const box = (each) => each.getBoundingClientRect();
  for (const [at, one] of pressed.entries()) {
    const here = box(one);
    const inText = one.tagName === "A" && style(one).display === "inline";
    if (rules.touch > 0 && !inText && !["checkbox", "radio"].includes(one.type) && Math.min(here.width, here.height) < rules.touch - 0.5)
      found.add(`"${words(one)}" is ${Math.round(here.width)}x${Math.round(here.height)} px to press`);
    for (const other of pressed.slice(at + 1))
      if (!one.contains(other) && !other.contains(one) && meets(clip(here, one.parentElement), clip(box(other), other.parentElement)))
        if (one.closest("nav") === other.closest("nav")) found.add(`button "${words(one)}" over "${words(other)}"`);
  }

  if (document.scrollingElement.scrollWidth > innerWidth + 1) found.add("the page is wider than the window");
  if (!rules.scrolls && document.scrollingElement.scrollHeight > innerHeight + 1) found.add("the page is higher than the window");

  // Contrast of each text with what lies under it.
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, alpha / 255];
  };
  const over = (top, under) => top.slice(0, 3).map((part, at) => part * top[3] + under[at] * (1 - top[3]));
  const ground = (each) => {
    if (each === null) return [255, 255, 255];
    const own = rgba(style(each).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, ground(each.parentElement));
  };
  const light = (colour) => {
    const [red, green, blue] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  for (const { node, owner } of texts) {
    if (owner.closest(":disabled")) continue;
    const under = ground(owner);
    const [one, other] = [light(over(rgba(style(owner).color), under)), light(under)];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < rules.contrast - 0.01) found.add(`"${words(node)}" has a contrast of ${contrast.toFixed(1)}`);
  }
  return [...found];
};
