import { GlossReader, compile } from '@touchstone/recognition'
import { expect, test } from 'vitest'
import type { Listing } from '@touchstone/contract'
import { runToEnd } from '../../platform/time-slicing/index.ts'
import { glossListing } from './gloss-listing.ts'

const reader = runToEnd(GlossReader.compile())
const screener = compile({ brands: [] })

const glossOf = (listing: Listing, language: 'en' | 'id' | 'zh' = 'en', isShown = true) =>
  glossListing({
    reader,
    version: 1,
    listing,
    assessment: isShown ? screener.screen(listing) : null,
    language,
  })
const meaningsOf = ({ fields }: ReturnType<typeof glossOf>) =>
  fields.flatMap(({ pieces }) =>
    pieces.flatMap(({ text, is, meaning, meaningLanguage }) =>
      is === 'plain' ? [] : [[text, meaning ?? '?', meaningLanguage ?? '']],
    ),
  )

test('words have their meaning in the reader’s language, and the others are counted', () => {
  const listing = { id: 'x', title: 'Prada 钱包 全新 zzyzx' }
  expect(meaningsOf(glossOf(listing, 'id'))).toEqual([
    ['Prada', 'merek Prada', 'id'],
    ['钱包', 'dompet', 'id'],
    ['全新', 'baru', 'id'],
    ['zzyzx', '?', ''],
  ])
  expect(glossOf(listing, 'zh')).toMatchObject({ known: 3, unknown: 1 })
})

test('the meaning of counterfeit language is in English, and says so', () => {
  const [, , term] = meaningsOf(glossOf({ id: 'x', title: 'Prada 钱包 复刻' }, 'zh'))
  expect(term?.[0]).toBe('复刻')
  expect(term?.[2]).toBe('en')
})

test('a disguised name is named, and no brand that the reader’s assessment does not have', () => {
  const listing = { id: 'x', title: 'Pr@da bag' }
  expect(meaningsOf(glossOf(listing))[0]).toEqual(['Pr@da', 'a disguised spelling of Prada', 'en'])
  const hidden = glossOf(listing, 'en', false)
  expect(JSON.stringify(hidden)).not.toContain('spelling of')
})

test('the pieces of every text give it again, whatever it contains', () => {
  const listing = {
    id: 'x',
    title: '<b>👟 Pr@da</b>\u202e rep1ica 1:1',
    description: `${'高仿 '.repeat(12_000)}end`,
    category: 'Bags',
    attributes: { 'a/b': 'bekas', __proto__x: 'new' },
  }
  const { fields } = glossOf(listing)
  const texts = new Map(
    fields.map(({ field, pieces }) => [field, pieces.map(({ text }) => text).join('')]),
  )
  expect(texts.get('title')).toBe(listing.title)
  expect(texts.get('category')).toBe('Bags')
  expect(texts.get('attributes/a/b')).toBe('bekas')
  expect(texts.get('description')).toBe(listing.description.slice(0, 20_000))
  expect(fields.map(({ cut }) => cut)).toEqual([false, false, true, false, false])
})
