import { describe, expect, it } from 'vitest'
import type { Listing } from '#contract'
import { starterScreener as screener } from '../../test/starter-screener.ts'

function roleIn(title: string, brand: string, more: Partial<Listing> = {}): string | undefined {
  const { brands } = screener.screen({ id: 'a', title, ...more })
  return brands.find(({ id }) => id === brand)?.role
}

/** Accessories as traders title them, by language, each with the maker of what it fits. */
const accessories: Record<string, [title: string, brand: string][]> = {
  ar: [
    ['جراب حماية سيليكون لساعة ابل ووتش الترا 49 مم', 'apple'],
    ['حزام سيليكون 20 مم لساعة هواوي GT5 مقاس 42 مم', 'huawei'],
    ['سوار ساعة ابل سلسلة 9', 'apple'],
    ['اسكرينة حماية لشاشة ساعة شاومى', 'xiaomi'],
    ['ريموت بديل للتلفزيون سامسونج', 'samsung'],
    ['جراب لـ Amazfit GTS 4', 'amazfit'],
  ],
  fa: [
    ['بند سیلیکونی ساعت هوشمند شیائومی', 'xiaomi'],
    ['قاب گوشی سامسونگ A54', 'samsung'],
    ['گلس محافظ صفحه برای گوشی سامسونگ', 'samsung'],
  ],
  vi: [
    ['Dây đeo Apple Watch silicone 45mm', 'apple'],
    ['Chân tivi Samsung 55AU7000 chính hãng', 'samsung'],
    ['Kính cường lực dùng cho điện thoại Samsung A54', 'samsung'],
    ['Bo nguồn tivi Sony 43X7000F', 'sony'],
  ],
  th: [
    ['สายนาฬิกา Apple Watch ซิลิโคน', 'apple'],
    ['เคสมือถือสำหรับ Samsung A54', 'samsung'],
    ['รีโมททีวี Samsung', 'samsung'],
  ],
  id: [
    ['Tali jam smartwatch Xiaomi 22mm', 'xiaomi'],
    ['Anti gores untuk hp Samsung A54', 'samsung'],
    ['Remote TV Samsung universal', 'samsung'],
  ],
  ru: [
    ['Ремешок на Apple Watch 45 мм', 'apple'],
    ['Чехол Samsung A51 чёрный', 'samsung'],
    ['Пульт для телевизора Samsung', 'samsung'],
  ],
  uk: [
    ['Ремінець для смарт годинника Xiaomi', 'xiaomi'],
    ['Захисне скло на телефон Samsung A51', 'samsung'],
  ],
  pl: [
    ['Pasek do Apple Watch 44 mm', 'apple'],
    ['Szkło hartowane do telefonu Samsung A54', 'samsung'],
    ['Pilot do telewizora Samsung', 'samsung'],
  ],
  tr: [
    ['Apple Watch Series 8 45 mm için silikon kordon', 'apple'],
    ['Samsung Galaxy A54 uyumlu kılıf', 'samsung'],
    ['Samsung TV kumandası', 'samsung'],
  ],
  es: [
    ['Correa Apple Watch 44 mm silicona', 'apple'],
    ['Funda para celular Samsung A54', 'samsung'],
    ['Control remoto Samsung smart TV', 'samsung'],
  ],
  pt: [
    ['Pulseira Apple Watch 42 mm', 'apple'],
    ['Película Samsung A54', 'samsung'],
    ['Controle remoto TV Samsung', 'samsung'],
  ],
  fr: [
    ['Bracelet pour montre Samsung Galaxy Watch 6', 'samsung'],
    ['Coque Samsung A54', 'samsung'],
    ['Télécommande TV Samsung', 'samsung'],
  ],
  it: [
    ['Cinturino Apple Watch 42 mm', 'apple'],
    ['Pellicola vetro Samsung A54', 'samsung'],
  ],
  de: [
    ['Armband für Apple Watch 42 mm', 'apple'],
    ['Schutzhülle Samsung A54', 'samsung'],
    ['Fernbedienung für Samsung TV', 'samsung'],
  ],
  en: [
    ['Watch strap Apple Watch 44mm', 'apple'],
    ['Apple Watch band 49mm 45mm blue', 'apple'],
    ['Case for phone Samsung A54', 'samsung'],
    ['Replacement strap for Huawei Band 4 & Honor Band 5', 'honor'],
  ],
  zh: [
    ['三星S9手机壳全包硅胶', 'samsung'],
    ['OPPO A75 手機殼 軟殼', 'oppo'],
    ['适用于手机小米钢化膜', 'xiaomi'],
  ],
  ja: [
    ['アップルウォッチ 交換バンド シリコン', 'apple'],
    ['サムスン テレビ リモコン', 'samsung'],
  ],
  ko: [
    ['갤럭시 S23 강화유리', 'samsung'],
    ['삼성 TV 리모컨', 'samsung'],
    ['애플워치 스트랩 45mm', 'apple'],
  ],
  hi: [
    ['सैमसंग गैलेक्सी के लिए मोबाइल कवर', 'samsung'],
    ['सैमसंग टीवी रिमोट', 'samsung'],
  ],
}

