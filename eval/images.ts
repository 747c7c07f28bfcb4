import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { buildBenchmark } from './images/build-benchmark.ts'
import { figuresOf, saidBy, type LabelledAnswers } from './images/figures.ts'
import { featureWeights } from './images/feature-weights.ts'
import { fittedLine, reliability } from './images/fit-scores.ts'
import { generatedPhotos } from './images/generate-photos.ts'
import { photosIn } from './images/photos.ts'
import { toPage, toText } from './images/report.ts'
import { sceneFigures } from './images/scenes.ts'
import { answersTo } from './images/systems.ts'
import type { MatchKind } from '@touchstone/recognition/image'

const { values } = parseArgs({
  options: {
    photos: { type: 'string' },
    references: { type: 'string', default: '1000' },
    queries: { type: 'string', default: '3000' },
    distractors: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
  },
})
const out = resolve(process.env['DATA_DIR'] ?? 'data', 'eval', 'images')
mkdirSync(out, { recursive: true })

function tell(what: string, done: number, of: number): void {
  const line = `${what}: ${done} of ${of}`
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line}${done === of ? '\n' : ''}`)
  else if (done % 1000 === 0 || done === of) process.stderr.write(`${line}\n`)
}

const noCopies: readonly MatchKind[] = ['background', 'same-product']

function extreme(
  of: readonly LabelledAnswers[],
  wanted: (copy: boolean) => boolean,
  most: (...scores: number[]) => number,
): number {
  return of
    .flatMap(({ listed }) => listed)
    .filter(({ kind }) => wanted(!noCopies.includes(kind)))
    .reduce((least, { score }) => most(least, score), most() === Infinity ? 1 : 0)
}

const photos = photosIn(values.photos ?? (await generatedPhotos(out)))
const benchmark = await buildBenchmark(
  photos,
  {
    references: Number(values.references),
    queries: Number(values.queries),
    distractors: Number(values.distractors),
    seed: Number(values.seed),
  },
  out,
  (done, of) => tell('Pictures made', done, of),
)

/** Scenes are composed for this share of the references. */
const scenesOf = 0.1

const answers: LabelledAnswers[] = []
for await (const answer of answersTo(benchmark)) {
  const question = benchmark.questions[answers.length]
  if (question) answers.push({ question, ...answer })
  tell('Pictures asked about', answers.length, benchmark.questions.length)
}

writeFileSync(
  join(out, 'answers.ndjson'),
  answers.map((one) => `${JSON.stringify(one)}\n`).join(''),
)
const figures = figuresOf(answers)
const reported = answers.filter(({ question }) => question.half === 'report')
const said = saidBy(reported, 'Touchstone')
const pdq = saidBy(answers, 'PDQ, references × 8').filter(
  ({ question }) => question.half === 'choose',
)
const calibration = {
  pdq: fittedLine(pdq),
  features: featureWeights(answers.filter(({ question }) => question.half === 'choose')),
  first: reliability(reported, 'first'),
  listed: reliability(reported, 'listed'),
}
/** The highest score that is called no copy, and the lowest that is called one. */
const kinds = {
  highestOfNoCopies: extreme(answers, (copy) => !copy, Math.max),
  leastOfCopies: extreme(answers, (copy) => copy, Math.min),
}
const scenes = await sceneFigures(
  photos,
  Math.ceil(scenesOf * benchmark.references.length),
  Number(values.seed),
)
writeFileSync(
  join(out, 'figures.json'),
  `${JSON.stringify({ sizes: { photos: photos.length, references: benchmark.references.length, questions: answers.length }, figures, scenes, calibration, kinds }, undefined, 2)}\n`,
)
const page = {
  benchmark,
  figures,
  said,
  first: calibration.first,
  listed: calibration.listed,
  photos: values.photos === undefined ? 'drawn' : 'real',
}
writeFileSync(join(out, 'report.html'), await toPage(page))
process.stdout.write(`${toText(figures)}\n`)
for (const [what, { count, of }] of Object.entries(scenes))
  process.stdout.write(`Composed scenes, ${what}: ${count} of ${of} told\n`)
process.stdout.write(
  `\nStated and right, first answers: ${calibration.first
    .filter(({ of }) => of > 0)
    .map(({ stated, right, of }) => `${stated.toFixed(2)} ${right.toFixed(2)} (${of})`)
    .join(', ')}\n`,
)
process.stdout.write(
  `No copies score up to ${kinds.highestOfNoCopies.toFixed(3)}, copies from ${kinds.leastOfCopies.toFixed(3)}\n`,
)
const { base, slope } = calibration.pdq
process.stdout.write(
  `\nPDQ, log-odds that it is a copy: ${base.toFixed(2)} and ${(-slope).toFixed(3)} a bit\n`,
)
process.stdout.write(
  `Features, weights of their evidence: ${calibration.features.map((weight) => weight.toFixed(2)).join(', ')}\n`,
)
process.stdout.write(`Written: figures.json, answers.ndjson and report.html in ${out}\n`)
