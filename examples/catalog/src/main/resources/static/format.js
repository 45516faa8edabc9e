/** Values as people read them. */

const MONEY = new Intl.NumberFormat("en-IE", {style: "currency", currency: "EUR"});
const CLOCK = new Intl.DateTimeFormat(undefined, {hour: "2-digit", minute: "2-digit", second: "2-digit"});
const DAY = new Intl.DateTimeFormat(undefined, {dateStyle: "medium", timeStyle: "short"});

const LABELS = {
  name: "name", price: "price", stock: "stock", tags: "tags", description: "description", published: "visibility",
};

export const money = (amount) => MONEY.format(amount);

export function value(name, it) {
  if (it === undefined || it === null) {
    return "unknown";
  }
  switch (name) {
    case "price": return money(it);
    case "published": return it ? "yes" : "no";
    case "tags": return it.length ? it.join(", ") : "none";
    default: return String(it) === "" ? "empty" : String(it);
  }
}

export function ago(instant) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(instant)) / 1000));
  if (seconds < 10) {
    return "just now";
  }
  if (seconds < 90) {
    return `${seconds} s ago`;
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min ago` : `on ${DAY.format(Date.parse(instant))}`;
}

export const clock = (instant) => CLOCK.format(Date.parse(instant));

/** "price and stock" */
export function fields(pointers) {
  const names = pointers.map((pointer) => LABELS[pointer.slice(1)] ?? pointer.slice(1));
  return sequence(names.length ? names : ["nothing but its place"]);
}

export function sequence(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** Elements without markup: all texts are texts. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, it] of Object.entries(attributes)) {
    if (name === "class") {
      node.className = it;
    } else if (name.startsWith("on")) {
      node.addEventListener(name.slice(2), it);
    } else if (it === true) {
      node.setAttribute(name, "");
    } else if (it !== false && it !== undefined) {
      node.setAttribute(name, it);
    }
  }
  node.append(...children);
  return node;
}
