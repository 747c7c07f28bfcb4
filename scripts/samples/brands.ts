import type { AliasKind, Brand, Catalog, Product } from '@touchstone/contract'
import type { GoodsType } from './texts.ts'
import { gtinCheckDigit } from '@touchstone/contract'

export interface SampleModel {
  name: string
  type: GoodsType
  code: string
  dollars: number
  status?: 'made' | 'never-made' | 'discontinued' | 'announced'
}

export interface SampleBrand {
  id: string
  name: string
  owner: string
  commonWord: boolean
  /** Its name in other scripts. */
  names: Record<string, string>
  nicknames: readonly (readonly [language: string, text: string])[]
  abbreviation?: string
  niceClasses: number[]
  extraTypes?: string[]
  models: readonly SampleModel[]
}

type ModelRow = readonly [
  name: string,
  type: GoodsType,
  code: string,
  dollars: number,
  status?: SampleModel['status'],
]

function models(...rows: ModelRow[]): SampleModel[] {
  return rows.map(([name, type, code, dollars, status]) => ({ name, type, code, dollars, status }))
}

function names(zh: string, ru: string, ja: string, ko: string, ar: string, th: string) {
  return { zh, ru, ja, ko, ar, th }
}

export const sampleBrands: readonly SampleBrand[] = [
  {
    id: 'velmoraq',
    name: 'Velmoraq',
    owner: 'sample-holdings-a',
    commonWord: false,
    names: names('薇墨拉', 'Велморак', 'ヴェルモラック', '벨모라크', 'فيلموراك', 'เวลโมรัค'),
    nicknames: [
      ['zh', '薇墨'],
      ['en', 'Velmo'],
    ],
    abbreviation: 'VMQ',
    niceClasses: [3, 9, 18, 25],
    models: models(
      ['Ostelle 24', 'handbag', 'VQ2410-BK', 2450],
      ['Brivane', 'tote', 'VQ3102-CA', 1680],
      ['Lunsetta', 'wallet', 'VQ5520-RD', 620],
      ['Cordane', 'belt', 'VQ6105-BR', 480],
      ['Noctelle', 'sunglasses', 'VQ9018-S1', 390],
      ['Fiorande', 'scarf', 'VQ7744-SK', 350],
      ['Ostelle Galaxia', 'handbag', 'VQ2499-GX', 2600, 'never-made'],
    ),
  },
  {
    id: 'quillaby',
    name: 'Quillaby',
    owner: 'sample-holdings-a',
    commonWord: false,
    names: names('奎拉比', 'Квиллаби', 'クイラビー', '퀼라비', 'كويلابي', 'ควิลลาบี'),
    nicknames: [['zh', '老奎']],
    niceClasses: [18, 25],
    models: models(
      ['Marrowby', 'handbag', 'QB-0418-T', 1250],
      ['Trellond', 'backpack', 'QB-1177-N', 980],
      ['Quentard', 'loafers', 'QB-3306-42', 640],
      ['Averline', 'jacket', 'QB-7012-M', 1490],
    ),
  },
  {
    id: 'casabrondi',
    name: 'Casabrondi',
    owner: 'sample-holdings-a',
    commonWord: false,
    names: names(
      '卡萨布隆',
      'Касабронди',
      'カサブロンディ',
      '카사브론디',
      'كازابروندي',
      'คาซาบรอนดี',
    ),
    nicknames: [['en', 'Casabro']],
    niceClasses: [18, 25],
    models: models(
      ['Vestrano', 'suit', 'CB-S2201', 1350],
      ['Nodarello', 'tie', 'CB-T0907', 145],
      ['Passarino', 'loafers', 'CB-L4410', 520],
      ['Stringata', 'belt', 'CB-B1502', 260],
    ),
  },
  {
    id: 'tarnhovde',
    name: 'Tarnhovde',
    owner: 'sample-holdings-c',
    commonWord: false,
    names: names('塔恩霍', 'Тарнховде', 'ターンホヴデ', '타른호브데', 'تارنهوفده', 'ทาร์นฮอฟเด'),
    nicknames: [
      ['zh', '雪獾'],
      ['en', 'the snow badger'],
    ],
    niceClasses: [18, 25],
    models: models(
      ['Skarveld', 'jacket', 'TH-88120', 690],
      ['Bjornask 28', 'backpack', 'TH-41028', 210],
      ['Vidremo', 'hoodie', 'TH-60333', 160],
    ),
  },
  {
    id: 'torvenne',
    name: 'Torvenne',
    owner: 'sample-holdings-b',
    commonWord: false,
    names: names('拓威纳', 'Торвенн', 'トルヴェンヌ', '토르벤느', 'تورفين', 'ทอร์เวนน์'),
    nicknames: [
      ['zh', '拓家'],
      ['en', 'Torvy'],
    ],
    niceClasses: [14],
    extraTypes: ['watch-strap'],
    models: models(
      ['Meridarc', 'watch', 'TV4410.21', 7400],
      ['Abyssard 300', 'watch', 'TV6301.08', 9800],
      ['Calderix', 'watch', 'TV2207.55', 5200],
      ['Calderix Aurelune', 'watch', 'TV2299.99', 6100, 'never-made'],
    ),
  },
  {
    id: 'pacevorn',
    name: 'Pacevorn',
    owner: 'sample-holdings-c',
    commonWord: false,
    names: names('派思沃', 'Пейсворн', 'ペイスヴォーン', '페이스본', 'بيسفورن', 'เพซวอร์น'),
    nicknames: [
      ['zh', '双箭'],
      ['en', 'the double chevron'],
    ],
    abbreviation: 'PCV',
    niceClasses: [18, 25, 28],
    models: models(
      ['Strydune 3', 'sneakers', 'PV1391-104', 165],
      ['Kaltora Low', 'sneakers', 'PV0720-010', 120],
      ['Matchglide', 'jersey', 'PV5566-H26', 95],
      ['Loftrun', 'hoodie', 'PV8043-GR', 85],
      ['Basiqo', 't-shirt', 'PV8101-WT', 38],
    ),
  },
  {
    id: 'facetorne',
    name: 'Facetorne',
    owner: 'sample-holdings-d',
    commonWord: false,
    names: names('菲丝托', 'Фасеторн', 'ファセトルン', '파세토른', 'فاسيتورن', 'ฟาเซตอร์น'),
    nicknames: [
      ['zh', '白鹭水晶'],
      ['en', 'the heron crystal'],
    ],
    niceClasses: [14, 21],
    models: models(
      ['Irisolde', 'necklace', 'FT5530011', 149],
      ['Pluvette', 'earrings', 'FT5530120', 99],
      ['Ondarine', 'bracelet', 'FT5530207', 175],
      ['Heronelle', 'crystal-figurine', 'FT5600450', 320],
    ),
  },
  {
    id: 'orchard',
    name: 'Orchard',
    owner: 'sample-holdings-e',
    commonWord: true,
    names: names('果园', 'Орчард', 'オーチャード', '오차드', 'أورتشارد', 'ออร์ชาร์ด'),
    nicknames: [['zh', '果园机']],
    niceClasses: [9],
    extraTypes: ['charger', 'phone-case'],
    models: models(
      ['Grovelin 7', 'phone', 'ORG7-256', 999],
      ['Grovelin 7 Mini', 'phone', 'ORG7M-128', 749],
      ['Tablune 11', 'tablet', 'ORT11-128', 620],
      ['Grovelin 9', 'phone', 'ORG9-256', 1099, 'announced'],
    ),
  },
  {
    id: 'audrevox',
    name: 'Audrevox',
    owner: 'sample-holdings-e',
    commonWord: false,
    names: names(
      '奥德沃',
      'Одревокс',
      'オードレヴォックス',
      '오드레복스',
      'أودريفوكس',
      'ออเดรวอกซ์',
    ),
    nicknames: [],
    abbreviation: 'ADVX',
    niceClasses: [9],
    models: models(
      ['Hushline Q2', 'headphones', 'AX-HQ200', 349],
      ['Roomtide', 'speaker', 'AX-RT100', 219],
      ['Hushline Q1', 'headphones', 'AX-HQ100', 279, 'discontinued'],
    ),
  },
  {
    id: 'vortelune',
    name: 'Vortelune',
    owner: 'sample-holdings-f',
    commonWord: false,
    names: names('沃特露', 'Вортелюн', 'ヴォルテリューヌ', '보르텔륀', 'فورتيلون', 'วอร์เทลูน'),
    nicknames: [],
    niceClasses: [7, 11],
    extraTypes: ['filter'],
    models: models(
      ['Aerosilk', 'hair-dryer', 'VL-HD07', 429],
      ['Cyclonde V9', 'vacuum', 'VL-V9-22', 599],
    ),
  },
  {
    id: 'belarosque',
    name: 'Belarosque',
    owner: 'sample-holdings-g',
    commonWord: false,
    names: names('贝拉罗', 'Белароск', 'ベラロスク', '벨라로스크', 'بيلاروسك', 'เบลารอสค์'),
    nicknames: [['zh', '小贝罗']],
    niceClasses: [3],
    models: models(
      ['Nuitamber', 'perfume', 'BR-EDP-100', 165],
      ['Rougelune 12', 'makeup', 'BR-L-012', 42],
      ['Serumelle', 'skincare', 'BR-C-050', 88],
    ),
  },
  {
    id: 'nibbeldorf',
    name: 'Nibbeldorf',
    owner: 'sample-holdings-h',
    commonWord: false,
    names: names('尼贝朵', 'Ниббельдорф', 'ニッベルドルフ', '니벨도르프', 'نيبلدورف', 'นิบเบลดอร์ฟ'),
    nicknames: [],
    niceClasses: [30],
    models: models(
      ['Pralinello', 'chocolate', 'ND-PR-200', 19],
      ['Fizzlings', 'candy', 'ND-FZ-150', 6],
    ),
  },
  {
    id: 'pawmundel',
    name: 'Pawmundel',
    owner: 'sample-holdings-h',
    commonWord: false,
    names: names('宝门多', 'Павмундель', 'ポームンデル', '포먼델', 'باومونديل', 'พอว์มันเดล'),
    nicknames: [],
    niceClasses: [31],
    models: models(['Crunchamore', 'pet-food', 'PM-CR-3KG', 34]),
  },
  {
    id: 'brickolund',
    name: 'Brickolund',
    owner: 'sample-holdings-i',
    commonWord: false,
    names: names('布里克伦', 'Бриколунд', 'ブリコルンド', '브리콜룬드', 'بريكولوند', 'บริคโกลุนด์'),
    nicknames: [],
    niceClasses: [28],
    models: models(
      ['Harbour Knoll', 'building-bricks', 'BK-10417', 129],
      ['Mirabun', 'doll', 'BK-D-220', 45],
    ),
  },
]

