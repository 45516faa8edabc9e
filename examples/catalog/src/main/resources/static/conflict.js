/** Shows that somebody else was faster, with both values of each field, and lets this person decide. */
import {ago, clock, element, fields as fieldNames, sequence, value} from "./format.js";
import {compare, merge, suggestion} from "./merge.js";

const box = document.getElementById("conflict");

let state = null;
let choices = {};

export const isShown = () => !box.hidden;

export function hide() {
  box.hidden = true;
  box.replaceChildren();
  state = null;
  choices = {};
}

export function show(conflict) {
  state = conflict;
  choices = {};
  render(conflict.input());
  box.hidden = false;
  document.getElementById("conflict-title").focus();
}

/** What this person types goes on counting. */
export function update(yours) {
  if (state) {
    table(yours);
  }
}

const who = () => state.theirs.metadata.modifiedBy;

function render(yours) {
  const {theirs} = state;
  box.replaceChildren(
      element("div", {role: "alert"},
          element("h3", {id: "conflict-title", tabindex: "-1"},
              `${who()} has changed this product while you were editing it`),
          element("p", {id: "conflict-lead"})),
      element("ul", {class: "changes"}, ...state.changes.map((change) => element("li", {},
          element("b", {}, change.modifiedBy), ` changed ${fieldNames(change.pointers)}, `,
          element("time", {datetime: change.modifiedAt}, `${ago(change.modifiedAt)} (${clock(change.modifiedAt)})`),
          `: version ${change.version}`))),
      element("div", {id: "conflict-table"}),
      element("div", {class: "actions"},
          element("button", {type: "button", class: "primary", id: "merge", onclick: mergeAndSave}, "Merge and save"),
          element("button", {type: "button", id: "keep-mine", onclick: keepMine}, "Overwrite with mine"),
          element("button", {type: "button", id: "take-theirs", onclick: () => state.discard()},
              `Take ${who()}’s`)),
      element("p", {class: "soft"}, `Nothing is lost yet: your input is still below. You have seen version ${
        state.base.metadata.version}, ${who()} has saved version ${theirs.metadata.version}.`));
  table(yours);
}

function table(yours) {
  const fields = compare(state.base, yours, state.theirs);
  const both = fields.filter((field) => field.overlapping);
  document.getElementById("conflict-lead").textContent = both.length === 0
    ? "You have changed different things, so both changes fit together."
    : `You both have changed ${sequence(both.map((field) => field.label.toLowerCase()))}. Choose which one to keep.`;
  document.getElementById("conflict-table").replaceChildren(...fields.map(row));
}

function row(field) {
  const chosen = choices[field.name] ?? suggestion(field);
  const note = field.overlapping ? "both of you"
    : !field.byThem ? "you" : !field.byYou ? who() : "both of you, alike";
  return element("fieldset", {class: field.overlapping ? "compare overlapping" : "compare", "data-field": field.name},
      element("legend", {}, field.label, " ", element("span", {class: "pill"}, `changed by ${note}`)),
      choice(field, "yours", "Yours", chosen),
      choice(field, "theirs", `${who()}’s`, chosen),
      element("p", {class: "was"}, `Before: ${value(field.name, field.base)}`));
}

function choice(field, side, label, chosen) {
  const input = element("input", {type: "radio", name: `choice-${field.name}`, value: side, onchange: () => {
    choices[field.name] = side;
  }});
  input.checked = chosen === side;
  return element("label", {class: "choice"}, input,
      element("span", {class: "side"}, label), element("span", {class: "value"}, value(field.name, field[side])));
}

function mergeAndSave() {
  const yours = state.input();
  state.save(merge(yours, compare(state.base, yours, state.theirs), choices));
}

function keepMine() {
  state.save(state.input());
}

/** The product is not there any more. */
export function gone({by, at, again, close}) {
  state = null;
  box.replaceChildren(
      element("div", {role: "alert"},
          element("h3", {id: "conflict-title", tabindex: "-1"},
              `${by ?? "Somebody"} has deleted this product while you were editing it`),
          element("p", {}, at ? `That was ${ago(at)} (${clock(at)}). ` : "", "Your input is still below.")),
      element("div", {class: "actions"},
          element("button", {type: "button", class: "primary", id: "create-again", onclick: again}, "Create it again"),
          element("button", {type: "button", id: "let-go", onclick: close}, "Let it go")));
  box.hidden = false;
  document.getElementById("conflict-title").focus();
}
