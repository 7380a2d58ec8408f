/** The two ends of the ramp that colours the tiers, base tier first. */
type Ramp = { readonly base: Colour; readonly top: Colour }
type Colour = readonly [number, number, number]

/** Each end stands out 3 : 1 from the paper, so that no tier fades away. */
const lightRamp: Ramp = { base: [128, 149, 168], top: [14, 38, 66] }
const darkRamp: Ramp = { base: [84, 107, 130], top: [206, 226, 243] }

/** The report's style sheet, for a ladder of so many tiers. */
export function reportStyle(tiers: number): string {
    const tierColours = Array.from({ length: tiers }, (_, place) =>
        tierColour(`tier-${place}`, `--tier-${place}`),
    )
    return `
:root { color-scheme: light dark; ${lightColours} ${ramp(lightRamp, tiers)} }
@media screen and (prefers-color-scheme: dark) { :root { ${darkColours} ${ramp(darkRamp, tiers)} } }
${tierColours.join('')}
${tierColour('tier-none', '--none')}
${pageStyle}${tableStyle}${chartStyle}${sectionStyle}${narrowStyle}${printStyle}`
}

function ramp({ base, top }: Ramp, tiers: number): string {
    return Array.from({ length: tiers }, (_, place) => {
        const share = tiers === 1 ? 1 : place / (tiers - 1)
        const mixed = base.map((from, index) =>
            Math.round(from + ((top[index] ?? 0) - from) * share),
        )
        return `--tier-${place}: rgb(${mixed.join(' ')});`
    }).join(' ')
}

function tierColour(name: string, variable: string): string {
    return `.${name} { fill: var(${variable}); background: var(${variable}); }
.line.${name} { fill: none; background: none; stroke: var(${variable}); }
`
}

const lightColours = `
--paper: #fbfaf7; --card: #f3f1eb; --ink: #17212c; --soft: #55606c; --rule: #dad6cc;
--accent: #12365a; --up: #0b6660; --down: #96500c; --other: #7c8791; --none: #8d8d86;`

const darkColours = `
--paper: #10161d; --card: #18212b; --ink: #e8ebee; --soft: #a3aeb9; --rule: #2f3a46;
--accent: #a9c8e6; --up: #5fc4b8; --down: #e2a562; --other: #7f8c99; --none: #77777a;`

const pageStyle = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; padding: 1.25rem max(1.25rem, calc(50vw - 33rem)) 3rem;
    display: flex; flex-wrap: wrap; align-items: center; gap: .5rem .35rem;
    background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system,
    "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
    font-variant-numeric: tabular-nums lining-nums; }
:lang(zh-CN) { font-family: system-ui, "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC",
    "Source Han Sans SC", "Microsoft YaHei", sans-serif; line-break: strict; }
:lang(zh-TW) { font-family: system-ui, "PingFang TC", "Noto Sans CJK TC", "Noto Sans TC",
    "Source Han Sans TC", "Microsoft JhengHei", sans-serif; line-break: strict; }
.mark { font: 700 1.2rem/1 "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif;
    padding: .3rem .35rem .36rem; background: var(--accent); color: var(--paper); }
.brand { margin: 0 auto 0 .3rem; font-weight: 600; letter-spacing: .04em; }
input[name=language] { position: absolute; opacity: 0; }
label { padding: .3rem .6rem; font-size: .85rem; color: var(--soft); cursor: pointer;
    border-bottom: 2px solid transparent; }
input:checked + label { color: var(--ink); border-color: var(--accent); }
input:focus-visible + label, summary:focus-visible, .scroll:focus-visible {
    outline: 2px solid var(--accent); outline-offset: 2px; }
.page { display: none; flex: 0 0 100%; min-width: 0; }
#choose-zh-CN:checked ~ .page[lang=zh-CN], #choose-zh-TW:checked ~ .page[lang=zh-TW],
#choose-en:checked ~ .page[lang=en] { display: block; }
header { padding: 3.5rem 0 1rem; }
.kicker { margin: 0; color: var(--soft); letter-spacing: .02em; }
.badge { padding: .05rem .5rem; font-size: .8rem; color: var(--down);
    border: 1px solid currentColor; border-radius: 1rem; white-space: nowrap; }
