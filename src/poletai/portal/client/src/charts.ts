/** Charts: a figure whose JSON block, or a script beside it, gives the data; in the page's own colours. */

import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { DatasetComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, ScatterChart, DatasetComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

// Okabe and Ito's colours, told apart by colour-blind readers; ink blue leads.
const PALETTE = ["#1b3a57", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00"];
const DARK_PALETTE = ["#8fb3d4", ...PALETTE.slice(1)];

function draw(figure: HTMLElement): void {
  const block = figure.querySelector('script[type="application/json"]');
  const place = figure.querySelector<HTMLElement>("[data-plot]");
  if (!place) return;
  const chart = init(place, null, { renderer: "canvas" });
  let given = JSON.parse(block?.textContent ?? "{}") as EChartsCoreOption;
  const paint = () => chart.setOption({ ...look(), ...given, xAxis: axis(given["xAxis"]), yAxis: axis(given["yAxis"]) });
  paint();
  // Other scripts of the page hand newer numbers over without knowing how they are drawn.
  figure.addEventListener("poletai:chart", (event) => {
    given = (event as CustomEvent<EChartsCoreOption>).detail;
    paint();
  });
  new ResizeObserver(() => chart.resize()).observe(place);
  new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}

/** An axis in the page's own colours, light or dark. */
function axis(given: unknown): object {
  const style = getComputedStyle(document.documentElement);
  const [quiet, rule] = [style.getPropertyValue("--quiet").trim(), style.getPropertyValue("--rule").trim()];
  const { axisLabel, ...rest } = (given ?? {}) as { readonly axisLabel?: object };
  const line = { lineStyle: { color: rule } };
  return { axisLine: line, splitLine: line, nameTextStyle: { color: quiet }, ...rest, axisLabel: { color: quiet, ...axisLabel } };
}

function look(): EChartsCoreOption {
  const style = getComputedStyle(document.body);
  const dark = document.documentElement.dataset["bsTheme"] === "dark";
  return {
    color: dark ? DARK_PALETTE : PALETTE,
    textStyle: { fontFamily: style.fontFamily, color: style.color },
    grid: { left: 8, right: 16, top: 32, bottom: 8, containLabel: true },
    // Rich text is drawn on the canvas: the content policy forbids the styles of an HTML tooltip.
    tooltip: { trigger: "axis", renderMode: "richText" },
    animation: false,
  };
}

document.querySelectorAll<HTMLElement>("figure[data-chart]").forEach(draw);
