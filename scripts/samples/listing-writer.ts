import type { Listing } from '@touchstone/contract'
import type { Random } from './random.ts'
import type { SellerPool } from './sellers.ts'
import type { Story, Subject } from './stories.ts'
import type { GoodsType, LanguageTexts, PricedTitle } from './texts.ts'
import { sampleBrands } from './brands.ts'
import { disguise, fullWidth, withZeroWidth } from './disguise.ts'
import { localPrice } from './money.ts'
import { daysBefore } from './sellers.ts'
import {
  accessoryPrice,
  hasColour,
  isFake,
  plainPrice,
  priceFactor,
  subjectsOf,
} from './stories.ts'
import { goodsTypes } from './texts.ts'

type Review = NonNullable<Listing['reviews']>[number]
type NoteKind = keyof LanguageTexts['notes']

const emoji = ['🔥', '✨', '💯', '🎁', '👜', '⚡', '❤️', '✅', '🌸', '📦']

const titleKinds: Partial<Record<Story, keyof LanguageTexts['titles']>> = {
  'replica-words': 'replica',
  'disguised-brand': 'coy',
  'model-without-brand': 'model',
  'coded-invitation': 'coy',
  'outlet-sale': 'outlet',
  preloved: 'preloved',
  'private-gift': 'gift',
  'parallel-import': 'parallel',
  'compatible-accessory': 'compatible',
  'packaging-only': 'packaging',
  'repair-service': 'repair',
  'printed-matter': 'printed',
  denial: 'denial',
  'hidden-in-variant': 'host',
  unbranded: 'plain',
}

const noteKinds: Partial<Record<Story, NoteKind>> = {
  'replica-words': 'fake',
  'disguised-brand': 'fake',
  'model-without-brand': 'fake',
  'coded-invitation': 'fake',
  'hidden-in-variant': 'plain',
  'outlet-sale': 'outlet',
  preloved: 'preloved',
  'private-gift': 'gift',
  'parallel-import': 'parallel',
  denial: 'denial',
  'compatible-accessory': 'accessory',
  unbranded: 'plain',
}

const conditions: Partial<Record<Story, Listing['condition']>> = {
  preloved: 'used',
  'repair-service': undefined,
  'printed-matter': 'used',
  denial: undefined,
}

/** Writes one story as a listing; the listing itself never states which story it is. */
export class ListingWriter {
  #texts: LanguageTexts
  #sellers: SellerPool
  #random: Random

  constructor(texts: LanguageTexts, sellers: SellerPool, random: Random) {
    this.#texts = texts
    this.#sellers = sellers
    this.#random = random
  }

