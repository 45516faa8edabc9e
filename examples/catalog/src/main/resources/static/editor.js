/** The form of one product, and what happens when somebody else was faster. */
import * as api from "./api.js";
import * as conflict from "./conflict.js";
import {ago, clock, element, fields as fieldNames} from "./format.js";
import {FIELDS} from "./merge.js";

const form = document.getElementById("form");
const title = document.getElementById("editor-title");
const noticeBox = document.getElementById("notice");
const work = document.getElementById("work");
const ALL = ["code", ...FIELDS.map((field) => field.name)];

/** The product as this person has last seen it, or null for one that is not saved yet. */
let base = null;
let isOpen = false;
let isSaving = false;
let on = {announce() {}, saved() {}, told() {}, opened() {}};

export function start(listeners) {
  on = listeners;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  form.addEventListener("input", () => conflict.update(input()));
  document.getElementById("close").addEventListener("click", close);
  document.getElementById("delete").addEventListener("click", remove);
  document.getElementById("look").addEventListener("click", look);
  document.getElementById("history-box").addEventListener("toggle", showHistory);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
    }
  });
}

export async function open(code) {
  const {status, body} = await api.get(code);
  if (status !== 200) {
    on.announce(status === 0 ? "The server does not answer" : `${code} is not there any more`);
    on.saved();
    return;
  }
  show(body);
  title.focus();
}

export function create() {
  base = null;
  begin();
  write({name: "", price: "", stock: 0, tags: [], description: "", published: false});
  document.getElementById("code").value = "";
  title.textContent = "New product";
  document.getElementById("meta").textContent = "Its code stays as it is once it is saved.";
  on.opened(null);
  document.getElementById("code").focus();
}

function show(product) {
  base = product;
  begin();
  write(product);
  head();
  on.opened(product.code);
}

function begin() {
  isOpen = true;
  form.hidden = false;
  work.classList.add("editing");
  document.getElementById("nothing").hidden = true;
  document.getElementById("code-field").hidden = base !== null;
  document.getElementById("delete").hidden = base === null;
  document.getElementById("history-box").hidden = base === null;
  document.getElementById("history-box").open = false;
  noticeBox.hidden = true;
  conflict.hide();
  complain({});
}

function head() {
  title.textContent = base.name;
  document.getElementById("meta").textContent =
    `${base.code} · version ${base.metadata.version} · by ${base.metadata.modifiedBy}, ${ago(base.metadata.modifiedAt)}`;
}

function close() {
  const code = base?.code;
  isOpen = false;
  base = null;
  form.hidden = true;
  work.classList.remove("editing");
  document.getElementById("nothing").hidden = false;
  on.opened(null);
  (document.querySelector(`[data-key="open-${CSS.escape(code ?? "")}"]`) ?? document.getElementById("new")).focus();
}

function write(product) {
  for (const {name} of FIELDS) {
    const field = form.elements[name];
    if (name === "published") {
      field.checked = product.published;
    } else if (name === "price") {
      field.value = product.price === "" ? "" : Number(product.price).toFixed(2);
    } else {
      field.value = name === "tags" ? product.tags.join(", ") : product[name];
    }
  }
}

/** What the form says, in the form of the API. */
function input() {
  const number = (text) => (text.trim() === "" || Number.isNaN(Number(text.replace(",", "."))) ? text : Number(text.replace(",", ".")));
  return {
    name: form.elements.name.value.trim(),
    price: number(form.elements.price.value),
    stock: form.elements.stock.value.trim() === "" ? 0 : number(form.elements.stock.value),
    tags: [...new Set(form.elements.tags.value.split(",").map((tag) => tag.trim()).filter(Boolean))].sort(),
    description: form.elements.description.value,
    published: form.elements.published.checked,
  };
}

function mistakes(product) {
  const errors = {};
  if (product.name === "") {
    errors.name = "Give it a name.";
  }
  if (typeof product.price !== "number" || product.price < 0 || !/^\d+(\.\d{1,2})?$/.test(String(product.price))) {
    errors.price = "A price is a number such as 12.50.";
  }
  if (!Number.isInteger(product.stock) || product.stock < 0) {
    errors.stock = "A whole number, 0 or more.";
  }
  if (base === null && !/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(form.elements.code.value.trim())) {
    errors.code = "Letters, digits, dots, hyphens and underscores; a letter or digit first.";
  }
  return errors;
}

