import type { Assessment, BrandMention, Listing, Signal, Span, Verdict } from '@touchstone/contract'

export const baseRate = 0.02

interface Pair {
  listing: Listing
  assessment: Assessment
}

export function aListing(fields: Partial<Listing> = {}): Listing {
  return { id: 'offer-1', title: 'Orvelle canvas tote', marketplace: 'kaufhalle', ...fields }
}

export function aSignal(fields: Partial<Signal> = {}): Signal {
  return { code: 'text.replica-term', family: 'text', weight: 2.5, ...fields }
}

/** Marks every occurrence of `words`, the first as the evidence and the others as `also`. */
export function signalAt(
  field: string,
  text: string,
  words: string,
  fields: Partial<Signal> & { detail?: string } = {},
): Signal {
  const spans: Span[] = []
  for (let start = text.indexOf(words); start >= 0; start = text.indexOf(words, start + 1)) {
    spans.push({ field, start, end: start + words.length, text: words })
  }
  const [first, ...also] = spans
  if (first === undefined) throw new Error(`${words} is not in ${field}`)
  const { detail, ...signal } = fields
  return aSignal({
    ...signal,
    evidence: { ...first, ...(also.length > 0 ? { also } : {}), detail },
  })
}

/** An assessment whose probability is the sum of its signals. */
export function anAssessment(
  listing: Listing,
  verdict: Verdict,
  signals: Signal[],
  fields: Partial<Assessment> = {},
): Assessment {
  const logOdds = signals.reduce(
    (sum, signal) => sum + signal.weight,
    Math.log(baseRate / (1 - baseRate)),
  )
  return {
    listing: listing.id,
    verdict,
    probability: 1 / (1 + Math.exp(-logOdds)),
    baseRate,
    brands: [],
    signals,
    engine: 'recognition@0.1.0+lexicon.7',
    ...fields,
  }
}

const brands: BrandMention[] = [
  { id: 'orvelle', confidence: 0.98, role: 'offered', form: 'plain' },
  { id: 'kestrel-and-moor', confidence: 0.93, role: 'offered', form: 'alias' },
  { id: 'novatek-audio', confidence: 0.88, role: 'compatible-with', form: 'plain' },
  { id: 'lumora', confidence: 0.71, role: 'compared-with', form: 'obfuscated' },
]

interface Scene {
  title: string
  description: string
  verdict: Verdict
  reason: string
  mark: [words: string, code: string, weight: number, detail: string][]
  extra?: Signal[]
}

const scenes: Scene[] = [
  {
    title: 'Orvelle Solene handbag 1:1 top grade, with box and papers',
    description:
      'Mirror quality 1:1, same leather as the shop.\nCounter checks passed. Ask for the photo album by chat.\nBox, dust bag and papers are included.',
    verdict: 'block',
    reason:
      'The text calls the goods a copy and the price is a twentieth of the lowest genuine one.',
    mark: [
      ['1:1', 'text.replica-term', 3.6, 'The seller writes “1:1”, a trade word for an exact copy.'],
      ['Mirror quality', 'text.grade', 1.7, 'The seller grades the copy: “Mirror quality”.'],
      ['Mirror quality 1:1', 'text.compound', 0.4, 'Grade and copy word stand together.'],
    ],
    extra: [
      aSignal({
        code: 'price.far-below-band',
        family: 'price',
        weight: 2.1,
        evidence: {
          reference: 'orvelle handbag',
          detail:
            'USD 65 is 5% of the lowest usual price of a new handbag (starter pack, unverified).',
        },
      }),
    ],
  },
  {
    title: '高仿 Orvelle 手提包 👜 顶级品质 一比一',
    description: '专柜品质,一比一复刻,支持验货。👨‍👩‍👧 家庭装。加微信看图,原单皮料。',
    verdict: 'block',
    reason: 'The text says in Chinese that the goods are a high-grade imitation.',
    mark: [
      ['高仿', 'text.replica-term', 4.1, '“高仿” means high-grade imitation.'],
      ['一比一', 'text.grade', 1.5, '“一比一” means one to one.'],
      ['一比一复刻', 'text.replica-phrase', 0.9, '“一比一复刻” means a one-to-one re-make.'],
    ],
  },
  {
    title: 'K\u200bestrel & M\u200boor wat\u00adch, \u202echtaw\u202c steel 41 mm',
    description:
      'Brand new in b\u200bo\u200bx. Movement serviced. e\u0301legant strap, cafe\u0301 brown.',
    verdict: 'review',
    reason: 'The brand name is broken up with characters that cannot be seen.',
    mark: [
      [
        'K\u200bestrel & M\u200boor',
        'brand.obfuscated',
        1.9,
        'The brand is written with zero-width spaces inside.',
      ],
      ['e\u0301legant', 'text.odd-accent', 0.2, 'An accent is written as a separate character.'],
    ],
  },
  {
    title: 'حقيبة Orvelle جديدة نسخة طبق الأصل',
    description: 'حقيبة يد من الجلد، نسخة طبق الأصل مع العلبة. السعر 250 درهم. می‌خواهم',
    verdict: 'review',
    reason: 'The text says in Arabic that the bag is a faithful copy.',
    mark: [['نسخة طبق الأصل', 'text.replica-term', 3.2, '“نسخة طبق الأصل” means a faithful copy.']],
  },
  {
    title: 'Kestrel & Moor chronograph, new, open seller',
    description: 'New with tags. Sold by a private seller outside the authorised channel.',
    verdict: 'ask-proof',
    reason:
      'New goods of this brand are sold here by authorised sellers only, and this one is not listed.',
    mark: [['New with tags', 'text.new-claim', 0.3, 'The goods are stated to be new.']],
    extra: [
      aSignal({
        code: 'channel.unauthorised-seller',
        family: 'channel',
        weight: 1.1,
        evidence: { detail: 'The seller is not on the brand’s list for this marketplace.' },
      }),
      aSignal({
        code: 'image.reused-official-photo',
        family: 'image',
        weight: 0.6,
        evidence: { image: 1, detail: 'Picture 2 is the brand’s own product photo.' },
      }),
    ],
  },
  {
    title: 'Case compatible with Novatek Audio Pulse 3',
    description: 'Silicone case for Novatek Audio Pulse 3. Not an original accessory.',
    verdict: 'clear',
    reason: 'The brand is named as the one that the case fits.',
    mark: [
      [
        'compatible with',
        'guard.compatible',
        -1.4,
        'The goods are said to fit the brand’s product.',
      ],
    ],
  },
  {
    title: 'Vintage linen curtains, handmade, 2 pieces',
    description: 'Two curtains of washed linen, 140 × 240 cm each.',
    verdict: 'clear',
    reason: 'The offer names no protected brand and nothing speaks against it.',
    mark: [],
  },
]