  write(id: string, story: Story): Listing {
    const random = this.#random
    const texts = this.#texts
    const priced = this.#pricedTitles(story)
    const subject = priced ? undefined : this.#subject(story)
    const colour = random.pick(texts.colours)
    const plainType = random.pick(goodsTypes.slice(0, 13))
    const type = subject?.model.type ?? plainType
    const whole = priced ? random.pick(priced) : undefined
    const template = whole?.[0] ?? this.#template(story, type)
    const fill = (text: string) => this.#fill(text, story, subject, type, colour)
    const [country, currency] = random.pick(texts.places)
    const dollars = random.between(...this.#range(story, subject, type, whole))
    const market = `market-${texts.market}`
    const noted = story === 'disguised-brand' && random.chance(0.4) ? 'fresh' : noteKinds[story]
    const notes = texts.notes[noted ?? 'fresh']
    const brand = subject?.brand.name
    // A strap or a repair names its own brand, not the subject's: nothing else may mention that.
    const aboutSubject = whole === undefined && (!accessoryPrice(story) || template.includes('{b}'))
    const stated = brand && aboutSubject && this.#statesBrand(story)
    const described = whole === undefined && random.chance(0.72)

    return {
      id,
      marketplace: `sample-${market}`,
      url: `https://${market}.example/item/${id.replace('sample-', '')}`,
      title: this.#decorate(fill(template), story),
      ...(described && { description: this.#describe(notes) }),
      ...(aboutSubject && random.chance(0.4) && { category: texts.goods[type] }),
      ...(stated && { brand }),
      ...(random.chance(0.66) && {
        condition: story in conditions ? conditions[story] : ('new' as const),
      }),
      ...(random.chance(0.85) && { language: texts.language }),
      price: localPrice(dollars, currency),
      ...(random.chance(0.15) && { shippingPrice: localPrice(random.between(2, 9), currency) }),
      ...this.#stock(story),
      ...(subject &&
        aboutSubject &&
        random.chance(0.4) && { attributes: this.#attributes(story, subject, colour) }),
      variants: this.#variants(story, dollars, currency, subject, fill),
      reviews: this.#reviews(story),
      seller: this.#seller(story),
      ...(random.chance(0.6) && { shipsFrom: country }),
      observedAt: daysBefore(-random.whole(0, 18), random),
    }
  }

  #pricedTitles(story: Story): readonly PricedTitle[] | undefined {
    const texts = this.#texts
    if (story === 'common-word') return texts.common
    if (story === 'trap-words') return texts.traps
    return story === 'unbranded' && this.#random.chance(0.5) ? texts.things : undefined
  }

  #subject(story: Story): Subject | undefined {
    return story === 'unbranded' ? undefined : this.#random.pick(subjectsOf(story))
  }

  #template(story: Story, type: GoodsType): string {
    const titles = this.#texts.titles
    const all = titles[titleKinds[story] ?? 'fresh']
    const fitting = all.filter((title) => hasColour(type) || !title.includes('{c}'))
    return this.#random.pick(fitting.length > 0 ? fitting : all)
  }

  #range(
    story: Story,
    subject: Subject | undefined,
    type: GoodsType,
    whole: PricedTitle | undefined,
  ): readonly [number, number] {
    if (whole) return [whole[1], whole[2]]
    const accessory = accessoryPrice(story)
    if (accessory) return accessory
    if (!subject || story === 'hidden-in-variant') return plainPrice(type)
    const [low, high] = priceFactor(story, subject.model.dollars)
    return [subject.model.dollars * low, subject.model.dollars * high]
  }

  #surface(story: Story, brand: Subject['brand']): string {
    const { language } = this.#texts
    if (story === 'disguised-brand') return disguise(brand, language, this.#random)
    const native = brand.names[language]
    return native && this.#random.chance(0.35) ? native : brand.name
  }

  #fill(
    text: string,
    story: Story,
    subject: Subject | undefined,
    type: GoodsType,
    colour: string,
  ): string {
    const random = this.#random
    const named = (id: string) => {
      const brand = sampleBrands.find((each) => each.id === id)
      return brand ? this.#surface(story, brand) : id
    }
    const values: Record<string, () => string> = {
      b: () => (subject ? this.#surface(story, subject.brand) : ''),
      m: () => subject?.model.name ?? '',
      s: () => subject?.model.code ?? '',
      t: () => this.#texts.goods[type],
      c: () => colour,
      n: () => String(random.whole(2, 8)),
      watch: () => named('torvenne'),
      phone: () => named('orchard'),
      phoneModel: () => random.pick(['Grovelin 7', 'Grovelin 7 Mini']),
      vacuum: () => named('vortelune'),
      audio: () => named('audrevox'),
      bag: () => named(random.pick(['velmoraq', 'quillaby'])),
    }
    return text.replaceAll(/\{(\w+)\}/g, (slot, name: string) => values[name]?.() ?? slot)
  }

  #decorate(title: string, story: Story): string {
    const random = this.#random
    let text = title.charAt(0).toLocaleUpperCase(this.#texts.language) + title.slice(1)
    if (random.chance(0.04)) text = text.replaceAll(/[0-9:]+/g, fullWidth)
    if (random.chance(isFake(story) ? 0.08 : 0.02)) text = withZeroWidth(text, random)
    if (random.chance(0.07)) text = `${random.pick(emoji)} ${text}`
    if (random.chance(0.07)) text = `${text} ${random.pick(emoji)}${random.pick(emoji)}`
    return text
  }

  #describe(notes: readonly string[]): string {
    const [first, second] = this.#random.shuffle(notes)
    return second && this.#random.chance(0.3) ? `${first}\n${second}` : (first ?? '')
  }

