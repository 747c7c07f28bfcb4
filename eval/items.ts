import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import {
  detectCopies,
  evidenceNames,
  evidenceOf,
  addEvent,
  addScan,
  judgeItem,
  noHistory,
  type DetectInput,
} from '@touchstone/recognition/items'
import { seededRandom } from './random.ts'
import { fitWeights, type Row } from './item-scans/fit-weights.ts'
import { generateScans, type GeneratedScans } from './item-scans/generate-scans.ts'

// Measures the detection of copied codes on generated scans, and on the sample of scans if it is there; --fit prints
// weights fitted on other generated scans.
const { values: flags } = parseArgs({ options: { fit: { type: 'boolean', default: false } } })

interface Labelled {
  input: DetectInput
  truth: ReadonlyMap<
    string,
    {
      kind: 'issued' | 'invented' | 'mistyped'
      isCloned: boolean
      scannedCopies: number
      tags: readonly string[]
    }
  >
}

const steps = {
  commissioning: 'commissioned',
  shipping: 'shipped',
  retail_selling: 'sold',
  destroying: 'destroyed',
} as const
const keyOf = (code: string): { gtin: string; serial: string } => {
  const [, gtin = '', serial = ''] = /\/01\/(\d{14})\/21\/(.+)$/.exec(code) ?? []
  return { gtin, serial }
}

function generated(data: GeneratedScans): Labelled {
  const gtins = new Map(data.units.map(({ gtin, serial }) => [serial, gtin]))
  const input = {
    units: data.units,
    events: data.events.map(({ serial, bizStep, at, city: [, , lat, lon] }) => ({
      gtin: gtins.get(serial) ?? '',
      serial,
      at,
      kind: steps[bizStep],
      position: { lat, lon, accuracyKm: 0 },
    })),
    published: data.published.map(({ code, at }) => ({ ...keyOf(code), at: Date.parse(at) })),
    scans: data.scans.map(toScan),
  }
  return { input, truth: new Map(data.truth.map((one) => [one.serial, one])) }
}

function toScan({
  at,
  code,
  lat,
  lon,
  accuracyKm,
  source,
  device,
}: GeneratedScans['scans'][number]) {
  return { ...keyOf(code), at: Date.parse(at), source, device, position: { lat, lon, accuracyKm } }
}

/** The sample in the folder of data, which is none of ours. */
function sampled(folder: string): Labelled {
  const lines = <T>(name: string): T[] =>
    readFileSync(join(folder, `${name}.ndjson`), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as T)
  interface Event {
    bizStep: keyof typeof steps
    eventTime: string
    epcList: string[]
    readPoint: { id: string }
  }
  const { epcisBody } = JSON.parse(readFileSync(join(folder, 'events.jsonld'), 'utf8')) as {
    epcisBody: { eventList: Event[] }
  }
  const units = lines<DetectInput['units'][number]>('units')
  const issued = new Set(units.map(({ serial }) => serial))
  const truth = lines<{
    serial: string
    cloned: boolean
    tags: string[]
    campaign?: unknown
    copiesScanned?: number
  }>('truth')
  return {
    input: {
      units,
      events: epcisBody.eventList.flatMap(({ bizStep, eventTime, epcList, readPoint }) => {
        const [, lat = '', lon = ''] = /^geo:([-\d.]+),([-\d.]+)/.exec(readPoint.id) ?? []
        const position = { lat: Number(lat), lon: Number(lon), accuracyKm: 0 }
        return epcList.map((code) => ({
          ...keyOf(code),
          at: Date.parse(eventTime),
          kind: steps[bizStep],
          position,
        }))
      }),
      published: [],
      scans: lines<GeneratedScans['scans'][number]>('scans').map(toScan),
    },
    truth: new Map(
      truth.map(({ serial, cloned, tags, campaign, copiesScanned = 0 }) => {
        const kind = issued.has(serial)
          ? 'issued'
          : campaign === 'invented'
            ? 'invented'
            : 'mistyped'
        return [serial, { kind, isCloned: cloned, scannedCopies: copiesScanned, tags }]
      }),
    ),
  }
}

function rowsOf({ input, truth }: Labelled): Row[] {
  const events = Map.groupBy(input.events, ({ serial }) => serial)
  const scans = Map.groupBy(input.scans, ({ serial }) => serial)
  return [...scans].flatMap(([serial, ofCode]) => {
    const fact = truth.get(serial)
    if (fact?.kind !== 'issued' || fact.tags.includes('photographed')) return []
    let history = (events.get(serial) ?? []).reduce(addEvent, noHistory)
    for (const scan of ofCode) history = addScan(history, scan)
    const evidence = evidenceOf(history)
    return [{ values: evidenceNames.map((name) => evidence[name]), isCloned: fact.isCloned }]
  })
}