/** Goods themselves, which a word for an accessory or for “for” must not hide. */
const goods: [title: string, brand: string][] = [
  ['Apple Watch Series 9 41mm aluminium case with sport band', 'apple'],
  ['Samsung 43 inch smart TV + wall mount', 'samsung'],
  ['iPhone 15 Pro with silicone case', 'apple'],
  ['ساعة رولكس حزام سيليكون', 'rolex'],
  ['حزام غوتشي جلد', 'gucci'],
  ['عطر لشانيل', 'chanel'],
  ['Bộ máy tính Dell Optiplex 7010', 'dell'],
  ['Bán lẻ điện thoại Samsung Galaxy A54', 'samsung'],
  ['Кроссовки для бега Nike мужские', 'nike'],
  ['Gucci phone case', 'gucci'],
  ['Apple 20W USB-C power adapter', 'apple'],
  ['Gucci kadın çanta', 'gucci'],
  ['Smart tivi Samsung 55 inch', 'samsung'],
  ['Женская сумка Gucci с ремешком', 'gucci'],
]

describe('a maker whose goods an accessory fits', () => {
  for (const [language, titles] of Object.entries(accessories))
    it(`is not the accessory's brand (${language})`, () => {
      const roles = titles.map(([title, brand]) => [title, roleIn(title, brand)])
      expect(roles).toEqual(titles.map(([title]) => [title, 'compatible-with']))
    })

  it('is the brand of its own goods beside accessories', () => {
    const roles = goods.map(([title, brand]) => [title, roleIn(title, brand)])
    expect(roles).toEqual(goods.map(([title]) => [title, 'offered']))
  })

  it('never has its price held against an accessory for its goods', () => {
    for (const [title, brand] of Object.values(accessories).flat()) {
      const { verdict, price } = screener.screen({
        id: 'a',
        title,
        price: { amount: '1.00', currency: 'USD' },
        condition: 'new',
      })
      expect([title, brand, verdict, price]).toEqual([title, brand, 'clear', undefined])
    }
  })
})

describe('a device before what carries it', () => {
  it('is not the goods', () => {
    const backpack: Listing = {
      id: 'a',
      title: 'Anti-theft laptop backpack grey',
      description: 'Fits a 15 inch MacBook.',
      price: { amount: '20.00', currency: 'USD' },
    }
    expect(screener.screen(backpack)).toMatchObject({ verdict: 'clear', price: undefined })
  })
})

describe('an Arabic word for goods', () => {
  it('names no brand behind a prefix', () => {
    expect(roleIn('كابل شحن سريع', 'apple')).toBeUndefined()
    expect(roleIn('كابل ابل', 'apple')).toBe('offered')
  })
})