  #statesBrand(story: Story): boolean {
    if (story === 'hidden-in-variant' || story === 'model-without-brand') return false
    if (story === 'disguised-brand' || story === 'coded-invitation')
      return this.#random.chance(0.05)
    return this.#random.chance(accessoryPrice(story) ? 0.1 : 0.6)
  }

  #stock(story: Story): Pick<Listing, 'quantity' | 'unitsSold'> {
    const random = this.#random
    if (story === 'young-seller-with-volume') {
      return { quantity: random.whole(600, 5000), unitsSold: random.whole(120, 900) }
    }
    if (story === 'preloved' || story === 'private-gift') {
      return random.chance(0.6) ? { quantity: 1 } : {}
    }
    return {
      ...(random.chance(0.5) && { quantity: random.whole(1, isFake(story) ? 400 : 80) }),
      ...(random.chance(0.4) && { unitsSold: random.whole(0, 220) }),
    }
  }

  #attributes(story: Story, { model }: Subject, colour: string): Record<string, string> {
    const names = this.#texts.attributes
    const shown: Record<string, string> = {}
    if (hasColour(model.type)) shown[names.colour] = colour
    const numbered = !hasColour(model.type) || this.#random.chance(0.5)
    if (numbered && !accessoryPrice(story)) shown[names.model] = model.code
    return shown
  }

  #variants(
    story: Story,
    dollars: number,
    currency: string,
    subject: Subject | undefined,
    fill: (text: string) => string,
  ): Listing['variants'] {
    const random = this.#random
    const hidden = story === 'hidden-in-variant' && subject
    const coloured = !subject || hasColour(subject.model.type)
    const share = story === 'unbranded' ? 0.2 : 0.06
    if (!hidden && !(coloured && random.chance(share))) return undefined
    const colours = random.shuffle(this.#texts.colours).slice(0, random.whole(2, 4))
    const variants = colours.map((name) => ({ name, price: localPrice(dollars, currency) }))
    if (!hidden) return variants
    const factor = random.between(...priceFactor(story, subject.model.dollars))
    const price = localPrice(Math.max(dollars * 1.2, subject.model.dollars * factor), currency)
    const name = fill(random.pick(this.#texts.hiddenVariants))
    return [...variants, { name, price, quantity: random.whole(5, 300) }]
  }

  #reviews(story: Story): Review[] | undefined {
    const random = this.#random
    const { fake, good } = this.#texts.reviews
    const review = (text: string, low: number, high: number): Review => ({
      text,
      rating: random.whole(low, high),
      at: daysBefore(random.whole(1, 120), random),
    })
    const praise = random.shuffle(good).slice(0, random.whole(1, 3))
    if (story === 'reviews-say-fake') {
      const blame = random.shuffle(fake).slice(0, random.whole(2, 4))
      return random.shuffle([
        ...blame.map((text) => review(text, 1, 3)),
        ...praise.map((text) => review(text, 4, 5)),
      ])
    }
    return random.chance(0.18) ? praise.map((text) => review(text, 4, 5)) : undefined
  }

  #seller(story: Story): NonNullable<Listing['seller']> {
    const random = this.#random
    const { authorised, traders, privates, doubtful, young } = this.#sellers
    if (story === 'young-seller-with-volume') return random.pick(young)
    if (story === 'authorised-sale' || story === 'outlet-sale') return random.pick(authorised)
    if (story === 'preloved' || story === 'private-gift') return random.pick(privates)
    if (isFake(story)) return random.pick(random.chance(0.85) ? doubtful : traders)
    return random.pick(random.chance(0.8) ? traders : privates)
  }
}
