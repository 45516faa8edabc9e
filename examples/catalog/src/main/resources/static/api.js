/** The REST API. Answers are {status, body}; status 0 means that the server did not answer. */

const PRODUCTS = "/api/products";

let user = "";

export function actAs(name) {
  user = name;
}

async function send(method, path, body, tag) {
  const headers = {"X-User": encodeURIComponent(user)};
  if (tag) {
    headers["If-Match"] = tag;
  }
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  try {
    const response = await fetch(path, {method, headers, body: body === undefined ? undefined : JSON.stringify(body)});
    const text = await response.text();
    return {
      status: response.status,
      body: text ? JSON.parse(text) : null,
      tag: response.headers.get("ETag"),
      total: Number(response.headers.get("X-Total-Count") ?? 0),
    };
  } catch (e) {
    return {status: 0, body: null, total: 0};
  }
}

const at = (code) => `${PRODUCTS}/${encodeURIComponent(code)}`;

export const list = (text) => send("GET", `${PRODUCTS}?size=200&q=${encodeURIComponent(text)}`);

/** With the tag of what was seen, for {@link replace} and {@link remove}. */
export async function get(code) {
  const {status, body, tag} = await send("GET", at(code));
  return {status, body: status === 200 ? {...body, tag} : body};
}

export const changes = (code) => send("GET", `${at(code)}/changes`);
export const create = (product) => send("POST", PRODUCTS, product);
export const replace = (code, product, tag) => send("PUT", at(code), product, tag);
export const remove = (code, tag) => send("DELETE", at(code), undefined, tag);
export const swap = (first, second) => send("POST", `${PRODUCTS}/swap`, [first, second].map(
    (product) => ({code: product.code, version: product.metadata.version})));
export const figures = () => send("GET", "/api/conflicts");
