/** The style of a report: light and dark as the reader's system has it, one column from 400 px on, black on white on paper. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #ffffff; --text: #1b2027; --soft: #59636e; --line: #d9dee4; --head: #eef1f4;
  --good: #117a3d; --bad: #b3261e; --unsure: #8a5a00; --link: #0b5cad;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #111519; --card: #1a2026; --text: #e7ebef; --soft: #a3adb8; --line: #323b44; --head: #222a32;
    --good: #57c785; --bad: #ff8b80; --unsure: #f0b44c; --link: #7db8f5;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
main, header, footer { max-width: 1180px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
h1 { font-size: 1rem; font-weight: 600; color: var(--soft); margin: 0 0 10px; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 0 0 12px; }
h3 { font-size: .95rem; margin: 18px 0 8px; color: var(--soft); font-weight: 600; }
a { color: var(--link); }
.verdict { display: flex; gap: 14px; align-items: baseline; flex-wrap: wrap; margin: 0; font-size: 1.25rem; line-height: 1.4; overflow-wrap: anywhere; }
.badge { font-weight: 700; padding: 2px 12px; border-radius: 6px; border: 2px solid currentColor; font-size: 1.05rem; white-space: nowrap; }
.verdict span:last-child { flex: 1 1 320px; min-width: 0; }
.pass { color: var(--good); } .fail { color: var(--bad); } .inconclusive { color: var(--unsure); }
.about { color: var(--soft); margin: 10px 0 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(126px, 1fr)); gap: 10px; margin: 20px 0 0; padding: 0; }
.tiles div { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 14px; display: flex; flex-direction: column; justify-content: space-between; }
.tiles dt { color: var(--soft); font-size: .82rem; line-height: 1.3; }
.tiles dd { margin: 0; font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 18px 20px; margin: 18px 0; }
.scroll { overflow-x: auto; }
.scroll:focus-visible, summary:focus-visible, a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { padding: 6px 10px; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { background: var(--head); font-weight: 600; white-space: nowrap; position: sticky; top: 0; }
tbody th { font-weight: 500; }
tbody tr:last-child > * { border-bottom: 0; }
.number { text-align: right; white-space: nowrap; }
.name { overflow-wrap: anywhere; min-width: 160px; }
.part { padding-left: 26px; color: var(--soft); }
.state { white-space: nowrap; font-weight: 600; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)); gap: 22px 26px; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figcaption { font-weight: 600; font-size: .95rem; }
figcaption small { display: block; font-weight: 400; color: var(--soft); }
.chart { min-height: 236px; }
.uplot, .uplot * { font-family: inherit; }
.u-legend.u-inline { font-size: .82rem; text-align: left; margin: 0 0 0 50px; width: auto; }
.u-legend th { padding: 0; border: 0; background: none; }
.u-legend td { padding: 0; border: 0; }
.u-legend .u-series > * { padding: 2px 4px; }
details { margin-top: 14px; }
summary { cursor: pointer; font-weight: 600; }
details .scroll { max-height: 420px; overflow: auto; margin-top: 10px; }
pre { margin: 10px 0 0; overflow-x: auto; font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
ul.groups { list-style: none; margin: 0; padding: 0; }
ul.groups ul { list-style: none; margin: 0; padding-left: 20px; border-left: 2px solid var(--line); }
.groups li { padding: 3px 0; overflow-wrap: anywhere; }
.groups b { font-weight: 600; }
.soft { color: var(--soft); }
.warning { border-left: 4px solid var(--unsure); padding-left: 12px; margin: 8px 0; overflow-wrap: anywhere; }
dl.facts { display: grid; grid-template-columns: minmax(120px, max-content) 1fr; gap: 4px 18px; margin: 0; }
dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; overflow-wrap: anywhere; }
footer { color: var(--soft); font-size: .85rem; padding-bottom: 32px; }
noscript p { margin: 0; color: var(--soft); }
@media (max-width: 520px) {
  main, header, footer { padding-left: 12px; padding-right: 12px; }
  section { padding: 14px 12px; }
  .verdict { font-size: 1.08rem; }
  th, td { padding: 5px 7px; }
  .name { min-width: 130px; }
  .stacked thead { position: absolute; clip-path: inset(50%); }
  .stacked tr { display: grid; grid-template-columns: 1fr; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .stacked tr:last-child { border-bottom: 0; }
  .stacked td { display: grid; grid-template-columns: 92px minmax(0, 1fr); gap: 10px; padding: 2px 0; border: 0; text-align: left; white-space: normal; }
  .stacked td::before { content: attr(data-label); color: var(--soft); }
}
@media print {
  :root { --page: #fff; --card: #fff; --text: #000; --soft: #444; --line: #bbb; --head: #eee; --good: #0a5c2c; --bad: #9c1c15; --unsure: #6d4700; }
  :root { font-size: 11px; }
  body { font-size: 1rem; }
  th, td { padding: 3px 6px; }
  .name { min-width: 0; }
  section { border: 0; padding: 0; break-inside: auto; }
  tr, figure { break-inside: avoid; }
  .charts { grid-template-columns: 1fr 1fr; }
  .scroll { overflow: visible; max-height: none !important; }
  thead th { position: static; }
  details:not([open]) { display: none; }
}
`;