/** Shows what is wrong, at its field, and goes to the first. */
function complain(errors) {
  for (const name of ALL) {
    const field = form.elements[name];
    document.getElementById(`${name}-error`).textContent = errors[name] ?? "";
    if (errors[name]) {
      field.setAttribute("aria-invalid", "true");
    } else {
      field.removeAttribute("aria-invalid");
    }
  }
  const first = ALL.find((name) => errors[name]);
  if (first) {
    form.elements[first].focus();
  }
}

async function save() {
  const product = input();
  const errors = mistakes(product);
  complain(errors);
  if (isSaving || Object.keys(errors).length > 0) {
    return;
  }
  isSaving = true;
  document.getElementById("save").setAttribute("aria-busy", "true");
  const answer = base === null
    ? await api.create({code: form.elements.code.value.trim(), ...product})
    : await api.replace(base.code, product, base.tag);
  isSaving = false;
  document.getElementById("save").removeAttribute("aria-busy");
  await answered(answer);
}

async function answered({status, body}) {
  if (status === 201) {
    await finished(body.code);
  } else if (status === 204) {
    await finished(base.code);
  } else if (base !== null && body?.type?.endsWith("/stale-version")) {
    await look();
  } else if (base !== null && body?.type?.endsWith("/gone")) {
    deleted(body);
  } else if (body?.errors) {
    complain(Object.fromEntries(Object.entries(body.errors).map(([pointer, text]) => [pointer.slice(1), text])));
  } else if (base === null && body?.type?.endsWith("/duplicate")) {
    complain({code: "There is a product with this code already."});
  } else {
    on.announce(status === 0 ? "Not saved: the server does not answer. Your input is kept."
      : `Not saved: ${body?.detail ?? `the server answered ${status}`}`);
  }
}

async function finished(code) {
  const {status, body} = await api.get(code);
  if (status === 200) {
    show(body);
    on.announce(`Saved ${body.name}, version ${body.metadata.version}`);
    title.focus();
  }
  await on.saved();
}

/** Somebody else was faster. From now on the base is what they have saved, so that saving again is about that. */
function disagree({current, changes}) {
  const seen = base;
  noticeBox.hidden = true;
  conflict.show({
    base: seen,
    theirs: current,
    changes,
    input,
    save: (merged) => {
      base = current;
      write(merged);
      save();
    },
    discard: () => {
      show(current);
      on.announce(`This is what ${current.metadata.modifiedBy} has saved`);
      title.focus();
    },
  });
  on.told();
}

function deleted({modifiedBy, modifiedAt}) {
  const code = base.code;
  conflict.gone({
    by: modifiedBy,
    at: modifiedAt,
    again: async () => {
      base = null;
      await answered(await api.create({code, ...input()}));
    },
    close: () => {
      close();
      on.saved();
    },
  });
}

/** While the form is open, somebody else may save. */
export function notice(products) {
  const now = products.find((product) => product.code === base?.code);
  if (!isOpen || !now || isSaving || now.metadata.version <= base.metadata.version || conflict.isShown()) {
    return;
  }
  const text = `${now.metadata.modifiedBy} has saved version ${now.metadata.version} meanwhile.`;
  if (noticeBox.hidden || document.getElementById("notice-text").textContent !== text) {
    noticeBox.hidden = false;
    document.getElementById("notice-text").textContent = text;
  }
}

/** At what the others have done. */
async function look() {
  const [product, changes] = await Promise.all([api.get(base.code), api.changes(base.code)]);
  if (product.status === 404) {
    deleted({});
  } else if (product.status === 200 && changes.status === 200) {
    disagree({
      current: product.body,
      changes: changes.body.filter((change) => change.version > base.metadata.version),
    });
  }
}

async function remove() {
  if (!window.confirm(`Delete ${base.name}?`)) {
    return;
  }
  const {status, body} = await api.remove(base.code, base.tag);
  if (status === 204 || body?.type?.endsWith("/gone")) {
    on.announce(`Deleted ${base.name}`);
    close();
    await on.saved();
  } else if (body?.type?.endsWith("/stale-version")) {
    await look();
  } else {
    on.announce(`Not deleted: ${body?.detail ?? "the server does not answer"}`);
  }
}

async function showHistory() {
  if (!document.getElementById("history-box").open || base === null) {
    return;
  }
  const {status, body} = await api.changes(base.code);
  if (status === 200) {
    document.getElementById("history").replaceChildren(...body.reverse().map((change) => element("li", {},
        element("b", {}, `Version ${change.version}`), ` by ${change.modifiedBy}, `,
        element("time", {datetime: change.modifiedAt, title: clock(change.modifiedAt)}, ago(change.modifiedAt)),
        change.version === 1 ? ": created" : `: ${fieldNames(change.pointers)}`)));
  }
}