function percent(count: number, of: number): string {
  return (
    `${count} of ${of}`.padStart(16) +
    (of === 0 ? '' : `${((100 * count) / of).toFixed(2).padStart(8)} %`)
  )
}

function report(title: string, { input, truth }: Labelled): void {
  const codes = detectCopies(input).flatMap((one) => {
    const fact = truth.get(one.serial)
    return fact === undefined ? [] : [{ ...one, ...fact }]
  })
  const issued = codes.filter(({ kind }) => kind === 'issued')
  const honest = issued.filter(({ isCloned }) => !isCloned)
  const alarmed = (of: typeof codes): string =>
    percent(of.filter(({ state }) => state === 'suspected-clone').length, of.length)
  const print = (what: string, figure: string): void =>
    void process.stdout.write(`${what.padEnd(52)} ${figure}\n`)
  process.stdout.write(`\n${title}\n`)
  print('false alarms: all honest codes', alarmed(honest))
  for (const tag of [
    'parallel-import',
    'resold',
    'display',
    'household',
    'traveller',
    'photographed',
  ])
    print(`  ${tag}`, alarmed(honest.filter(({ tags }) => tags.includes(tag))))
  // The probability that one honest code in a thousand exceeds.
  const limit =
    honest.map(({ probability }) => probability).sort((a, b) => b - a)[
      Math.floor(honest.length / 1000)
    ] ?? 1
  print('probability at 0.1 % false alarms', limit.toFixed(4).padStart(16))
  for (const [name, from, to] of [
    ['1–2', 1, 2],
    ['3–5', 3, 5],
    ['6–10', 6, 10],
    ['11 and more', 11, Infinity],
  ] as const) {
    const clones = issued.filter(
      ({ isCloned, scannedCopies }) => isCloned && scannedCopies >= from && scannedCopies <= to,
    )
    print(`clones alarmed, ${name} copies scanned`, alarmed(clones))
    print(
      '  at 0.1 % false alarms',
      percent(clones.filter(({ probability }) => probability > limit).length, clones.length),
    )
  }
  const sure = issued.filter(({ probability }) => probability >= 0.9)
  print(
    'codes at p ≥ 0.9 that are cloned',
    percent(sure.filter(({ isCloned }) => isCloned).length, sure.length),
  )
  for (const [kind, state] of [
    ['invented', 'unknown'],
    ['mistyped', 'near-miss'],
  ] as const) {
    const of = codes.filter((one) => one.kind === kind)
    print(
      `${kind} told ${state}`,
      percent(of.filter((one) => one.state === state).length, of.length),
    )
  }
}

/** Milliseconds to add one scan to a history of this length and judge the code anew. */
function timeOf(length: number): { middle: number; p99: number } {
  const random = seededRandom(length)
  let history = noHistory
  const scanAt = (at: number) => ({
    at: at * 3_600_000,
    device: `d${Math.floor(random() * length)}`,
    source: 'consumer' as const,
    position: { lat: random() * 120 - 60, lon: random() * 360 - 180, accuracyKm: 25 },
  })
  for (let at = 0; at < length; at++) history = addScan(history, scanAt(at))
  const times = Array.from({ length: 2000 }, (_, at) => {
    const scan = scanAt(length + at)
    // The least of three, because other work on the machine is none of the model's.
    const tries = Array.from({ length: 3 }, () => {
      const from = performance.now()
      judgeItem(addScan(history, scan))
      return performance.now() - from
    })
    return Math.min(...tries)
  }).sort((a, b) => a - b)
  return { middle: times[1000] ?? 0, p99: times[1980] ?? 0 }
}

const size = { batches: 1500, campaigns: 350 }
if (flags.fit) {
  const rows = [1, 2, 3].flatMap((seed) => rowsOf(generated(generateScans(seed, size))))
  const [base = 0, ...weights] = fitWeights(rows)
  process.stdout.write(
    `base: ${base.toFixed(2)},\n${evidenceNames.map((name, at) => `${name}: ${weights[at]?.toFixed(2)},`).join('\n')}\n`,
  )
}
for (const seed of [111, 112, 113, 114, 115, 116])
  report(`generated, seed ${seed}`, generated(generateScans(seed, size)))
const folder = join(
  resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'),
  'offline/scan-sim/sample',
)
if (existsSync(folder)) report('sample of scans', sampled(folder))
process.stdout.write('\na new scan, judged\n')
for (const length of [1, 10, 100, 1000, 10_000]) {
  const { middle, p99 } = timeOf(length)
  process.stdout.write(
    `after ${String(length).padStart(6)} scans ${middle.toFixed(3).padStart(10)} ms, p99 ${p99.toFixed(3)} ms\n`,
  )
}
