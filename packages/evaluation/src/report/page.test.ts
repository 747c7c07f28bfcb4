import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { aSignal, figuresOf, judged } from '../../test/assessed-listing.ts'
import { evaluationPage } from './page.ts'
import { evaluationText } from './text.ts'

const head = { title: 'offers.ndjson', date: '2026-11-25T10:12:00Z' }

function page(rows: Parameters<typeof figuresOf>[0], over = {}): string {
  return evaluationPage(figuresOf(rows, { by: ['source', 'seller'] }), { ...head, ...over })
}

const both = [judged(0, 0.02), judged(0, 0.6), judged(1, 0.4), judged(1, 0.95)]

describe('evaluationPage', () => {
  it('lets no text of listings, labels or notes become markup', () => {
    const nasty = `<script>alert("1")</script>'"><img src=x onerror=alert(1)>`
    const row = judged(0, 0.9, {
      listing: {
        title: nasty,
        description: nasty,
        marketplace: nasty,
        seller: { id: nasty },
      },
      label: { source: nasty },
      assessment: {
        reason: nasty,
        engine: nasty,
        brands: [{ id: nasty, confidence: 1 }],
        signals: [
          aSignal({
            code: nasty,
            evidence: { field: 'title', start: 3, end: 9, detail: nasty },
          }),
        ],
      },
    })
    const html = page([row, judged(1, 0.1)], { title: nasty, notes: [nasty] })
    expect(html).not.toMatch(/<script|<img|<[^>]*onerror/i)
    expect(html).toContain('&lt;script&gt;')
    expect(html).toContain('&lt;sc<mark>ript&gt;a</mark>lert')
  })

  it('states a policy that allows its own style sheet alone', () => {
    const html = page(both)
    const style = /<style>([^]*?)<\/style>/.exec(html)![1]!
    const hash = createHash('sha256').update(style).digest('base64')
    expect(html).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri &#39;none&#39;`,
    )
    expect(html).not.toMatch(/ style=|<script|https?:/)
  })

  it('closes every element that it opens', () => {
    const html = page(both).replace(/<style>[^]*<\/style>/, '')
    const open: string[] = []
    for (const [tag, slash, name, own] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*?(\/?)>/g)) {
      if (own === '/' || name === 'meta' || tag.startsWith('<!')) continue
      if (slash === '') open.push(name!)
      else expect(open.pop()).toBe(name)
    }
    expect(open).toEqual([])
  })

  it('draws no number that is none', () => {
    for (const rows of [both, [], [judged(0, 0)], [judged(1, 1), judged(0, 1)]]) {
      expect(page(rows)).not.toMatch(/NaN|Infinity|undefined|\[object/)
    }
  })

  it('shows invisible characters and isolates right-to-left lines', () => {
    const html = page([judged(0, 0.9, { listing: { title: 'Vel\u200bmoraq \u202ebag' } })])
    expect(html).toContain('Vel<span class="unseen">U+200B</span>moraq')
    expect(html).not.toMatch(/[\u200b\u202e]/)
  })

  it('marks the evidence of an error', () => {
    const row = judged(0, 0.9, {
      listing: { title: 'A replica bag' },
      assessment: { signals: [aSignal({ evidence: { field: 'title', start: 2, end: 9 } })] },
    })
    expect(page([row])).toContain('A <mark>replica</mark> bag')
  })

  it('reports that no curve can be drawn if a class is missing', () => {
    const html = page([judged(0, 0.6), judged(0, 0.1)])
    expect(html).toContain('No listing is labelled counterfeit')
    expect(html).toContain('none can be drawn')
    expect(html).not.toMatch(/ROC, area|Reliability/)
    expect(page([judged(1, 0.6)])).toContain('Every listing is labelled counterfeit')
  })

  it('calls the probabilities uncalibrated where labels are few', () => {
    expect(page(both)).toContain('Uncalibrated: with 2 counterfeit and 2 other listings')
    const many = Array.from({ length: 400 }, (_, at) => judged(at % 2 ? 1 : 0, at / 400))
    expect(page(many)).not.toMatch(/uncalibrated/i)
    expect(page(many)).toContain('Expected calibration error as stated')
  })
})

describe('evaluationText', () => {
  it('states rates with intervals, slices, notes and cautions', () => {
    const text = evaluationText(figuresOf(both), ['1 label matched no listing.'])
    expect(text).toContain('False alarms         50.0 % (9.5–90.5) review or block, of label 0')
    expect(text).toContain('Area under ROC       0.750')
    expect(text).toMatch(/^\(not stated\) +2 +2 +/m)
    expect(text).toContain('- 1 label matched no listing.')
  })

  it('keeps a name from steering the terminal', () => {
    const text = evaluationText(
      figuresOf([judged(0, 0.1, { label: { source: '\u001b[31mred\u202e\nline' } })]),
    )
    expect(text).not.toMatch(/[\u001b\u202e]/)
    expect(text).toMatch(/^ \[31mred line/m)
  })
})