h1 { margin: .2rem 0 1.2rem; font-size: clamp(2rem, 6vw, 3.1rem); font-weight: 650;
    line-height: 1.15; letter-spacing: -.01em; }
.headline { max-width: 46rem; margin: 0 0 2.2rem; font-size: clamp(1.1rem, 2.6vw, 1.32rem);
    line-height: 1.7; text-wrap: pretty; }
strong { font-weight: 650; white-space: nowrap; }
.key-figures { display: grid; grid-template-columns: repeat(6, 1fr); margin: 0;
    border-top: 2px solid var(--ink); }
.key-figures div { padding: .8rem .7rem .9rem 0; border-bottom: 1px solid var(--rule); }
.key-figures dt { font-size: .85rem; color: var(--soft); }
.key-figures dd { margin: 0; font-size: 1.65rem; font-weight: 500; line-height: 1.35; }
.key-figures small { display: block; font-size: .78rem; font-weight: 400; }
section { margin: 3.5rem 0 0; padding-top: 1.1rem; border-top: 1px solid var(--rule); }
h2 { margin: 0; font-size: 1.45rem; font-weight: 650; line-height: 1.3; }
h3, caption, .chart-title { margin: 0; padding: 0 0 .5rem; font-size: .95rem; font-weight: 600;
    text-align: left; line-height: 1.5; }
.lead { max-width: 46rem; margin: .35rem 0 1.4rem; color: var(--soft); text-wrap: pretty; }
.lead strong { color: var(--ink); }
.up { color: var(--up); } .down { color: var(--down); }
small { color: var(--soft); }
.pair { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2rem 3rem;
    align-items: start; }
.nobody { margin: 0; color: var(--soft); }
details { margin-top: 1.2rem; font-size: .9rem; }
summary { width: fit-content; padding: .3rem 0; color: var(--accent); cursor: pointer; }
.meaning dl { display: grid; grid-template-columns: max-content minmax(0, 40rem);
    gap: .45rem 1.5rem; margin: .6rem 0 0; padding: 1rem 1.2rem; background: var(--card); }
dt { color: var(--soft); } dd { margin: 0; }
.findings { margin: 0; padding: 0 0 0 1.1rem; max-width: 46rem; }
.findings li { margin: .35rem 0; }
footer { margin-top: 4rem; padding-top: 1.1rem; border-top: 2px solid var(--ink);
    font-size: .85rem; }
footer h2 { font-size: 1rem; }
.provenance { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: .8rem 2rem;
    margin: .8rem 0; }
