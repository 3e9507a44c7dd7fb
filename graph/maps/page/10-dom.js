// Elements, days and words. Text enters the page as text nodes only: no markup is ever parsed.
const $ = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}
const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);
// Foreign text is isolated, so that no name can turn the sentence around it.
const bdi = (text, lang) => el("bdi", { dir: "auto", lang }, text);
const button = (label, onclick, attributes) => el("button", { type: "button", onclick, ...attributes }, label);

// Days are proleptic Gregorian ordinals (1 is 0001-01-01), as in Python.
const EPOCH = 719163;
const NEVER = -(2 ** 30);
const EVER = 2 ** 30;
const dayText = (day) => new Date((day - EPOCH) * 864e5).toISOString().slice(0, 10);
function dayOf(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text ?? "")) return null;
  const time = Date.parse(text + "T00:00:00Z");
  if (!Number.isFinite(time)) return null;
  const day = Math.round(time / 864e5) + EPOCH;
  return dayText(day) === text ? day : null;
}
const time = (text) => el("time", { dir: "ltr", class: text.length > 12 ? "long" : null }, text);
/** A date as precise as it is known: `[..2026-07-05]` reads "2026-07-05 at the latest". */
function when(text) {
  if (text === "..") return [word("date.open")];
  if (text.startsWith("?")) return sentence("date.inferred", { a: time(text.slice(1)) });
  if (!text.startsWith("[")) return [time(text)];
  const [a, b] = text.slice(1, -1).split("..");
  if (!a) return sentence("date.latest", { a: time(b) });
  if (!b) return sentence("date.earliest", { a: time(a) });
  return sentence("date.between", { a: time(a), b: time(b) });
}

// Search ignores case, accents and width: "ALİBABA", "alibaba" and "ａｌｉｂａｂａ" are one.
const plain = /^[\x20-\x7e\n]*$/;
const fold = (text) => plain.test(text) ? text.toLowerCase() : text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const LABEL = 32;
const segments = typeof Intl.Segmenter === "function" ? new Intl.Segmenter() : null;
function short(text, most = LABEL) {
  if (text.length <= most) return text; // no more graphemes than code units
  const parts = segments ? Array.from(segments.segment(text), (part) => part.segment) : [...text];
  return parts.length > most ? parts.slice(0, most - 1).join("") + "…" : text;
}
const rtl = (text) => {
  const strong = /[A-Za-z\u00c0-\u024f\u0370-\u058f\u0590-\u08ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\ufb1d-\ufdff\ufe70-\ufefc]/
    .exec(text);
  return strong !== null && /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(strong[0]);
};

let lang = "en";
const WORDS = D.words;
const word = (key) => WORDS[lang][key] ?? WORDS.en[key] ?? key;
let figures = null;
const number = (value) => {
  // one formatter a language: making it takes longer than all it formats
  if (figures?.lang !== lang) figures = { lang, format: new Intl.NumberFormat(lang) };
  return figures.format.format(value);
};
/** A sentence as text: `{name}` is replaced by values. */
const say = (key, values = {}) =>
  counting(key, values).replace(/\{(\w+)\}/g, (all, name) =>
    name in values ? (typeof values[name] === "number" ? number(values[name]) : values[name]) : all);
/** A sentence as nodes: values may be elements. */
function sentence(key, values = {}) {
  return counting(key, values).split(/(\{\w+\})/).filter(Boolean).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name === undefined || !(name in values)) return part;
    return typeof values[name] === "number" ? number(values[name]) : values[name];
  });
}
/** A sentence with its plurals chosen: `{n:claim:claims}` is the word for that number. */
const counting = (key, values) => word(key).replace(/\{(\w+):([^:}]*):([^}]*)\}/g, (_, name, one, many) => (values[name] === 1 ? one : many));
/** A word of the ontology (it has English labels) in the page's language, where it is translated. */
function term(list, name) {
  const label = WORDS[lang][list + "." + name];
  if (label !== undefined) return document.createTextNode(label);
  return el("span", { lang: "en", dir: "ltr" }, D.codes[list]?.[name]?.[0] ?? name);
}
const termText = (list, name) => WORDS[lang][list + "." + name] ?? D.codes[list]?.[name]?.[0] ?? name;

let announceTimer = 0;
function announce(text) {
  clearTimeout(announceTimer);
  announceTimer = setTimeout(() => { $("live").textContent = text; }, 60);
}
