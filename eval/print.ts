import type { Example, Figures, Share } from './measure.ts'

function percent({ share }: Share): string {
  return `${(share * 100).toFixed(2)} %`
}

function interval({ low, high }: Share): string {
  return `${(low * 100).toFixed(2)}–${(high * 100).toFixed(2)} %`
}

type Cell = string | number

interface Table {
  title: string
  head: string[]
  rows: Cell[][]
}

function tables(figures: Figures): Table[] {
  return [
    {
      title: 'Verdicts per source',
      head: [
        'label',
        'source',
        'n',
        'templates',
        'clear',
        'ask-proof',
        'review',
        'block',
        'review or block',
        '95 %',
        'ask-proof share',
      ],
      rows: figures.sources.map((source) => [
        source.label,
        source.source,
        source.rows,
        source.templates,
        source.verdicts.clear,
        source.verdicts['ask-proof'],
        source.verdicts.review,
        source.verdicts.block,
        percent(source.falseAlarms),
        interval(source.falseAlarms),
        percent(source.askProof),
      ]),
    },
    {
      title: 'Weak-label rows with a cue word that name a starter-pack brand',
      head: ['n', 'not clear', 'share', '95 %'],
      rows: [
        [
          figures.cueRows.notClear.of,
          figures.cueRows.notClear.count,
          percent(figures.cueRows.notClear),
          interval(figures.cueRows.notClear),
        ],
      ],
    },
    {
      title: `Oracle: ${figures.oracle.holds.count} of ${figures.oracle.holds.of} as expected`,
      head: ['id', 'as expected', 'verdict', 'expected', 'brands', 'title'],
      rows: figures.oracle.rows.map((row) => [
        row.id,
        row.holds ? 'yes' : 'NO',
        row.verdict,
        row.expect.join(' or '),
        row.brands.join(', '),
        row.title,
      ]),
    },
  ]
}

function examples(title: string, rows: readonly Example[]): Table {
  return {
    title,
    head: ['source', 'verdict', 'probability', 'title', 'why'],
    rows: rows.map((row) => [
      row.source,
      row.verdict,
      row.probability.toFixed(3),
      row.title,
      row.reason,
    ]),
  }
}

/** The figures as text for a terminal. */
export function toText(figures: Figures): string {
  const parts = tables(figures).map(({ title, head, rows }) => {
    const cells = [head, ...rows.map((row) => row.map(String))]
    const widths = head.map((_, column) =>
      Math.max(...cells.map((row) => (row[column] ?? '').length)),
    )
    const body = cells.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    return [title, ...body].join('\n')
  })
  return `${figures.engine}, base rate ${figures.baseRate}\n\n${parts.join('\n\n')}\n`
}

function escape(text: Cell): string {
  return String(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

function htmlTable({ title, head, rows }: Table): string {
  const line = (tag: string, cells: readonly Cell[]): string =>
    `<tr>${cells.map((cell) => `<${tag} dir="auto">${escape(cell)}</${tag}>`).join('')}</tr>`
  return (
    `<h2>${escape(title)}</h2><div><table><thead>${line('th', head)}</thead>` +
    `<tbody>${rows.map((row) => line('td', row)).join('')}</tbody></table></div>`
  )
}

/** The figures as one self-contained page, with the errors to read. */
export function toHtml(figures: Figures): string {
  const all = [
    ...tables(figures),
    examples('Flagged rows of ordinary sources, most probable first', figures.worstFalseAlarms),
    examples('Cue rows that stayed clear', figures.missedCueRows),
  ]
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Touchstone evaluation</title><style>
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem;color-scheme:light dark}
div{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8884;text-align:start;vertical-align:top}
</style></head><body><h1>Touchstone evaluation</h1>
<p>${escape(figures.engine)}, base rate ${figures.baseRate}. Probabilities are uncalibrated.</p>
${all.map(htmlTable).join('\n')}
</body></html>
`
}
