import { createHash } from 'node:crypto'
import type { Figures } from '../evaluate.ts'
import type { Share } from '../shares.ts'
import { curvesSection, probabilitiesSection } from './curves-section.ts'
import { funnelSection } from './funnel-section.ts'
import { errorsSection } from './misclassifications-section.ts'
import { markup, strange, type Markup } from './markup.ts'
import { intervalText, percent, percentRange, tick, whole } from './numbers.ts'
import { style } from './style.ts'
import { table } from './table.ts'
import { signalsSection, slicesSection } from './tables-section.ts'

export type PageOptions = {
  title: string
  /** ISO date and time of the measurement. */
  date: string
  /** How listings and labels were matched, and other notes for the reader. */
  notes?: readonly string[]
}

const contents = [
  ['verdicts', 'Verdicts'],
  ['curves', 'Ranking'],
  ['probabilities', 'Probabilities'],
  ['funnel', 'Funnel'],
  ['slices', 'Slices'],
  ['signals', 'Signals'],
  ['errors', 'Errors to read'],
] as const

/**
 * A single self-contained HTML file without scripts. All text of listings and labels is escaped; the page's own
 * policy allows only its style sheet.
 */
export function evaluationPage(figures: Figures, { title, date, notes = [] }: PageOptions): string {
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`
  const { all, cautions } = figures
  const page = markup`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title} · Touchstone evaluation</title>
`
  // Escaping would change the style sheet and with it the hash; no part of it comes from outside.
  const body = markup`</head>
<body><div class="content">
<header>
<p class="brandline">Touchstone · evaluation</p>
<h1>${strange(title)}</h1>
<p class="meta">${date.slice(0, 16).replace('T', ' ')} UTC · ${figures.engines.join(', ')} · ${whole(all.rows)} labelled listings: ${whole(all.positives)} counterfeit, ${whole(all.negatives)} not · ${whole(all.templates)} distinct titles</p>
${notes.length > 0 && markup`<ul class="notes">${notes.map((note) => markup`<li>${strange(note)}</li>`)}</ul>`}
${cautions.length > 0 && markup`<div class="cautions"><h2>Limits of these figures</h2>${cautions.map((caution) => markup`<p>${caution}</p>`)}</div>`}
<nav aria-label="Contents"><ul>${contents.map(([id, name]) => markup`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
</header>
<main>
${verdictsSection(figures)}
${curvesSection(figures)}
${probabilitiesSection(figures)}
${funnelSection(figures.funnel)}
${slicesSection(figures.slices)}
${signalsSection(figures.signals, figures.families, all.rows === 0 ? 0 : all.positives / all.rows)}
${errorsSection(figures.errors)}
</main>
<footer>Intervals are 95 %. Shares: Wilson 1927. Area under the ROC curve: Newcombe 2006, method 5. Calibration error: groups drawn anew 1,000 times. Figures hold for offers like these, labelled as these were.</footer>
</div></body></html>
`
  return `<!doctype html>\n${page.text}<style>${style}</style>\n${body.text}`
}

function verdictsSection(figures: Figures): Markup {
  const { all, precision, precisionAtBaseRate: rare, ranking, verdicts } = figures
  const kinds = ['block', 'review', 'ask-proof', 'clear'] as const
  const part = (count: number, of: number): string =>
    of === 0 ? '–' : `${whole(count)} (${percent(count / of)})`
  const area = ranking.areaUnderRoc
  return markup`<section id="verdicts"><h2>Verdicts</h2>
<div class="tiles">
${tile('False alarms', all.falseAlarms.reviewOrBlock, 'of listings labelled 0 got review or block')}
${tile('Recall', all.recall.reviewOrBlock, 'of listings labelled 1 got review or block')}
${tile('Precision here', precision.reviewOrBlock, 'of listings with review or block are labelled 1')}
<div class="tile"><h3>Area under the ROC curve</h3><b>${area === undefined ? '–' : area.value.toFixed(3)}</b><p>${area === undefined ? 'needs both labels' : `95 %: ${intervalText(area).replace(/^\S+ /, '')}`}</p></div>
</div>
${
  rare?.reviewOrBlock !== undefined &&
  markup`<p class="caption">Precision depends on how rare counterfeits are. Where ${tick(rare.baseRate)} of listings are counterfeit, as the engine assumes, the same recall and false alarms mean that ${percent(rare.reviewOrBlock.value)} ${percentRange(rare.reviewOrBlock)} of reviews and blocks are right${rare.block !== undefined && `, and ${percent(rare.block.value)} ${percentRange(rare.block)} of blocks alone`}. The range combines both intervals, from worst to best.</p>`
}
${table(
  'Verdicts by label',
  [
    { name: 'Verdict' },
    { name: 'Label 0', note: 'not counterfeit', numeric: true },
    { name: 'Label 1', note: 'counterfeit', numeric: true },
  ],
  kinds.map((kind) => [
    markup`<span class="badge ${kind}">${kind}</span>`,
    part(verdicts.label0[kind], all.negatives),
    part(verdicts.label1[kind], all.positives),
  ]),
)}</section>`
}

function tile(name: string, share: Share, words: string): Markup {
  const value = share.share === null ? '–' : percent(share.share)
  const basis =
    share.share === null
      ? 'no such listing here'
      : `${words}: ${whole(share.count)} of ${whole(share.of)}; 95 %: ${percentRange(share)}`
  return markup`<div class="tile"><h3>${name}</h3><b>${value}</b><p>${basis}</p></div>`
}
