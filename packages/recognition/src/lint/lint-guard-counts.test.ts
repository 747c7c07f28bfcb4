import { expect, it } from 'vitest'
import type { Lexicon } from '#contract'
import { lintGuardCounts } from './lint-guard-counts.ts'

const lexicon: Lexicon = {
  language: 'en',
  version: 1,
  updated: '2026-01-01',
  terms: [],
  guards: ['en.good', 'en.few', 'en.bad'].map((id) => ({
    id,
    meaning: 'benign context',
    words: ['toy'],
    where: 'near',
    within: 24,
    effect: 'suppress',
    unlessBrand: false,
    global: false,
  })),
}

it('finds a guard that quiets more counterfeits than it saves honest listings, and one that is gone', () => {
  const findings = lintGuardCounts([lexicon], {
    asOf: '2026-01-01',
    source: 'a test',
    counts: {
      'en.good': { saves: 3, quiets: 3 },
      'en.few': { saves: 0, quiets: 2 },
      'en.bad': { saves: 1, quiets: 3 },
      'en.gone': { saves: 1, quiets: 0 },
    },
  })
  expect(findings.map(({ at, problem }) => [at, problem])).toEqual([
    ['en/en.bad', 'quiets 3 listings of counterfeits and saves 1 honest ones'],
    ['guard-counts/en.gone', 'counts a guard that no lexicon defines'],
  ])
})
