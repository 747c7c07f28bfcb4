import { expect, test } from 'vitest'
import { costRatio } from '../../test/processor-time.ts'
import { coverText, GlossReader } from './index.ts'

const compiling = GlossReader.compile()
let reader: GlossReader | undefined
for (let step = compiling.next(); reader === undefined; step = compiling.next()) {
  if (step.done === true) reader = step.value
}
const glosses = reader

/** The pieces of a title as `text=meaning`, or `text=?` where nothing is known. */
function glossOf(title: string, namesBrand = true): string[] {
  const passages = glosses.read({ id: 'x', title }, { namesBrand })
  return coverText(title, passages).flatMap((piece) => {
    const text = title.slice(piece.start, piece.end)
    if (piece.is === 'plain') return []
    if (piece.is === 'unknown') return [`${text}=?`]
    const { meaning } = piece
    if (meaning.is === 'goods') return [`${text}=${meaning.id}`]
    return [`${text}=${meaning.is === 'term' ? meaning.kind : meaning.marker}`]
  })
}

test('words of goods, condition and counterfeit language are known in any language', () => {
  expect(glossOf('Prada 钱包 复刻 全新')).toEqual([
    'Prada=?',
    '钱包=wallet',
    '复刻=replica',
    '全新=new',
  ])
  expect(glossOf('Tas wanita mirror quality bekas')).toEqual([
    'Tas wanita=bag',
    'mirror quality=grade',
    'bekas=used',
  ])
  expect(glossOf('Perilaku anak')).toEqual(['Perilaku=?', 'anak=?'])
})

test('an ending belongs to its word', () => {
  expect(glossOf('Кроссовки реплика')).toEqual(['Кроссовки=sneakers', 'реплика=replica'])
})

test('a word that its context explains otherwise is not called counterfeit language', () => {
  expect(glossOf('AAA batteries').join()).not.toContain('grade')
  const passages = glosses.read({ id: 'x', title: 'faux fur coat' }, { namesBrand: false })
  expect(passages.filter(({ meaning }) => meaning.is === 'term')).toEqual([])
})

test('a word that means a copy beside a brand only needs one', () => {
  const terms = (namesBrand: boolean): number =>
    glosses
      .read({ id: 'x', title: '高仿 钱包' }, { namesBrand })
      .filter(({ meaning }) => meaning.is === 'term').length
  expect([terms(true), terms(false)]).toEqual([1, 0])
})

test('the words of each field are found in it', () => {
  const listing = {
    id: 'x',
    title: 'bag',
    description: 'a wallet',
    attributes: { Kondisi: 'bekas' },
    images: [{ url: 'https://shop.example/1.png' }],
  }
  const found = glosses.read(listing, { namesBrand: false })
  expect(found.map(({ field, start }) => [field, start])).toEqual(
    expect.arrayContaining([
      ['title', 0],
      ['description', 2],
      ['attributes/Kondisi', 0],
    ]),
  )
})

test('reading and covering grow linearly with the text', () => {
  const read = (description: string): void => {
    coverText(
      description,
      glosses
        .read({ id: 'x', title: '', description }, { namesBrand: true })
        .filter(({ field }) => field === 'description'),
    )
  }
  const text = 'r3plica 钱包 a '.repeat(200)
  const short = (): void => {
    for (let time = 0; time < 8; time++) read(text)
  }
  expect(costRatio(() => read(text.repeat(8)), short)).toBeLessThan(3)
})
