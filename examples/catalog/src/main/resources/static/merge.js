/** What two people have done to the same product, field by field. */

export const FIELDS = [
  {name: "name", label: "Name"},
  {name: "price", label: "Price"},
  {name: "stock", label: "In stock"},
  {name: "tags", label: "Tags"},
  {name: "description", label: "Description"},
  {name: "published", label: "Shown in the shop"},
];

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Those fields that differ between the two, or that both have changed to the same. */
export function compare(base, yours, theirs) {
  return FIELDS.map(({name, label}) => ({
    name,
    label,
    base: base[name],
    yours: yours[name],
    theirs: theirs[name],
    byYou: !same(base[name], yours[name]),
    byThem: !same(base[name], theirs[name]),
  }))
      .filter((field) => field.byYou || field.byThem)
      .map((field) => ({...field, overlapping: field.byYou && field.byThem && !same(field.yours, field.theirs)}));
}

/** Who has changed the field has it; where both have, it is yours unless you say otherwise. */
export function suggestion(field) {
  return field.byYou ? "yours" : "theirs";
}

/** @param choices by the name of a field, "yours" or "theirs" */
export function merge(yours, fields, choices) {
  const merged = {...yours};
  for (const field of fields) {
    merged[field.name] = (choices[field.name] ?? suggestion(field)) === "theirs" ? field.theirs : field.yours;
  }
  return merged;
}