/** A number of the restricted-circulation range (prefix 20), which belongs to nobody. */
function restrictedGtin(brand: number, product: number): string {
  const body = `20${String(brand + 1).padStart(4, '0')}${String(product + 1).padStart(6, '0')}`
  return body + String(gtinCheckDigit(body))
}

function aliases(brand: SampleBrand): Brand['aliases'] {
  const row = (text: string, kind: AliasKind, language?: string) => ({ text, language, kind })
  return [
    ...Object.entries(brand.names).map(([language, text]) => row(text, 'official', language)),
    ...brand.nicknames.map(([language, text]) => row(text, 'nickname', language)),
    ...(brand.abbreviation ? [row(brand.abbreviation, 'abbreviation')] : []),
    ...brand.models
      .filter((model) => model.status !== 'never-made')
      .map((model) => row(model.name, 'model')),
  ]
}

function priceBands(brand: SampleBrand): Brand['priceBands'] {
  const types = [...new Set(brand.models.map((model) => model.type))]
  return types.map((productType) => {
    const dollars = brand.models
      .filter((model) => model.type === productType && model.status !== 'never-made')
      .map((model) => model.dollars)
    return {
      productType,
      low: String(Math.round(Math.min(...dollars) * 0.7)),
      typical: String(Math.round(dollars.reduce((sum, each) => sum + each, 0) / dollars.length)),
      currency: 'USD',
      asOf: '2026-11-01',
      source: 'invented for this sample',
      verified: false,
    }
  })
}

