// The texts that do not stand out from what is behind them by 4.5 : 1 (WCAG 2, level AA).
() => {
  const parse = (text) => {
    const found = text.match(/[0-9.]+/g).map(Number);
    return text.startsWith("color(") ? [...found.slice(-4, -1).map((part) => part * 255), found.at(-1)] : found;
  };
  const light = (rgb) => {
    const linear = (part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4;
    const [r, g, b] = rgb.map((part) => linear(part / 255));
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const known = new Map();
  const behind = (element) => {
    if (!element) return [255, 255, 255];
    if (!known.has(element)) {
      const found = parse(getComputedStyle(element).backgroundColor);
      known.set(element, found.length < 4 || found[3] > .5 ? found.slice(0, 3) : behind(element.parentElement));
    }
    return known.get(element);
  };
  const poor = new Map();
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || !element.checkVisibility() || element.closest("svg, [aria-hidden], .vh")) continue;
    const style = getComputedStyle(element);
    const [one, other] = [light(parse(style.color).slice(0, 3)), light(behind(element))].sort((a, b) => b - a);
    const ratio = (one + .05) / (other + .05);
    if (ratio < 4.5) poor.set(element.tagName + "." + element.className, ratio.toFixed(2) + " " + element.textContent.slice(0, 30));
  }
  return [...poor];
}