.provenance dd { overflow-wrap: anywhere; }
footer p { color: var(--soft); }
`

const tableStyle = `
.scroll { overflow-x: auto; } .scroll + .scroll, .scroll + div { margin-top: 1.8rem; }
table { width: 100%; border-collapse: collapse; font-size: .92rem; line-height: 1.4; }
th, td { padding: .45rem .6rem; border-bottom: 1px solid var(--rule); text-align: left;
    vertical-align: top; font-weight: 400; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th, thead td { color: var(--soft); font-size: .82rem; border-bottom-color: var(--ink);
    vertical-align: bottom; }
tfoot td, tfoot th { font-weight: 650; border-bottom: 0; border-top: 1px solid var(--ink); }
td small, th small { display: block; font-size: .8rem; font-weight: 400; }
.figure { text-align: right; white-space: nowrap; } .middle { text-align: center; }
tbody th { font-weight: 500; }
data[title] { cursor: help; }
.pyramid td, .pyramid th { vertical-align: middle; padding: .3rem .6rem; }
.pyramid td.plot { width: 31%; padding-left: 0; padding-right: 0; }
.pyramid .middle { min-width: 7.5rem; white-space: nowrap; }
.pyramid tbody .middle { font-weight: 600; }
.bar { display: block; height: 2.1rem; min-width: 2px; } .left .bar { margin-left: auto; }
.pyramid tbody td, .pyramid tbody th { border-bottom-color: transparent; }
.trends { margin-top: 2rem; } .trends .spark { width: 40%; vertical-align: middle; }
.trends th { white-space: nowrap; }
.trends svg { display: block; width: 100%; max-width: 300px; height: 26px; }
.swatch { display: inline-block; width: .7rem; height: .7rem; margin-right: .5rem; }
.swatch.up { background: var(--up); } .swatch.down { background: var(--down); }
.swatch.other { background: var(--other); }
.matrix th, .matrix td { padding: .5rem .45rem; vertical-align: middle; white-space: nowrap; }
.matrix .heat { position: relative; }
.matrix .heat::before { content: ""; position: absolute; inset: 1px; background: currentColor;
    opacity: var(--depth); }
.matrix .heat data { position: relative; color: var(--ink); }
.matrix .heat.entered, .matrix .heat.left { color: var(--other); }
.matrix .none { color: var(--rule); } .matrix .stayed { color: var(--soft); }
.parties tbody th { min-width: 7rem; } .parties .word { text-align: left; }
.rule th small { display: block; white-space: normal; }
.parties:not(.rule) th small { display: inline-block; margin-right: .7em; white-space: nowrap; }
.name { display: block; } .exact { white-space: nowrap; }
.gauge { display: block; width: 100%; max-width: 9rem; height: 4px; margin-top: .35rem;
    background: var(--rule); } .gauge span { display: block; height: 100%; background: var(--up); }
`

const chartStyle = `
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; margin: 0 0 .6rem; padding: 0;
    list-style: none; font-size: .85rem; color: var(--soft); }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart.narrow { display: none; }
.chart text { fill: var(--ink); font-size: 13px; }
.chart .axis { fill: var(--soft); font-size: 12px; }
.chart .mid { text-anchor: middle; } .chart .end { text-anchor: end; }
.chart .total { font-weight: 600; paint-order: stroke; stroke: var(--paper); stroke-width: 4px; }
.grid { stroke: var(--rule); stroke-width: 1; }
.line { stroke-width: 2; stroke-linejoin: round; }
.spreads { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr));
    gap: 1.6rem 2rem; }
figure { margin: 0; min-width: 0; break-inside: avoid; } .spread { display: block; width: 100%; }
figcaption { font-size: .95rem; font-weight: 600; line-height: 1.5; }
figcaption small { display: block; font-weight: 400; }
.spread-now { fill: var(--other); background: var(--other); }
.spread-median { fill: var(--accent); background: var(--accent); }
.spread-line { fill: none; stroke: var(--down); stroke-width: 1.5; }
.spread-before { background: none; border-top: 2px solid var(--down); height: 0;
    vertical-align: middle; }
.spread text { fill: var(--soft); font-size: 11px; } .spread .end { text-anchor: end; }
figure details { margin-top: .2rem; }
.flow { max-width: 30rem; }
.ribbon { fill: none; stroke-opacity: .5; } .ribbon:hover { stroke-opacity: .85; }
.ribbon.up { stroke: var(--up); } .ribbon.down { stroke: var(--down); }
.ribbon.entered, .ribbon.left { stroke: var(--other); }
`

const sectionStyle = `
h1 .month { display: block; font-size: .5em; font-weight: 500; color: var(--soft);
    letter-spacing: 0; }
.ways { display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; margin: 1.2rem 0 0; padding: 0;
    list-style: none; font-size: .85rem; }
a { color: var(--accent); text-underline-offset: .2em; text-decoration-thickness: 1px; }
.standout { margin: 0; padding: 0; list-style: none; max-width: 58rem; }
.standout li { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: 0 1.4rem;
    align-items: baseline; padding: .55rem 0; border-bottom: 1px solid var(--rule); }
