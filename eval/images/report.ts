import type { Share } from '@touchstone/evaluation'
import type { Benchmark } from './build-benchmark.ts'
import type { Figures, JudgedAnswer } from './figures.ts'
import type { Reliability } from './fit-scores.ts'
import { systemNames } from './systems.ts'
import { thumbnail } from './thumbnail.ts'

/** This many of the worst errors of either kind are shown. */
const shown = 60

export interface Reported {
  benchmark: Benchmark
  photos: string
  figures: Figures
  /** Touchstone's answers over the half that is reported. */
  said: readonly JudgedAnswer[]
  /** Stated probabilities and observed shares, of first answers and of all listed ones. */
  first: readonly Reliability[]
  listed: readonly Reliability[]
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
const cell = ({ count, of, share, low, high }: Share): string =>
  share === null ? '–' : `${percent(share)} (${percent(low)}–${percent(high)}; ${count} of ${of})`

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((one) => `<${tag}>${one}</${tag}>`).join('')}</tr>`
  return `<div><table><thead>${line('th', head)}</thead><tbody>${rows.map((row) => line('td', row)).join('')}</tbody></table></div>`
}

/** The figures of each system as lines of text. */
export function toText(figures: Figures): string {
  return systemNames
    .map((name) => {
      const { moderate, hard, all, falseAlarms, first, averagePrecision } = figures[name]
      return [
        name,
        `  moderate      ${cell(moderate)}`,
        `  hard          ${cell(hard)}`,
        `  all           ${cell(all)}`,
        `  false alarms  ${cell(falseAlarms)}`,
        `  right first   ${cell(first)}`,
        `  µAP           ${averagePrecision.toFixed(3)}`,
      ].join('\n')
    })
    .join('\n')
}

/** One page without anything from elsewhere: figures, and the pictures of the worst errors. */
export async function toPage(reported: Reported): Promise<string> {
  const { benchmark, figures, photos, said, first, listed } = reported
  const { threshold } = figures.Touchstone
  const score = (one: JudgedAnswer): number => one.answer?.score ?? 0
  const misses = said
    .filter((one) => one.question.shows !== undefined && !(one.right && score(one) >= threshold))
    .sort((a, b) => Number(a.question.hard) - Number(b.question.hard) || score(a) - score(b))
  const alarms = said
    .filter((one) => one.question.shows === undefined && score(one) > 0)
    .sort((a, b) => score(b) - score(a))
  const rows = systemNames.map((name) => {
    const own = figures[name]
    const shares = [own.moderate, own.hard, own.all, own.falseAlarms, own.first].map(cell)
    return [name, ...shares, own.averagePrecision.toFixed(3), own.threshold.toFixed(3)]
  })
  const families = figures.Touchstone.families.map(({ family }, at) => [
    family,
    ...systemNames.flatMap((name) => {
      const own = figures[name].families[at]
      return [own?.moderate.share, own?.hard.share].map((share) =>
        share == null ? '–' : (share * 100).toFixed(0),
      )
    }),
  ])
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>Copies of photos</title><style>
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:90rem;padding:0 1rem;color-scheme:light dark}
div{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{padding:.25rem .75rem .25rem 0;border-bottom:1px solid #8884;text-align:start;vertical-align:top}
section{display:grid;grid-template-columns:repeat(auto-fill,minmax(20rem,1fr));gap:1rem}
figure{margin:0}figure img{width:48%;height:9rem;object-fit:contain;background:#8882}
</style></head><body><h1>Copies of photos</h1>
<p>${benchmark.references.length} references, ${benchmark.questions.filter(({ shows }) => shows !== undefined).length} queries and ${benchmark.questions.filter(({ shows }) => shows === undefined).length} distractors from ${benchmark.distractorPhotos} other photos (${photos}), split by scene. Thresholds were chosen on one half at no more than 0.1 % false alarms; everything below is of the other half, with intervals at 95 % (Wilson 1927).</p>
${table(['system', 'moderate', 'hard', 'all', 'false alarms', 'right first', 'µAP', 'threshold'], rows)}
<h2>Found by family, %</h2>
${table(['family', ...systemNames.flatMap((name) => [`${name}, moderate`, 'hard'])], families)}
<h2>What Touchstone states, and what is right</h2>
<p>At even odds that a picture shows some reference.</p>
<h3>First answers</h3>
${stated(first)}
<h3>All that was listed</h3>
${stated(listed)}
<h2>Worst misses: ${misses.length}</h2>
<p>The moderate ones first. Left what was asked, right what it shows.</p>
<section>${(await Promise.all(misses.slice(0, shown).map((one) => figure(benchmark, one)))).join('')}</section>
<h2>Worst false alarms: ${alarms.length} with any score</h2>
<p>Left what was asked, right what it was taken for.</p>
<section>${(await Promise.all(alarms.slice(0, shown).map((one) => figure(benchmark, one)))).join('')}</section>
</body></html>
`
}

function stated(groups: readonly Reliability[]): string {
  return table(
    ['score', 'stated', 'right', 'of'],
    groups.map(({ from, to, stated, right, of }) => [
      `${from.toFixed(1)} to ${to.toFixed(1)}`,
      ...(of === 0 ? ['–', '–'] : [percent(stated), percent(right)]),
      String(of),
    ]),
  )
}

async function figure({ folder, references }: Benchmark, one: JudgedAnswer): Promise<string> {
  const { question, answer } = one
  const reference = references[question.shows ?? answer?.reference ?? -1]
  const pictures = [question.file, ...(reference ? [reference.file] : [])]
  const images = await Promise.all(pictures.map((file) => thumbnail(folder, file)))
  const edit = question.family ?? 'as it was'
  const caption = `${edit}, ${question.hard ? 'hard' : 'moderate'}; ${answer ? `score ${answer.score.toFixed(3)}${question.shows === undefined || one.right ? '' : ', of another'}` : 'nothing found'}`
  return `<figure>${images.map((image) => `<img src="${image}" alt="" loading="lazy">`).join(' ')}<figcaption>${caption}</figcaption></figure>`
}
