import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { runInThisContext } from 'node:vm'
import { wholePercent } from '@touchstone/recognition'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clientScript } from './render.ts'

interface Mark {
  start: number
  end: number
  signal: number
}

interface Client {
  segments: (
    text: string,
    offset: number,
    marks: Mark[],
  ) => { text: string; signals: number[]; ends: number[] }[]
  visibleRuns: (text: string) => { text: string; label?: string }[]
  logit: (probability: number) => number
  waterfall: (
    baseRate: number,
    signals: { code: string; weight: number }[],
    probability: number,
  ) => { base: number; total: number; steps: { weight: number; from: number; to: number }[] }
  roundedSum: (parts: number[]) => { parts: number[]; whole: number }
  axisTicks: (low: number, high: number, gap: number) => number[]
  percent: (p: number) => string
  probabilityText: (p: number) => string
  axisPercent: (p: number) => string
  money: (price: { amount: string; currency: string }) => string
  readHash: (hash: string) => Record<string, unknown>
  writeHash: (state: Record<string, unknown>) => string
}

const files = ['hidden-characters.js', 'marks.js', 'waterfall.js', 'wording.js', 'view-state.js']
const names =
  'segments, visibleRuns, logit, waterfall, roundedSum, axisTicks, percent, probabilityText, axisPercent, money, readHash, writeHash'
const client = runInThisContext(
  `(() => { ${clientScript(files)}\nreturn { ${names} } })()`,
) as Client

const anyText = fc.string({ unit: 'binary', maxLength: 60 })

describe('segments', () => {
  it('joins back to the text and covers exactly the marked units', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', ' ', '高', 'ש', '\u0301'), maxLength: 60 }),
        fc.nat(500),
        fc.array(fc.tuple(fc.nat(60), fc.nat(20), fc.integer({ min: 1, max: 4 })), {
          maxLength: 8,
        }),
        (text, offset, raw) => {
          const marks = raw.map(([start, size, signal]) => ({
            start: offset + start,
            end: offset + start + size,
            signal,
          }))
          const segments = client.segments(text, offset, marks)
          expect(segments.map((segment) => segment.text).join('')).toBe(text)
          const covered = segments.flatMap((segment) =>
            Array.from(segment.text, () => segment.signals.join()),
          )
          const expected = Array.from(text, (_, at) =>
            [
              ...new Set(
                marks.filter(({ start, end }) => start - offset <= at && at < end - offset),
              ),
            ]
              .map((mark) => mark.signal)
              .filter((signal, index, all) => all.indexOf(signal) === index)
              .toSorted((a, b) => a - b)
              .join(),
          )
          expect(covered).toEqual(expected)
        },
      ),
    )
  })

  it('never cuts a surrogate pair, whatever the offsets', () => {
    fc.assert(
      fc.property(anyText, fc.nat(60), fc.nat(60), (text, start, end) => {
        for (const segment of client.segments(text, 0, [{ start, end, signal: 1 }])) {
          expect(segment.text.isWellFormed()).toBe(true)
        }
      }),
    )
  })

  it('counts in UTF-16 units after an emoji', () => {
    const text = '👜👨‍👩‍👧 高仿 bag'
    const start = text.indexOf('高仿')
    const marked = client
      .segments(text, 0, [{ start, end: start + 2, signal: 1 }])
      .filter((segment) => segment.signals.length > 0)
    expect(marked.map((segment) => segment.text)).toEqual(['高仿'])
  })

  it('splits overlapping marks and says where each ends', () => {
    expect(
      client.segments('mirror quality 1:1', 0, [
        { start: 0, end: 14, signal: 1 },
        { start: 7, end: 18, signal: 2 },
      ]),
    ).toEqual([
      { text: 'mirror ', signals: [1], ends: [] },
      { text: 'quality', signals: [1, 2], ends: [1] },
      { text: ' 1:1', signals: [2], ends: [2] },
    ])
  })
})