.weight { font-size: 1.25rem; font-weight: 600; text-align: right; white-space: nowrap; }
.actions { margin: 0; padding: 0; list-style: none; counter-reset: action; }
.action { display: grid; grid-template-columns: minmax(0, 1fr) 10rem 6rem; gap: 0 1.5rem;
    padding: .8rem 0; border-bottom: 1px solid var(--rule); align-items: start; }
.action h3 { padding: 0; } .action p { margin: 0; }
.action .what p { color: var(--soft); font-size: .92rem; }
.action .how-much, .action .how-many { text-align: right; }
.action .how-much strong, .action .how-many strong { font-size: 1.15rem; display: block; }
.action .how-much small, .action .how-many small { display: block; }
.action details { grid-column: 1 / -1; margin-top: .2rem; }
.action details .scroll { margin-top: .5rem; max-width: 46rem; }
.tag { margin-left: .4rem; padding: .02rem .45rem; font-size: .75rem; font-weight: 500;
    border: 1px solid currentColor; border-radius: 1rem; white-space: nowrap; color: var(--soft); }
.tag.win { color: var(--up); } .tag.keep { color: var(--down); }
.command { margin: .9rem 0 0; font-size: .85rem; color: var(--soft); }
.action .command { margin-top: .6rem; }
code { padding: .12rem .4rem; font: .92em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas,
    monospace; color: var(--ink); background: var(--card); overflow-wrap: anywhere; }
.note { margin: .9rem 0 0; font-size: .85rem; color: var(--soft); }
.bars { width: 26%; vertical-align: middle; padding-left: 0; padding-right: 0; }
.bar.held, .bar.of-assets { height: .6rem; background: var(--accent); margin: 1px 0; }
.bar.of-assets { opacity: .45; }
.swatch.held { background: var(--accent); }
.swatch.of-assets { background: var(--accent); opacity: .45; }
.bar.sinking { background: var(--down); }
.lorenz { max-width: 30rem; } .curve { fill: none; stroke: var(--accent); stroke-width: 2.5;
    stroke-linejoin: round; } .curve-area { fill: var(--accent); opacity: .1; }
.even { fill: none; stroke: var(--other); stroke-dasharray: 4 4; }
.mark-line { stroke: var(--down); stroke-dasharray: 2 3; } .mark-dot { fill: var(--down); }
.stages td, .stages th { vertical-align: top; } .stages .bars { width: 16%; }
.stages .advice { width: 30%; font-size: .88rem; } .stages th { white-space: nowrap; }
.stage-moves { max-width: 34rem; margin-top: 1.8rem; } .stage-moves .bars { width: 40%; }
.heat.money { color: var(--accent); } .heat.money small { position: relative; }
.matrix td small { font-size: .8rem; } .rfm, .values { table-layout: fixed; }
.stages tbody th::first-letter, .stage-moves th::first-letter,
.values th::first-letter { text-transform: uppercase; }
.pair > .scroll + .scroll, .pair > .scroll + div { margin-top: 0; }
.appendix { display: none; }
`

const narrowStyle = `
@media (max-width: 60rem) { .key-figures { grid-template-columns: repeat(3, 1fr); }
    .pair { grid-template-columns: minmax(0, 1fr); } }
