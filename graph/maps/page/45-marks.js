// Marks on the canvas: pixel by pixel while they are too small to have a shape, as stamps from a
// few sheets where there are many of them, else as paths.
const TINY = 3.5;            // radius in pixels below which a mark is a dot
const STAMPED = 120;         // marks in sight above which stamps are used
const SIZES = [5, 7, 10, 14, 20, 28, 40, 56, 80, 112]; // radii in device pixels; in between they are drawn smaller
const stamps = new Map();    // size -> the marks of all kinds in a row
let sheet = null;            // the dots' own picture, kept between paintings

const blank = (width, height) => {
  if (typeof OffscreenCanvas === "function") return new OffscreenCanvas(width, height);
  const canvas = document.createElement("canvas");
  canvas.width = width; canvas.height = height;
  return canvas;
};
/** A colour of the theme as the four bytes of a pixel without its opacity, or -1. */
function pixelOf(colour) {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour);
  return hex ? parseInt(hex[3] + hex[2] + hex[1], 16) : -1;
}
/** Discs of these centres and radii (pixels), with soft rims: thousands in a few milliseconds. */
function dots(ctx, nodes, zoom) {
  const { a: k, e: dx, f: dy } = ctx.getTransform(), { width, height } = ctx.canvas;
  if (sheet === null || sheet.width !== width || sheet.height !== height) {
    const canvas = blank(width, height), on = canvas.getContext("2d");
    sheet = { width, height, canvas, on, image: on.createImageData(width, height) };
    sheet.pixels = new Uint32Array(sheet.image.data.buffer);
  }
  const { pixels } = sheet;
  pixels.fill(0);
  const least = 1.4 * k / zoom;
  for (const n of nodes) {
    const x = X[n] * k + dx - 0.5, y = Y[n] * k + dy - 0.5, r = Math.max(radius(n) * k, least), colour = theme.pixel[nkind[n]];
    const rim = (r + 0.5) ** 2, core = Math.max(r - 0.5, 0) ** 2;
    const x0 = Math.max(Math.ceil(x - r - 0.5), 0), x1 = Math.min(Math.floor(x + r + 0.5), width - 1);
    for (let j = Math.max(Math.ceil(y - r - 0.5), 0), y1 = Math.min(Math.floor(y + r + 0.5), height - 1); j <= y1; j++) {
      const above = (j - y) * (j - y);
      for (let i = x0, at = j * width + x0; i <= x1; i++, at++) {
        const square = (i - x) * (i - x) + above;
        if (square >= rim) continue;
        const alpha = square <= core ? 255 : ((r + 0.5 - Math.sqrt(square)) * 255) | 0;
        if (alpha >= pixels[at] >>> 24) pixels[at] = (alpha << 24) | colour;
      }
    }
  }
  sheet.on.putImageData(sheet.image, 0, 0);
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  ctx.drawImage(sheet.canvas, 0, 0);
  ctx.restore();
}

/** A mark around (0, 0), `r` units large; `zoom` only decides how wide its rim is. */
function drawMark(ctx, k, r, zoom, ring) {
  const kind = KIND[k], size = r / 12, outline = OUTLINE_PATH[outlineOf(kind)];
  ctx.scale(size, size);
  ctx.translate(-12, -12);
  ctx.fillStyle = theme.kind[k];
  ctx.strokeStyle = theme.halo; ctx.lineWidth = 4 / size / Math.max(zoom, 0.4) * 0.6; ctx.lineJoin = "round";
  ctx.stroke(outline);
  if (ring) { ctx.strokeStyle = theme.accent; ctx.lineWidth = 5 / size / Math.max(zoom, 0.5); ctx.stroke(outline); }
  ctx.fill(outline);
  if (r * zoom > 7.5 && kind.name in ICON_PATH) {
    ctx.strokeStyle = theme.icon; ctx.lineWidth = 1.5; ctx.lineCap = "round";
    ctx.stroke(ICON_PATH[kind.name]);
  }
}
function mark(ctx, n, zoom, ring) {
  const r = radius(n);
  if (r * zoom < TINY && !ring) {
    const side = Math.max(r, 1.6 / zoom);
    ctx.fillStyle = theme.kind[nkind[n]];
    ctx.fillRect(X[n] - side, Y[n] - side, 2 * side, 2 * side);
    return;
  }
  ctx.save();
  ctx.translate(X[n], Y[n]);
  drawMark(ctx, nkind[n], r, zoom, ring);
  ctx.restore();
}
/** The marks of all kinds at a size, side by side. */
function stampsOf(size) {
  let row = stamps.get(size);
  if (row === undefined) {
    const side = 2 * Math.ceil(size * 1.45 + 3), canvas = blank(side * KIND.length, side), ctx = canvas.getContext("2d");
    KIND.forEach((_, k) => {
      ctx.setTransform(1, 0, 0, 1, (k + 0.5) * side, side / 2);
      drawMark(ctx, k, size, 1, false);
    });
    row = { side, picture: canvas.transferToImageBitmap?.() ?? canvas };
    stamps.set(size, row);
  }
  return row;
}
function stampAll(ctx, nodes) {
  const { a: k, e: dx, f: dy } = ctx.getTransform();
  ctx.save();
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  for (const n of nodes) {
    const r = radius(n) * k, size = SIZES.find((one) => one >= r) ?? SIZES.at(-1);
    const { side, picture } = stampsOf(size), wide = side * r / size;
    ctx.drawImage(picture, nkind[n] * side, 0, side, side, X[n] * k + dx - wide / 2, Y[n] * k + dy - wide / 2, wide, wide);
  }
  ctx.restore();
}
/** All marks inside `view`, the most important on top. */
function paintMarks(ctx, nodes, view, zoom) {
  const small = [], large = [];
  for (let i = nodes.length - 1; i >= 0; i--) {
    const n = nodes[i], r = radius(n);
    if (X[n] + r < view[0] || X[n] - r > view[2] || Y[n] + r < view[1] || Y[n] - r > view[3]) continue;
    (r * zoom < TINY ? small : large).push(n);
  }
  if (small.length > STAMPED && ctx.canvas.width * ctx.canvas.height < 16e6) dots(ctx, small, zoom);
  else for (const n of small) mark(ctx, n, zoom, false);
  if (large.length > STAMPED) stampAll(ctx, large);
  else for (const n of large) mark(ctx, n, zoom, false);
}
