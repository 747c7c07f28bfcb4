import type { Share } from '@touchstone/evaluation'
import type { Figures } from './run.ts'
import type { Example } from './verdict-figures.ts'

type Cell = string | number

interface Table {
  title: string
  head: string[]
  rows: Cell[][]
}

function percent(value: number): string {
  return `${(value * 100).toFixed(2)} %`
}

function shareCells({ count, of, share, low, high }: Share): Cell[] {
  if (share === null) return [`${count} of ${of}`, '', '']
  return [`${count} of ${of}`, percent(share), `${percent(low)} to ${percent(high)}`]
}

function holds(condition: boolean | undefined): string {
  return condition === undefined ? 'not measured' : condition ? 'yes' : 'NO'
}

/** Each target with the figure that it is held against. */
function targetRows(figures: Figures): Cell[][] {
  const { verdicts, titles, names, oracle, ownOracle, blindCases, disguises, words } = figures
  const rows: Cell[][] = []
  const row = (what: string, figure: string, target: string, met: boolean | undefined): void => {
    rows.push([what, figure, target, holds(met)])
  }
  const of = ({ count, of: all, share }: Share): string =>
    `${count} of ${all}${share === null ? '' : ` (${percent(share)})`}`
  if (titles !== undefined) {
    const { plain, otherForms, precision, falseOnBrandFree } = titles
    row('labelled titles, plain names', of(plain), 'all but one', plain.of - plain.count <= 1)
    row('labelled titles, other forms', of(otherForms), '≥ 65 %', (otherForms.share ?? 0) >= 0.65)
    row('precision over all mentions', of(precision), '≥ 95 %', (precision.share ?? 0) >= 0.95)
    row(
      `false brands on the ${falseOnBrandFree.titles} brand-free titles`,
      String(falseOnBrandFree.brands),
      'at most 1',
      falseOnBrandFree.brands <= 1,
    )
  }
  if (names !== undefined) {
    const { all, publicAliases } = names
    row(
      'brand spans, exact, F1 (whole alias file)',
      all.all.f1.toFixed(3),
      '≥ 0.55',
      all.all.f1 >= 0.55,
    )
    row(
      'brand spans, exact, F1 (without the rows mined from these titles)',
      publicAliases.all.f1.toFixed(3),
      '≥ 0.55',
      publicAliases.all.f1 >= 0.55,
    )
  }
  const ordinary = verdicts.sources.filter(({ label }) => label === '0')
  for (const { source, falseAlarms, blocks, askProof } of ordinary) {
    row(`${source}: review or block`, of(falseAlarms), '≤ 0.5 %', (falseAlarms.share ?? 0) <= 0.005)
    row(`${source}: block`, of(blocks), '0', blocks.count === 0)
    row(`${source}: ask-proof`, of(askProof), '≤ 3 %', (askProof.share ?? 0) <= 0.03)
  }
  const { notClear } = verdicts.cueRows
  row(
    'cue rows naming a starter brand, not clear',
    of(notClear),
    '≥ 95 %',
    (notClear.share ?? 0) >= 0.95,
  )
  const { atOnePercent, positives } = verdicts.recall
  row(
    'label-1 rows: recall at 1 % false positives',
    atOnePercent === undefined ? 'not measured' : `${of(atOnePercent.recall)} of ${positives}`,
    '≥ 60 %',
    atOnePercent === undefined ? undefined : (atOnePercent.recall.share ?? 0) >= 0.6,
  )
  row('shared oracle', of(oracle.holds), 'all', oracle.holds.count === oracle.holds.of)
  row('own oracle', of(ownOracle.holds), 'all', ownOracle.holds.count === ownOracle.holds.of)
  const { languages, found, falselyReviewed } = blindCases
  row(
    `blind cases in ${languages} languages, counterfeits: review or block`,
    of(found),
    '≥ 80 %',
    (found.share ?? 0) >= 0.8,
  )
  row(
    'blind cases, honest: review or block',
    of(falselyReviewed),
    'at most 2',
    falselyReviewed.count <= 2,
  )
  row(
    `disguises of ${disguises.brands} brands found`,
    `${disguises.overall.found} of ${disguises.overall.of} (${percent(disguises.overall.share ?? 0)})`,
    '≥ 98 %',
    (disguises.overall.share ?? 0) >= 0.98,
  )
  row('words that hit a brand, not reviewed', String(words.unreviewed), '0', words.unreviewed === 0)
  return rows
}