@media screen and (max-width: 40rem) {
    body { padding-left: 1rem; padding-right: 1rem; } header { padding-top: 2rem; }
    .key-figures { grid-template-columns: repeat(2, 1fr); }
    .key-figures dd { font-size: 1.45rem; }
    .chart.wide { display: none; } .chart.narrow { display: block; }
    .pyramid { font-size: .85rem; } .pyramid td, .pyramid th { padding: .45rem .3rem; }
    .pyramid td.plot { width: 22%; } .pyramid .middle { min-width: 0; }
    .trends .spark { display: none; } .trends, .matrix { font-size: .82rem; }
    .matrix th, .matrix td { padding: .45rem .3rem; }
    .standout li { grid-template-columns: 5.6rem minmax(0, 1fr); gap: 0 .9rem; }
    .weight { font-size: 1.05rem; }
    .action { grid-template-columns: 1fr 1fr; gap: .3rem 1rem; }
    .action .what { grid-column: 1 / -1; }
    .action .how-much { text-align: left; }
    .stages .bars { display: none; } .rfm, .values { font-size: .8rem; }
    .rfm th { white-space: normal; overflow-wrap: anywhere; line-height: 1.3; }
    .stages, .stages thead, .stages tbody, .stages tfoot { display: block; }
    .stages tr { display: grid; grid-template-columns: 1.3fr 1fr .8fr .8fr 1.2fr;
        border-bottom: 1px solid var(--rule); }
    .stages td, .stages th { border: 0; white-space: normal; }
    .stages .advice { grid-column: 1 / -1; width: auto; padding: 0 0 .6rem; }
    .rfm thead th:first-child { width: 24%; }
    .stages thead th:last-child, .stages tfoot td:last-child { display: none; }
    .parties thead { position: absolute; clip-path: inset(50%); }
    .parties tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .1rem 1rem;
        padding: .6rem 0; border-bottom: 1px solid var(--rule); }
    .parties th, .parties td { padding: 0; border: 0; } .parties tbody th { min-width: 0; }
    .parties td.word { grid-column: 1 / -1; grid-row: 2; }
    .parties td:not(.word):nth-child(3) { grid-column: 2; grid-row: 1; }
    .parties td.figure:nth-child(n + 4) { grid-column: 1 / -1; }
    .parties td.figure::before { content: attr(data-name); margin-right: .5rem; color: var(--soft);
        font-size: .8rem; }
    .meaning dl { display: block; } .meaning dt { margin-top: .6rem; }
    .provenance { grid-template-columns: minmax(0, 1fr); gap: .5rem; }
}
`

const printStyle = `
@page { size: A4; margin: 15mm 14mm; }
@media print {
    :root { --paper: #fff; font-size: 8.5pt; }
    body { display: block; padding: 0; }
    * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    label, input, .mark, .brand { display: none; }
    header { padding-top: 0; } h1 { font-size: 2.6rem; margin-bottom: .6rem; }
    .headline { margin-bottom: 1.4rem; font-size: 1.25rem; }
    .key-figures { grid-template-columns: repeat(6, 1fr); }
    section { margin-top: 1.8rem; }
    h2, .lead, caption, .chart-title, .legend { break-after: avoid; }
    .pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 1.2rem 2rem; }
    tr, svg, .pyramid, .trends, .matrix, .meaning, footer { break-inside: avoid; }
    .ways, a[href^="#"] { display: none; } .lead strong { white-space: normal; }
    .worked summary, .worked.examples .scroll { display: none; }
    .lead { break-inside: avoid; }
    .pair .parties { font-size: .84rem; } .pair .parties .gauge { display: none; }
    .worked::details-content { content-visibility: visible; display: block; height: auto; }
    .action { break-inside: avoid; padding: .5rem 0; }
    .page:has(.appendix) .meaning { display: none; }
    .appendix { display: block; break-before: page; }
    .appendix dl { columns: 2; column-gap: 2rem; font-size: .85rem; margin: 0; }
    .appendix dt { font-weight: 600; color: var(--ink); break-after: avoid; }
    .appendix dd { margin: 0 0 .5rem; break-inside: avoid; }
    .chart.lorenz { max-width: 22rem; }
    .scroll { overflow: visible; } thead:not([hidden]) { display: table-header-group; }
    details.numbers, summary { display: none; }
    details.meaning::details-content { content-visibility: visible; display: block; height: auto; }
    .meaning { margin-top: .8rem; }
    .meaning dl { padding: .6rem .8rem; font-size: .85rem; gap: .2rem 1rem; }
    .parties th, .parties td { padding-top: .28rem; padding-bottom: .28rem; }
    footer { margin-top: 2rem; }
}
`