const markets = ['kaufhalle', 'pasar', 'tianji', undefined]

/** Varied invented listings: each scene in turn, with different prices, sellers and strengths. */
export function manyListings(count: number): Pair[] {
  return Array.from({ length: count }, (_, index) => {
    const scene = scenes[index % scenes.length]!
    const turn = Math.floor(index / scenes.length)
    const marketplace = markets[index % markets.length]
    const listing = aListing({
      id: `offer-${index + 1}`,
      title: turn === 0 ? scene.title : `${scene.title} · lot ${turn + 1}`,
      description: scene.description,
      marketplace,
      url: `https://${marketplace ?? 'market'}.example/item/${1000 + index}`,
      category: 'Fashion > Bags & Watches',
      brand: index % 3 === 0 ? 'Orvelle' : undefined,
      condition: index % 5 === 0 ? 'used' : 'new',
      price: { amount: `${65 + index * 37}.00`, currency: ['USD', 'CNY', 'EUR'][index % 3]! },
      attributes: { Material: 'Calf leather', 'Colour / finish': 'Cognac' },
      variants: [
        { name: 'Small', price: { amount: '59.00', currency: 'USD' } },
        { name: 'Large with box' },
      ],
      reviews: [{ text: 'Looks just like the real one, the stitching is neat.', rating: 4 }],
      images: [{ path: 'a.jpg' }, { path: 'b.jpg' }],
      seller: { id: `seller-${(index * 7) % 23}`, name: 'Harbour Trading', country: 'NL' },
      shipsFrom: 'NL',
      observedAt: '2026-11-20T08:30:00Z',
    })
    const signals = [
      ...scene.mark.map(([words, code, weight, detail]) =>
        signalAt(
          scene.title.includes(words) ? 'title' : 'description',
          scene.title.includes(words) ? scene.title : scene.description,
          words,
          {
            code,
            family: code.startsWith('guard')
              ? 'guard'
              : code.startsWith('brand')
                ? 'brand'
                : 'text',
            weight: weight - turn * 0.07,
            detail,
          },
        ),
      ),
      ...(scene.extra ?? []),
    ]
    return {
      listing,
      assessment: anAssessment(listing, scene.verdict, signals, {
        line: index + 1,
        reason: scene.reason,
        brands:
          scene.mark.length === 0 ? [] : brands.slice(index % 3, (index % 3) + 1 + (index % 2)),
        silent: ['image', 'network'],
        complete: index % 11 === 4 ? false : undefined,
      }),
    }
  })
}
