export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f5f6f8, #0e1217);
  --surface: light-dark(#ffffff, #161b22);
  --raised: light-dark(#f0f2f5, #1e252e);
  --line: light-dark(#dde1e7, #2a323c);
  --line-strong: light-dark(#8d97a5, #66717f);
  --text: light-dark(#18202b, #e7ebf0);
  --muted: light-dark(#556070, #a0abb9);
  --accent: light-dark(#1f4fc4, #8db2ff);
  --block: light-dark(#a61b12, #ff9d93);
  --review: light-dark(#824600, #f3bd6b);
  --ask-proof: light-dark(#2748a6, #a6bfff);
  --clear: light-dark(#17633d, #82d6a8);
  --label0: light-dark(#3b6fd4, #7ba4f5);
  --label1: light-dark(#c2410c, #f0894a);
  --mark: light-dark(#ffe6c7, #4d3116);
  --caution: light-dark(#fdf0da, #2e2414);
}
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body {
  margin: 0;
  background: var(--page);
  color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', Arial,
    'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif;
}
h1, h2, h3, p, ul, ol, figure { margin: 0; padding: 0 }
ul, ol { list-style: none }
a { color: var(--accent) }
code { font: 13px/1.4 ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; overflow-wrap: anywhere }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
.content { max-width: 1240px; margin: 0 auto; padding: 20px 28px 48px }
.brandline { font-weight: 600; color: var(--muted) }
h1 { margin-top: 8px; font-size: 28px; line-height: 1.25; font-weight: 650; letter-spacing: -0.015em; overflow-wrap: anywhere }
h2 { font-size: 20px; line-height: 1.3 }
h3 { margin-top: 28px; font-size: 16px }
.meta, .faint, .note, figcaption, .caption { color: var(--muted) }
.meta { margin-top: 4px }
.number, .numeric, .tile b { font-variant-numeric: tabular-nums }
.nowrap { white-space: nowrap }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 16px }
section { margin-top: 44px; padding-top: 20px; border-top: 1px solid var(--line) }
.lead { max-width: 80ch; margin-top: 6px; color: var(--muted) }
.caption { max-width: 80ch; margin-top: 8px; font-size: 13px }
.none { margin-top: 12px; padding: 12px 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--surface) }
.cautions { display: grid; gap: 8px; max-width: 90ch; margin-top: 20px; padding: 14px 18px; border-left: 4px solid var(--review); border-radius: 4px 10px 10px 4px; background: var(--caution) }
.cautions h2 { font-size: 15px }
.notes { display: grid; gap: 2px; margin-top: 12px; color: var(--muted) }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 12px; margin-top: 20px }
.tile { padding: 14px 16px; border: 1px solid var(--line); border-radius: 12px; background: var(--surface) }
.tile h3 { margin: 0; font-size: 14px; font-weight: 600 }
.tile b { display: block; font-size: 26px; line-height: 1.35; font-weight: 600; letter-spacing: -0.02em }
.tile p { color: var(--muted); font-size: 13px; line-height: 1.4 }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(340px, 100%), 1fr)); gap: 16px; margin-top: 14px }
figure { max-width: 460px; padding: 14px 16px 16px; border: 1px solid var(--line); border-radius: 12px; background: var(--surface) }
figcaption { margin-top: 6px; font-size: 13px; line-height: 1.45 }
figcaption b { color: var(--text) }
svg { overflow: visible }
.plot { display: block; width: 100%; height: auto }
svg text { fill: var(--muted); font-size: 12.5px }
.middle { text-anchor: middle }
.end { text-anchor: end }
.grid { stroke: var(--line); stroke-width: 1 }
.chance { stroke: var(--line-strong); stroke-width: 1.5; stroke-dasharray: 5 4 }
.curve { fill: none; stroke: var(--accent); stroke-width: 2.25; stroke-linejoin: round }
.whisker { stroke: var(--accent); stroke-width: 2 }
.dot { fill: var(--accent) }
rect.label0, .label0 .dot { fill: var(--label0) }
rect.label1, .label1 .dot { fill: var(--label1) }
.label0 .whisker { stroke: var(--label0) }
.label1 .whisker { stroke: var(--label1) }
.raises .dot { fill: var(--label1) }
.raises .whisker { stroke: var(--label1) }
.lowers .dot { fill: var(--clear) }
.lowers .whisker { stroke: var(--clear) }
.mark { stroke: var(--surface); stroke-width: 1.5 }
.mark.block { fill: var(--block) }
.mark.review { fill: var(--review) }
.mark.ask-proof { fill: var(--ask-proof) }
.interval .grid { stroke: var(--line-strong); opacity: 0.6 }
.beyond { fill: var(--accent) }
.label0 .beyond { fill: var(--label0) }
.label1 .beyond { fill: var(--label1) }
.interval { width: 150px; height: 18px; vertical-align: -4px }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; margin-top: 12px; font-size: 14px }
.key { width: 16px; height: 16px; vertical-align: -3px }
table { width: fit-content; min-width: min(100%, 640px); margin-top: 14px; border-collapse: collapse; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); font-size: 14px }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
th, td { padding: 7px 12px; border-bottom: 1px solid var(--line); text-align: start; vertical-align: baseline }
tbody tr:last-child > * { border-bottom: 0 }
thead th { color: var(--muted); font-size: 13px; font-weight: 600; vertical-align: bottom }
thead .note { display: block; font-weight: 400 }
tbody th { font-weight: 500 }
td.numeric, th.numeric { text-align: end }
.slice { overflow-wrap: anywhere }
.head { display: none }
.badge { display: inline-block; padding: 0 8px; border: 1px solid currentColor; border-radius: 999px; font-size: 13px; font-weight: 600 }
.block { color: var(--block) }
.review { color: var(--review) }
.ask-proof { color: var(--ask-proof) }
.clear { color: var(--clear) }
.errors { display: grid; grid-template-columns: minmax(0, 1fr); gap: 10px; margin-top: 12px }
.error { padding: 12px 16px; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); overflow-wrap: anywhere }
.error-title { margin-top: 6px; font-weight: 600 }
.passage, .reason, .error > .faint { margin-top: 4px }
.passage { font-size: 14px }
.field { color: var(--muted); font-size: 13px }
.why { display: grid; gap: 2px; margin-top: 6px; font-size: 14px }
mark { padding: 0 1px; border-radius: 3px; background: var(--mark); color: inherit; box-shadow: inset 0 -2px 0 var(--label1) }
.unseen { padding: 0 3px; border: 1px solid var(--line-strong); border-radius: 3px; font: 11px ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace }
details { margin-top: 10px }
summary { width: fit-content; padding: 6px 0; color: var(--accent); cursor: pointer }
footer { margin-top: 44px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--muted); font-size: 13px }
@media (max-width: 860px) {
  .content { padding: 16px 16px 40px }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  table, tbody { display: block; width: 100% }
  tbody tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); gap: 6px 14px; padding: 10px 14px; border-bottom: 1px solid var(--line) }
  tbody tr:last-child { border-bottom: 0 }
  tbody th, tbody td, tbody td.numeric { padding: 0; border: 0; text-align: start }
  tbody th { grid-column: 1 / -1; font-weight: 600 }
  td .head { display: block; color: var(--muted); font-size: 12px }
}
@media print {
  body { background: none }
  figure, .error, tr { break-inside: avoid }
}
`