function channels(
  brand: SampleBrand,
  authorisedSellers: ReadonlyMap<string, readonly string[]>,
): Brand['channels'] {
  if (brand.id === 'velmoraq')
    return [{ marketplace: '*', policy: 'none', source: 'invented for this sample' }]
  if (brand.id === 'pacevorn')
    return [{ marketplace: '*', policy: 'open', source: 'invented for this sample' }]
  if (brand.id !== 'torvenne') return undefined
  return [...authorisedSellers].map(([marketplace, sellers]) => ({
    marketplace,
    policy: 'authorised-sellers',
    authorisedSellers: [...sellers],
    validFrom: '2025-01-01',
    validTo: '2027-12-31',
    source: 'invented for this sample',
  }))
}

/** The sample catalog; the map names the authorised sellers of each marketplace. */
export function sampleCatalog(authorisedSellers: ReadonlyMap<string, readonly string[]>): Catalog {
  const brands: Brand[] = sampleBrands.map((brand) => ({
    id: brand.id,
    name: brand.name,
    sample: true,
    owner: brand.owner,
    commonWord: brand.commonWord,
    aliases: aliases(brand),
    niceClasses: brand.niceClasses,
    productTypes: [
      ...new Set(brand.models.map((model) => model.type)),
      ...(brand.extraTypes ?? []),
    ],
    channels: channels(brand, authorisedSellers),
    priceBands: priceBands(brand),
  }))
  const products: Product[] = sampleBrands.flatMap((brand, brandIndex) =>
    brand.models.map((model, modelIndex) => ({
      id: `${brand.id}-${model.name.toLowerCase().replaceAll(' ', '-')}`,
      brand: brand.id,
      name: model.name,
      sample: true,
      status: model.status ?? 'made',
      styleCodes: [model.code],
      productType: model.type,
      ...(model.status !== 'never-made' && {
        gtin: restrictedGtin(brandIndex, modelIndex),
        msrp: [
          {
            amount: model.dollars.toFixed(2),
            currency: 'USD',
            market: 'US',
            validFrom: '2026-01-01',
            source: 'invented for this sample',
          },
        ],
      }),
    })),
  )
  return { brands, products }
}
