/** The products, as they stand in the shop; kept up to date while others work. */
import * as api from "./api.js";
import {ago, element, money} from "./format.js";

const EVERY_MS = 3000;

const rows = document.getElementById("rows");
const search = document.getElementById("search");

let products = [];
let selected = null;
let shown = "";
let listener = () => {};
let onOpen = () => {};
let say = () => {};

export function start({open, changed, announce}) {
  onOpen = open;
  listener = changed;
  say = announce;
  search.addEventListener("input", refresh);
  setInterval(() => {
    if (!document.hidden) {
      refresh();
    }
  }, EVERY_MS);
  return refresh();
}

export async function refresh() {
  const text = search.value.trim();
  const {status, body, total} = await api.list(text);
  if (status !== 200 || text !== search.value.trim()) {
    return;
  }
  products = body;
  document.getElementById("count").textContent = String(total);
  document.getElementById("empty").hidden = products.length > 0;
  render();
  listener(products);
}

export function select(code) {
  selected = code;
  render();
}

/** Anew, if anything has changed; what has the focus keeps it. */
function render() {
  const state = JSON.stringify([products, selected, search.value]);
  if (state === shown) {
    return;
  }
  shown = state;
  const focus = document.activeElement?.dataset?.key;
  rows.replaceChildren(...products.map(row));
  if (focus) {
    rows.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }
}

function row(product, i) {
  const open = element("button", {
    type: "button",
    class: "open",
    "data-key": `open-${product.code}`,
    "aria-current": product.code === selected ? "true" : undefined,
    onclick: () => onOpen(product.code),
  },
  element("span", {class: "name"}, product.name, product.published ? "" : " ",
      product.published ? "" : element("span", {class: "pill"}, "hidden")),
  element("span", {class: "price"}, money(product.price)),
  element("span", {class: "sub"}, element("span", {class: "mono"}, product.code),
      ` · ${product.metadata.modifiedBy}, ${ago(product.metadata.modifiedAt)}`),
  element("span", {class: product.stock === 0 ? "stock none" : "stock"},
      product.stock === 0 ? "out of stock" : `${product.stock} in stock`));
  return element("li", {class: product.code === selected ? "selected" : ""}, open, element("span", {class: "moves"},
      move(product, products[i - 1], "up", "↑"), move(product, products[i + 1], "down", "↓")));
}

function move(product, other, where, arrow) {
  return element("button", {
    type: "button",
    class: "move",
    "data-key": `${where}-${product.code}`,
    "aria-label": `Move ${product.name} ${where}`,
    title: `Move ${where}`,
    disabled: !other || search.value.trim() !== "",
    onclick: () => swap(product, other, where),
  }, arrow);
}

async function swap(product, other, where) {
  const {status, body} = await api.swap(product, other);
  await refresh();
  say(status === 200 ? `Moved ${product.name} ${where}`
    : `Not moved: ${status === 0 ? "the server does not answer" : body?.detail ?? "the server refused it"}`);
}