describe('visibleRuns', () => {
  const labels = (text: string) => client.visibleRuns(text).flatMap((run) => run.label ?? [])

  it('loses no unit of any text', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(0xffff)), (units) => {
        const text = String.fromCharCode(...units)
        expect(
          client
            .visibleRuns(text)
            .map((run) => run.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })

  it.each([
    ['a\u202eb', ['U+202E']],
    ['a\u200bb\u00ad', ['U+200B', 'U+00AD']],
    ['nul\0', ['U+0000']],
    ['half \ud83d here', ['U+D83D']],
    ['a\u200db', ['U+200D']],
    ['a\ufe0fb', ['U+FE0F']],
    ['tag \u{e0041}', ['U+E0041']],
    ['line\nbreak\ttab', []],
    ['👨‍👩‍👧 ❤️ 1️⃣', []],
    ['می‌خواهم', []],
    ['e\u0301', []],
  ])('boxes what cannot be seen in %j', (text, expected) => {
    expect(labels(text)).toEqual(expected)
  })
})

describe('waterfall', () => {
  const share = fc.double({ min: 1e-6, max: 0.5, noNaN: true })
  const weights = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { maxLength: 12 })

  it('adds up from the base rate through every weight to the probability', () => {
    fc.assert(
      fc.property(share, weights, (baseRate, weightList) => {
        const logOdds = weightList.reduce((sum, weight) => sum + weight, client.logit(baseRate))
        const signals = weightList.map((weight) => ({ code: 'x', weight }))
        const way = client.waterfall(baseRate, signals, 1 / (1 + Math.exp(-logOdds)))
        expect(way.steps).toHaveLength(weightList.length)
        expect(way.total).toBeCloseTo(logOdds, 8)
        let at = way.base
        for (const step of way.steps) {
          expect(step.from).toBe(at)
          expect(step.to - step.from).toBeCloseTo(step.weight, 9)
          at = step.to
        }
        expect(at).toBe(way.total)
      }),
    )
  })

  it('shows the unexplained part of the signals as a separate step', () => {
    const way = client.waterfall(0.02, [{ code: 'x', weight: 1 }], 0.5)
    expect(way.steps).toHaveLength(2)
    expect(way.steps.at(-1)?.to).toBe(0)
    expect(way.total).toBe(0)
  })

  it('takes the sum of the weights where a probability has rounded to 1', () => {
    const way = client.waterfall(0.5, [{ code: 'x', weight: 50 }], 1)
    expect(way.total).toBe(50)
    expect(way.steps).toHaveLength(1)
  })

  it('rounds the parts so that they add up as printed, each within a hundredth', () => {
    fc.assert(
      fc.property(weights, (weightList) => {
        const { parts, whole } = client.roundedSum(weightList)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole)
        for (const [index, part] of parts.entries()) {
          expect(Math.abs(part - weightList[index]! * 100)).toBeLessThan(1.0001)
        }
      }),
    )
  })

  it('labels the axis with round probabilities that do not touch', () => {
    expect(client.axisTicks(-5, 5, 1.5).map(client.axisPercent)).toEqual([
      '1%',
      '10%',
      '50%',
      '90%',
      '99%',
    ])
    expect(client.axisTicks(-8, -1, 0.5).map(client.axisPercent)).toEqual([
      '0.1%',
      '1%',
      '10%',
      '25%',
    ])
  })
})

describe('wording', () => {
  it('rounds a listing’s probability like the sentence that explains its verdict', () => {
    expect([0.004, 0.76998].map(client.probabilityText)).toEqual(['< 1%', '76%'])
    const probability = fc.double({ min: 0.01, max: 1, noNaN: true })
    fc.assert(
      fc.property(probability, (p) => {
        expect(client.probabilityText(p)).toBe(`${wholePercent(p)}%`)
      }),
    )
  })

  it('never rounds a probability to none or to certainty', () => {
    expect([1e-9, 0.0004, 0.5, 0.9995, 1 - 1e-12].map(client.percent)).toEqual([
      '< 0.01%',
      '0.04%',
      '50.0%',
      '99.95%',
      '> 99.99%',
    ])
  })

  it('groups a price without making a number of it', () => {
    expect(client.money({ amount: '12345678901234567890.10', currency: 'IDR' })).toBe(
      'IDR 12,345,678,901,234,567,890.10',
    )
  })
})

describe('the address', () => {
  it('gives back the filters and the open listing', () => {
    const state = {
      verdicts: ['block', 'ask-proof'],
      brand: 'orvelle',
      marketplace: 'pasar & co',
      signal: 'text.replica-term',
      query: '高仿 #1 100%',
      order: 'input',
      page: 3,
      listing: 42,
    }
    expect(client.readHash(client.writeHash(state))).toEqual(state)
  })

  it('ignores unknown parameters', () => {
    expect(client.readHash('#verdict=guilty,block&page=-2&listing=x')).toMatchObject({
      verdicts: ['block'],
      page: 1,
      listing: undefined,
    })
  })
})

describe('the client', () => {
  it('passes the type checker', () => {
    const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc')
    const folder = fileURLToPath(new URL('./client', import.meta.url))
    const checked = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' })
    expect(checked.stdout).toBe('')
    expect(checked.status).toBe(0)
  })
})