function tables(figures: Figures): Table[] {
  const { verdicts, titles, names, oracle, ownOracle, disguises } = figures
  const shown: Table[] = [
    { title: 'Targets', head: ['what', 'figure', 'target', 'met'], rows: targetRows(figures) },
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
        '',
        '95 %',
        'ask-proof share',
      ],
      rows: verdicts.sources.map((source) => [
        source.label,
        source.source,
        source.rows,
        source.templates,
        source.verdicts.clear,
        source.verdicts['ask-proof'],
        source.verdicts.review,
        source.verdicts.block,
        ...shareCells(source.falseAlarms),
        percent(source.askProof.share ?? 0),
      ]),
    },
  ]
  if (titles !== undefined)
    shown.push({
      title: 'Labelled titles by form of the name',
      head: ['form', 'found', 'share', '95 %'],
      rows: titles.byForm.map(({ form, found }) => [form, ...shareCells(found)]),
    })
  if (titles !== undefined)
    shown.push({
      title: 'Mentions in labelled titles by stated confidence',
      head: ['confidence', 'stated on average', 'right', 'share', '95 %'],
      rows: titles.byConfidence.map(({ from, to, stated, right }) => [
        `${from} to ${to}`,
        percent(stated),
        ...shareCells(right),
      ]),
    })
  if (names !== undefined)
    shown.push({
      title: 'Brand spans in Chinese titles, exact',
      head: ['what', 'found', 'right', 'labelled', 'precision', 'recall', 'F1'],
      rows: [
        ['whole alias file', names.all.all] as const,
        ['without mined rows', names.publicAliases.all] as const,
        ...Object.entries(names.all.byScript),
      ].map(([what, { found, right, labelled, precision, recall, f1 }]) => [
        what,
        found,
        right,
        labelled,
        precision.toFixed(3),
        recall.toFixed(3),
        f1.toFixed(3),
      ]),
    })
  shown.push(
    {
      title: 'Own oracle by language',
      head: ['language', 'as expected', 'share', '95 %'],
      rows: ownOracle.languages.map(({ language, holds: share }) => [
        language,
        ...shareCells(share),
      ]),
    },
    {
      title: 'Oracle rows that do not hold',
      head: ['id', 'verdict', 'expected', 'brand', 'brands found', 'title'],
      rows: [...oracle.rows, ...ownOracle.rows]
        .filter((row) => !row.holds)
        .map((row) => [
          row.id,
          row.verdict,
          row.expect.join(' or '),
          row.brand ?? '',
          row.brands.join(', '),
          row.title,
        ]),
    },
    {
      title: 'Disguises found by kind',
      head: ['kind', 'found', 'of', 'share', '95 %'],
      rows: disguises.kinds.map(({ kind, found, of, share, low, high }) => [
        kind,
        found,
        of,
        percent(share ?? 0),
        `${percent(low)} to ${percent(high)}`,
      ]),
    },
  )
  return shown
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
  const { verdicts, titles } = figures
  const all = [
    ...tables(figures),
    examples('Flagged rows of ordinary sources, most probable first', verdicts.worstFalseAlarms),
    examples('Cue rows that stayed clear', verdicts.missedCueRows),
    {
      title: 'Labelled titles: brands missed and brands found wrongly',
      head: ['error', 'brand', 'form', 'title'],
      rows: (titles?.errors ?? []).map(({ kind, brand, form, text }) => [kind, brand, form, text]),
    },
  ]
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Touchstone evaluation</title><style>
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem;color-scheme:light dark}
div{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8884;text-align:start;vertical-align:top}
</style></head><body><h1>Touchstone evaluation</h1>
<p>${escape(figures.engine)}, base rate ${figures.baseRate}. Probabilities are uncalibrated: no source of the data holds labels of both kinds.</p>
${all.map(htmlTable).join('\n')}
</body></html>
`
}
