/** What became of changes, live, from the server's meters. */
import * as api from "./api.js";

const EVERY_MS = 2000;
const POINTS = 60;
const NAMES = ["saved", "resolved", "told", "busy", "unguarded"];
const SVG = "http://www.w3.org/2000/svg";

const history = [];
let last = null;

export function start() {
  refresh();
  setInterval(() => {
    if (!document.hidden) {
      refresh();
    }
  }, EVERY_MS);
}

export async function refresh() {
  const {status, body} = await api.figures();
  if (status !== 200) {
    return;
  }
  for (const name of NAMES) {
    show(document.getElementById(name), body[name]);
  }
  const met = body.resolved + body.told + body.busy;
  history.push({
    resolved: last ? Math.max(0, body.resolved - last.resolved) : 0,
    told: last ? Math.max(0, body.told + body.busy - last.told - last.busy) : 0,
  });
  last = {...body, met};
  history.splice(0, history.length - POINTS);
  draw();
}

function show(node, number) {
  const text = new Intl.NumberFormat().format(number);
  if (node.textContent !== text) {
    const isFirst = node.textContent === "–";
    node.textContent = text;
    if (!isFirst) {
      node.classList.remove("moved");
      void node.offsetWidth;
      node.classList.add("moved");
    }
  }
}

function draw() {
  const chart = document.getElementById("chart");
  const most = Math.max(4, ...history.map((point) => point.resolved + point.told));
  const width = 240 / POINTS;
  const bars = history.flatMap((point, i) => {
    const x = (POINTS - history.length + i) * width;
    const told = (point.told / most) * 54;
    const resolved = (point.resolved / most) * 54;
    return [bar(x, 55 - told, told, "told"), bar(x, 55 - told - resolved, resolved, "resolved")];
  });
  chart.replaceChildren(bar(0, 55, 1, "axis", 240), ...bars.filter((it) => it.getAttribute("height") !== "0"));
  const sum = (name) => history.reduce((all, point) => all + point[name], 0);
  const [resolved, told] = [sum("resolved"), sum("told")];
  document.getElementById("chart-text").textContent = resolved + told === 0
    ? "No conflicts in the last two minutes"
    : `Last two minutes: ${resolved} resolved unseen, ${told} told`;
}

function bar(x, y, height, name, width = 240 / POINTS - 1) {
  const rect = document.createElementNS(SVG, "rect");
  Object.entries({x, y, width, height, class: name}).forEach(([key, it]) => rect.setAttribute(key, it));
  return rect;
}
