/** Wires the page together. */
import * as api from "./api.js";
import * as editor from "./editor.js";
import * as figures from "./figures.js";
import * as list from "./list.js";

const NAMES = ["Ann", "Ben", "Cleo", "Dina", "Emil", "Fay", "Gus", "Hana"];

const userInput = document.getElementById("user");
const status = document.getElementById("status");
let fade = 0;

/** Said to all, also to those who do not see. */
function announce(text) {
  status.textContent = "";
  clearTimeout(fade);
  requestAnimationFrame(() => {
    status.textContent = text;
  });
  fade = setTimeout(() => {
    status.textContent = "";
  }, 8000);
}

function become(name) {
  api.actAs(name);
  sessionStorage.setItem("catalog.user", name);
  document.getElementById("avatar").textContent = name.trim().slice(0, 1).toUpperCase() || "?";
}

userInput.value = new URLSearchParams(location.search).get("user")
  ?? sessionStorage.getItem("catalog.user")
  ?? NAMES[Math.floor(Math.random() * NAMES.length)];
become(userInput.value);
userInput.addEventListener("input", () => become(userInput.value));

editor.start({
  announce,
  saved: () => Promise.all([list.refresh(), figures.refresh()]),
  told: figures.refresh,
  opened: list.select,
});
list.start({open: editor.open, changed: editor.notice, announce});
figures.start();
document.getElementById("new").addEventListener("click", editor.create);
