// Draws each figure[data-chart] from the table that stands in it; without this script the table is the figure.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const cells = (row, selector) => [...row.querySelectorAll(selector)];

// data-series: how many of the columns are drawn; the table holds them all.
function read(table, most) {
  const names = cells(table.tHead, "th").slice(1, 1 + most).map((cell) => cell.textContent.trim());
  const rows = [...table.tBodies[0].rows];
  return {
    labels: rows.map((row) => row.cells[0].textContent.trim()),
    urls: rows.map((row) => row.cells[0].querySelector("a")?.href),
    series: names.map((name, at) => ({
      name,
      data: rows.map((row) => {
        const value = row.cells[at + 1].dataset.value;
        return value === "" || value === undefined ? null : Number(value);
      }),
    })),
  };
}

// Told apart without colour: bars by how dark they are, lines by dash and mark.
function look(kind, at) {
  const tones = [colour("info-ink"), colour("edge"), colour("amber-ink"), colour("ok-ink")];
  const tone = tones[at % tones.length];
  if (kind === "line") {
    return {
      type: "line",
      symbol: ["circle", "rect", "triangle", "diamond"][at % 4],
      symbolSize: 7,
      lineStyle: { type: ["solid", "dashed", "dotted"][at % 3], width: 2, color: tone },
      itemStyle: { color: tone },
    };
  }
  return {
    type: "bar",
    barMaxWidth: 28,
    stack: kind === "stacked" ? "all" : undefined,
    itemStyle: { color: tone },
  };
}

function options(figure, data) {
  const kind = figure.dataset.chart;
  const across = kind === "rows"; // long names of organs: bars lie
  const ink = { color: colour("ink"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 };
  const names = { type: "category", data: data.labels, inverse: across, axisLabel: ink, axisTick: { show: false } };
  const values = {
    type: "value",
    axisLabel: { ...ink, hideOverlap: true, formatter: `{value}${figure.dataset.unit || ""}` },
    splitLine: { lineStyle: { color: colour("line") } },
  };
  return {
    animation: false,
    textStyle: ink,
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { top: 0, left: 0, textStyle: ink, show: data.series.length > 1 },
    // Rich text is drawn; the usual tooltip is HTML with inline styles, which the content policy refuses.
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      backgroundColor: colour("paper"),
      borderColor: colour("edge"),
      textStyle: ink,
    },
    xAxis: across ? values : names,
    yAxis: across ? names : values,
    series: data.series.map((series, at) => ({ ...series, ...look(kind, at) })),
  };
}

function draw(figure) {
  const place = figure.querySelector(".chart-canvas");
  const data = read(figure.querySelector("table"), Number(figure.dataset.series) || Infinity);
  place.hidden = false;
  const chart = init(place);
  const paint = () => chart.setOption(options(figure, data), true);
  paint();
  chart.on("click", ({ dataIndex }) => data.urls[dataIndex] && location.assign(data.urls[dataIndex]));
  new ResizeObserver(() => chart.resize()).observe(place);
  for (const media of ["(prefers-color-scheme: dark)", "print"]) matchMedia(media).addEventListener("change", paint);
  figure.querySelector("details").open = figure.hasAttribute("data-open");
}

document.querySelectorAll("figure[data-chart]").forEach(draw);
