import { beforeAll, describe, expect, test } from 'vitest'
import { createText, loadCatalogue, withMessages, type Text } from '../../messages/index.ts'
import { costOf, reasonOf } from './reason.ts'
import type { Proposal, Proposals } from './queries.ts'

const proposals: Proposals = {
  version: 1,
  isSearched: true,
  days: 90,
  finds: 40,
  others: 1200,
  currency: 'EUR',
  items: [],
  decided: [],
}
const proposal = (more: Partial<Proposal>): Proposal => ({
  query: 'velm0raq',
  basis: { kind: 'disguise', used: true },
  finds: 12,
  others: 1,
  cost: {
    from: 'site',
    runs: 9,
    requests: { from: 4, to: 12 },
    amount: { from: 0.002, to: 0.006 },
  },
  ...more,
})
const inChinese: Proposal['basis'] = { kind: 'brand-name', as: 'official', language: 'zh-Hans' }

describe('the sentences of a proposal', () => {
  let texts: Record<'en' | 'id' | 'zh', Text>
  beforeAll(async () => {
    await withMessages(['watch-proposals'], Promise.resolve())
    texts = {
      en: createText('en', await loadCatalogue('en')),
      id: createText('id', await loadCatalogue('id')),
      zh: createText('zh', await loadCatalogue('zh')),
    }
  })

  test('say why, with counts', () => {
    expect(reasonOf(texts.en, proposal({}), proposals)).toBe(
      'Disguise that sellers of finds used. In 12 of 40 recent finds and 1 of 1,200 other listings.',
    )
    expect(reasonOf(texts.en, proposal({ basis: inChinese, finds: 0, others: 0 }), proposals)).toBe(
      'Official name in Simplified Chinese. Not seen in recent listings.',
    )
    expect(reasonOf(texts.zh, proposal({ basis: inChinese }), proposals)).toBe(
      '官方名称（简体中文）。最近 40 条发现中有 12 条、其他 1,200 件商品中有 1 件含有该词。',
    )
    expect(
      reasonOf(texts.id, proposal({ basis: { kind: 'find-word', word: '1:1' } }), proposals),
    ).toBe(
      '“1:1” jauh lebih sering muncul di temuan daripada di penawaran lain. Ada di 12 dari 40 temuan terbaru dan 1 dari 1.200 penawaran lain.',
    )
  })

  test('say at what cost', () => {
    expect(costOf(texts.en, proposal({}), 'EUR')).toMatch(
      /^4 to 12 requests per run, like other queries on this site\. Cost: EUR.0\.002 – EUR.0\.006 per run\.$/u,
    )
    const unknown = {
      from: 'budget',
      runs: 0,
      requests: { from: 1, to: 50 },
      amount: { from: 0, to: 0 },
    } as const
    expect(costOf(texts.en, proposal({ cost: unknown }), 'EUR')).toBe(
      'Up to 50 requests per run; no query has run on this site yet.',
    )
  })
})
