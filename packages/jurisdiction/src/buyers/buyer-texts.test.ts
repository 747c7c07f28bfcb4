import { expect, it } from 'vitest'
import { shippedRules } from '../regimes/index.ts'
import { accusingWords } from '../statement/index.ts'
import { buyersText } from './index.ts'

const rules = shippedRules('eu-dsa')
const information = { platform: 'Pasar', product: 'Sandal Velmoraq', awareOn: '2026-08-31' }

it('informs buyers of the product, the trader and redress, with the same text for everyone', () => {
  const { tell, publication, reviewed, lines } = buyersText(rules, {
    ...information,
    law: 'Regulation (EU) 2017/1001, Article 9(2)',
    trader: 'Lumen Trade Ltd',
    contact: 'https://pasar.example/complaints',
  })
  // August and six months back end on the last day of a short month.
  expect(tell.en).toContain(
    'Between 2026-02-28 and 2026-08-31 you bought the product offered on Pasar',
  )
  expect(tell.en).toContain('under Art. 32(1) of')
  expect(publication.en).toContain('This is for everyone who bought')
  expect(publication.en).toContain('under Art. 32(2) of')
  for (const text of [tell.en, publication.en]) {
    expect(text).toContain('It was decided under: Regulation (EU) 2017/1001, Article 9(2)')
    expect(text).toContain('Who sold it\nLumen Trade Ltd')
    expect(text).toContain('You can contact us here: https://pasar.example/complaints')
    expect(accusingWords(text)).toEqual([])
  }
  expect(reviewed).toBe(false)
  expect(lines.map(({ article }) => article)).toEqual(['Art. 32(1)', 'Art. 32(2)'])
})

it('states that the trader is unknown instead of omitting it, and leaves out missing parts', () => {
  const { tell } = buyersText(rules, information)
  expect(tell.en).toContain('We do not know the trader.')
  expect(tell.en).not.toMatch(/decided under|go to court|reach us/)
})

it('says the same in each language of the console, with the marketplace’s own words unchanged', () => {
  const { tell, publication } = buyersText(rules, {
    ...information,
    trader: 'Lumen Trade Ltd',
    court: 'The competent courts, at any time.',
    contact: 'https://pasar.example/complaints',
  })
  expect(tell.id).toContain('Antara 2026-02-28 dan 2026-08-31 Anda membeli produk')
  expect(tell.zh).toContain('您在 2026-02-28 至 2026-08-31 期间购买了在Pasar上以“Sandal Velmoraq”')
  for (const text of [tell.id, tell.zh, publication.id, publication.zh]) {
    expect(text).toContain('Lumen Trade Ltd')
    expect(text).toContain('https://pasar.example/complaints')
    expect(text).not.toMatch(/Who sold|You can|The competent courts/)
  }
})
