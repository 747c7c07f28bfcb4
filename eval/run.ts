import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createEvaluation, evaluationPage } from '@touchstone/evaluation'
import { BASE_RATE, compile } from '@touchstone/recognition'
import { measureTitles, readTitleRows, type TitleFigures } from './brand-titles.ts'
import {
  disguisedTitles,
  measureDisguises,
  measureWordHits,
  type DisguiseFigures,
  type WordHitFigures,
} from './disguises/index.ts'
import { measureNames, readAliasCatalog, readSpanRows, type NameFigures } from './name-spans.ts'
import {
  blindCases,
  measureBlindCases,
  measureOracle,
  ownOracle,
  type BlindCaseFigures,
  type OracleFigures,
} from './oracle-figures.ts'
import { toHtml, toText } from './print-figures.ts'
import { readSourceData, toListing } from './source-rows.ts'
import { starterBrandNames } from './starter-names.ts'
import { starterPack } from '@touchstone/recognition'
import { judge, measureVerdicts, type AssessedRow, type VerdictFigures } from './verdict-figures.ts'

export interface Figures {
  engine: string
  baseRate: number
  verdicts: VerdictFigures
  oracle: OracleFigures
  ownOracle: OracleFigures
  blindCases: BlindCaseFigures
  titles: TitleFigures | undefined
  names: { all: NameFigures; publicAliases: NameFigures } | undefined
  disguises: DisguiseFigures
  words: WordHitFigures
}

const folder = resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data')
const out = resolve(process.env['DATA_DIR'] ?? 'data', 'eval')

function measuredNames(): Figures['names'] {
  const rows = readSpanRows(join(folder, 'brand', 'taobao_ner.jsonl.gz'))
  const [all, publicAliases] = [true, false].map((mined) =>
    readAliasCatalog(join(folder, 'brand', 'brand_aliases_zh.csv'), mined),
  )
  if (rows === undefined || all === undefined || publicAliases === undefined) return undefined
  return {
    all: measureNames(compile(all), rows),
    publicAliases: measureNames(compile(publicAliases), rows),
  }
}

/** The report of `touchstone evaluate` over the rows that carry a label. */
function labelledReport(judged: readonly AssessedRow[]): string {
  const evaluation = createEvaluation({ by: ['source', 'language', 'brand'] })
  for (const { row, assessment } of judged)
    if (row.label !== null)
      evaluation.add(toListing(row), assessment, {
        listing: row.id,
        label: row.label,
        source: row.source,
        language: row.lang,
      })
  return evaluationPage(evaluation.figures(), {
    title: 'Labelled rows of the measuring data',
    date: new Date().toISOString().slice(0, 10),
  })
}

const data = readSourceData(folder)
if (data === undefined)
  process.stdout.write(`Skipped: no measuring data in ${folder} (set TOUCHSTONE_DATA).\n`)
else {
  const screener = compile({ brands: [] })
  const starterNames = starterBrandNames()
  const judged = judge(screener, data.rows)
  const titleRows = readTitleRows(join(folder, 'brand', 'replica_titles_labelled.jsonl'))
  const figures: Figures = {
    engine: screener.engine,
    baseRate: BASE_RATE,
    verdicts: measureVerdicts(judged, (name) => starterNames.has(name)),
    oracle: measureOracle(screener, data.oracle),
    ownOracle: measureOracle(screener, ownOracle()),
    blindCases: measureBlindCases(measureOracle(screener, blindCases())),
    titles: titleRows && measureTitles(screener, titleRows),
    names: measuredNames(),
    disguises: measureDisguises(screener, disguisedTitles(starterPack)),
    words: measureWordHits(screener),
  }
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'figures.json'), `${JSON.stringify(figures, undefined, 2)}\n`)
  writeFileSync(join(out, 'figures.html'), toHtml(figures))
  writeFileSync(join(out, 'labelled.html'), labelledReport(judged))
  process.stdout.write(toText(figures))
  process.stdout.write(`\nWritten: figures.json, figures.html and labelled.html in ${out}\n`)
}
