// The growth of what publishing costs, as a picture: a line for each kind of publish, both axes by powers of ten.

const [WIDTH, HEIGHT] = [880, 520];
const FRAME = { left: 80, right: 310, top: 30, bottom: 60 };
/** Told apart without colour by their labels; of enough contrast on white. */
const COLOURS = ['#7a1f1f', '#1f4e7a', '#2f6b2f', '#6b4a00', '#5b2f7a', '#00606b', '#8a2f5b', '#444444', '#b03a00', '#3a3ab0'];
/** Between the base lines of two labels. */
const LINE = 18;

/**
 * @typedef {{ what: string, articles: number, value: number }} Point
 */

/**
 * An SVG drawing of processor time by articles.
 * @param {Point[]} points
 * @param {string} title
 */
export function curves(points, title) {
  const x = scale(points.map(({ articles }) => articles), FRAME.left, WIDTH - FRAME.right);
  const y = scale(points.map(({ value }) => value), HEIGHT - FRAME.bottom, FRAME.top);
  const kinds = [...new Set(points.map(({ what }) => what))].map((what, number) => {
    const line = points.filter((point) => point.what === what).map(({ articles, value }) => ({ x: x.at(articles), y: y.at(value) }));
    return { what, line, colour: COLOURS[number % COLOURS.length] ?? '', end: line.at(-1) ?? { x: 0, y: 0 } };
  });
  // Labels stand beside the ends of their lines, one below the other.
  /** @type {Map<number, number>} the lowest so far at each place */
  const lowest = new Map();
  const drawn = [...kinds].sort((a, b) => a.end.y - b.end.y).map(({ what, line, colour, end }) => {
    const height = Math.max(end.y, (lowest.get(end.x) ?? -Infinity) + LINE);
    lowest.set(end.x, height);
    const dots = line.map((dot) => `<circle cx="${round(dot.x)}" cy="${round(dot.y)}" r="3"/>`).join('');
    const path = line.map((dot) => `${round(dot.x)},${round(dot.y)}`).join(' ');
    return {
      line: `<g fill="${colour}"><polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}</g>`,
      label: `<text x="${round(end.x + 14)}" y="${round(height + 5)}" fill="${colour}" stroke="#fff" stroke-width="4" paint-order="stroke">${escape(what)}</text>`,
    };
  });
  const grid = [
    ...x.powers.map((power) => `<path d="M${round(x.at(power))} ${FRAME.top}V${HEIGHT - FRAME.bottom}"/><text x="${round(x.at(power))}" y="${HEIGHT - FRAME.bottom + 22}" text-anchor="middle">${power.toLocaleString('en')}</text>`),
    ...y.powers.map((power) => `<path d="M${FRAME.left} ${round(y.at(power))}H${WIDTH - FRAME.right}"/><text x="${FRAME.left - 8}" y="${round(y.at(power) + 5)}" text-anchor="end">${power.toLocaleString('en')} s</text>`),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="14" role="img" aria-label="${escape(title)}">
<rect width="100%" height="100%" fill="#fff"/>
<g stroke="#ccc" fill="#333"><g stroke-width="1">${grid.join('').replaceAll('<text', '<text stroke="none"')}</g></g>
${[...drawn.map(({ line }) => line), ...drawn.map(({ label }) => label)].join('\n')}
<text x="${FRAME.left}" y="${HEIGHT - 12}" fill="#333">${escape(title)}</text>
</svg>
`;
}

/**
 * From whole powers of ten to places.
 * @param {number[]} values
 * @param {number} first
 * @param {number} last
 */
function scale(values, first, last) {
  const logs = values.map(Math.log10);
  const [low, high] = [Math.floor(Math.min(...logs)), Math.ceil(Math.max(...logs))];
  const span = Math.max(1, high - low);
  const powers = Array.from({ length: span + 1 }, (_, step) => 10 ** (low + step));
  return { powers, at: (/** @type {number} */ value) => first + ((Math.log10(value) - low) / span) * (last - first) };
}

/** @param {number} value */
function round(value) {
  return Number(value.toFixed(1));
}

/** @param {string} text */
function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
