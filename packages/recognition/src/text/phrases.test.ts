import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { costRatio } from '../../test/processor-time.ts'
import { createFoldedText, fold, foldToString, kindOf, unitKind } from './fold.ts'
import { Hits, PhraseIndex } from './phrases.ts'

interface Occurrence {
  form: string
  from: number
  to: number
}

function scan(forms: readonly string[], text: string): Occurrence[] {
  const index = new PhraseIndex<string>()
  for (const form of forms) index.add(form, form)
  const hits = new Hits()
  index.scan(fold(text, createFoldedText()), hits)
  const occurrences: Occurrence[] = []
  for (let i = 0; i < hits.count; i++)
    occurrences.push({
      form: index.payload(hits.forms[i]!),
      from: hits.from[i]!,
      to: hits.to[i]!,
    })
  return occurrences.sort(order)
}

function order(a: Occurrence, b: Occurrence): number {
  return a.from - b.from || a.to - b.to || (a.form < b.form ? -1 : a.form > b.form ? 1 : 0)
}

/** Tries every form at every place, with the border rules written out once more. */
function bruteForce(forms: readonly string[], text: string): Occurrence[] {
  const folded = foldToString(text)
  const occurrences: Occurrence[] = []
  for (const form of forms) {
    const open = form.length > 1 && form.endsWith('*')
    const within = form.length > 1 && form.startsWith('*')
    const own = foldToString(form.slice(within ? 1 : 0, open ? -1 : undefined)).trimEnd()
    const spellings = [own]
    const fused = own.replaceAll(' ', '')
    if (fused !== own && fused.length >= 6) spellings.push(fused)
    for (const spelling of spellings) {
      if (spelling === '') continue
      for (
        let from = folded.indexOf(spelling);
        from !== -1;
        from = folded.indexOf(spelling, from + 1)
      ) {
        const to = from + spelling.length
        if (bordered(folded, spelling, from, to, open, within)) occurrences.push({ form, from, to })
      }
    }
  }
  return occurrences.sort(order)
}

function bordered(
  text: string,
  form: string,
  from: number,
  to: number,
  open: boolean,
  within: boolean,
): boolean {
  const kind = (at: number): number =>
    at < 0 || at >= text.length ? unitKind.other : kindOf(text.charCodeAt(at))
  const { letter, digit, hangul } = unitKind
  const first = kind(from)
  const last = kind(to - 1)
  if (kind(from - 1) === first && (first === letter || first === digit)) return false
  if (kind(from - 1) === first && first === hangul && !within) return false
  if (kind(to) === last && (last === digit || (last === letter && !open))) return false
  const wordy = [letter, digit] as number[]
  const whole = /^[a-z0-9]{1,3}$/.test(form)
  if ((whole || /^[a-z0-9]{1,2}([^a-z0-9]|$)/.test(form)) && wordy.includes(kind(from - 1)))
    return false
  if ((whole || /(^|[^a-z0-9])[a-z0-9]{1,2}$/.test(form)) && wordy.includes(kind(to)) && !open)
    return false
  return true
}

const alphabet = ['a', 'b', 'c', '1', '2', ' ', ':', '&', '驴', '家', '가', 'б', '-', '%']
const piece = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 1, maxLength: 6 })
const forms = fc.uniqueArray(
  fc
    .tuple(piece, fc.boolean(), fc.boolean())
    .map(([text, open, within]) => `${within ? '*' : ''}${text}${open ? '*' : ''}`),
  {
    maxLength: 12,
    selector: (form) =>
      foldToString(form).replaceAll(' ', '').replaceAll('*', '') +
      String([form.startsWith('*'), form.endsWith('*')]),
  },
)

describe('PhraseIndex', () => {
  it('finds what trying every form at every place finds', () => {
    fc.assert(
      fc.property(
        forms.filter((list) => list.every((form) => !foldToString(form).startsWith(' '))),
        fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 60 }),
        (list, text) => {
          expect(scan(list, text)).toEqual(bruteForce(list, text))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('finds every one of many thousand forms in its place', () => {
    const index = new PhraseIndex<number>()
    const names = Array.from({ length: 20_000 }, (_, i) => `brand${(i * 7919).toString(36)} x${i}`)
    names.forEach((name, i) => index.add(name, i))
    const hits = new Hits()
    for (const i of [0, 1, 77, 9_999, 19_999]) {
      hits.count = 0
      index.scan(fold(`new ${names[i]!.toUpperCase()} bag`, createFoldedText()), hits)
      expect(
        Array.from(hits.forms.subarray(0, hits.count), (form) => index.payload(form)),
      ).toContain(i)
    }
  })

  it('keeps short Latin pieces apart from the letters and digits around them', () => {
    expect(scan(['G家', '超A', 'LV'], '5G家用 超A85 LV2')).toEqual([])
    expect(scan(['G家', '超A', 'LV'], 'G家包 超A货 LV包')).toHaveLength(3)
    expect(scan(['yeezy 350'], 'yeezy350v2')).toHaveLength(1)
  })

  it('takes an Arabic word behind its article and prefixes', () => {
    expect(scan(['تقليد'], 'حقيبة والتقليد').map((hit) => hit.form)).toEqual(['تقليد'])
  })

  it('never reads a scale as a ratio', () => {
    expect(scan(['1:1'], '1:18 11:1 1:10')).toEqual([])
    expect(scan(['1:1'], 'rep 1：1!')).toHaveLength(1)
  })

  it('takes time in step with the text', () => {
    const index = new PhraseIndex<string>()
    for (let i = 1; i < 80; i++) index.add('a'.repeat(i) + 'b', 'x')
    index.add('家'.repeat(40), 'y')
    const hits = new Hits()
    const scanTimes = (text: string, times: number) => (): void => {
      for (let scan = 0; scan < times; scan++) {
        hits.count = 0
        index.scan(fold(text, createFoldedText()), hits)
      }
    }
    const text = '家'.repeat(10_000)
    expect(costRatio(scanTimes(text.repeat(8), 1), scanTimes(text, 8))).toBeLessThan(3)
  })
})
