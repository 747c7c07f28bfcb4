import type { ExplanationPart, ImageChanges, Quote, ReasonParamsOf, SignalCode } from '#contract'
import type en from '../../locales/en/reasons.json'
import type { NumberFormats } from './number-formats.ts'

/** The messages of one language, as `locales/<language>/reasons.json` has them. */
export type ReasonMessages = Readonly<Record<keyof typeof en, string>>
export type ReasonKey = keyof typeof en

/** Text that the engine has in English: meanings of terms, kinds of goods. */
export interface English {
  english: string
}
export type Value = string | number | English | Phrase | undefined

/** A message with its arguments; a number chooses a plural and is formatted as a number. */
export interface Phrase {
  key: ReasonKey
  values?: Readonly<Record<string, Value>>
}

const none = ''

function phrase(key: ReasonKey, values?: Phrase['values']): Phrase {
  return values === undefined ? { key } : { key, values }
}

/** Joined two by two by a message with the places `first` and `next`. */
function joined(key: ReasonKey, parts: readonly Value[]): Value {
  return parts.length === 0 ? none : parts.reduce((first, next) => phrase(key, { first, next }))
}

function phraseOf(value: string | undefined, as: (value: string) => Phrase): Value {
  return value === undefined ? none : as(value)
}

function quote({ text, language, meaning, note }: Quote, formats: NumberFormats): Phrase {
  return phrase('quote', {
    text,
    language: language === 'en-x-mt' ? phrase('language.translated') : formats.language(language),
    meaning: { english: meaning },
    note: note === undefined ? none : phrase(`note.${note}`),
  })
}

function term(params: Quote, formats: NumberFormats): Phrase {
  return phrase('term', { quote: quote(params, formats) })
}

type Goods = { as: 'type' | 'tier'; brand: string; type: string } | { as: 'model'; model: string }

function goods(params: Goods): Value {
  if (params.as === 'model') return params.model
  const type = { english: params.type.replaceAll('-', ' ') }
  return phrase(`goods.${params.as}`, { brand: params.brand, type })
}

function price(
  { amount, currency }: { amount: number | string; currency: string },
  formats: NumberFormats,
): string {
  return formats.money(amount, currency)
}

function sourced({ source, asOf, isVerified }: SourceParams) {
  return { source, asOf, unchecked: isVerified ? none : phrase('unchecked') }
}
interface SourceParams {
  source: string
  asOf: string
  isVerified: boolean
}

type LowPrice = Pick<
  ReasonParamsOf['price.far-below-band'],
  'amount' | 'currency' | 'dollars' | 'percent' | 'lowAmount' | 'lowCurrency' | 'isHalved'
>

function lowPrice(params: LowPrice, formats: NumberFormats) {
  const { dollars, percent, lowAmount, lowCurrency, isHalved } = params
  return {
    price: price(params, formats),
    about: dollars === undefined ? none : phrase('about', { dollars: formats.number(dollars) }),
    percent: formats.percent(percent),
    low: formats.money(lowAmount, lowCurrency),
    half: isHalved === true ? phrase('half') : none,
  }
}

function channel({ brand, source, isHalved }: ReasonParamsOf['channel.no-marketplace']) {
  return { brand, cited: cited(source), anyone: isHalved === true ? phrase('anyone') : none }
}

function cited(source: string | undefined): Value {
  return phraseOf(source, (stated) => phrase('cited', { source: stated }))
}

/** The steps by which a picture was derived; undefined if it was not changed. */
export function changesValue(changes: ImageChanges, { number, percent }: NumberFormats): Value {
  const { mirrored, turned, stretched, scaled, cropped, covers } = changes
  const shares = (key: ReasonKey, share: number | undefined) =>
    share === undefined ? [] : [phrase(key, { share: percent(share) })]
  const degrees = turned === undefined ? none : number(Math.abs(turned))
  const way = turned === 180 ? 'over' : (turned ?? 0) > 0 ? 'right' : 'left'
  return joined('and-also', [
    ...(mirrored === true ? [phrase('edit.mirrored')] : []),
    ...(turned === undefined ? [] : [phrase(`edit.turned-${way}`, { number: degrees })]),
    ...shares('edit.stretched', stretched),
    ...shares((scaled ?? 0) < 100 ? 'edit.shrunk' : 'edit.enlarged', scaled),
    ...shares('edit.cropped', cropped),
    ...shares('edit.set-in', covers),
  ])
}

interface Derived {
  changes?: ImageChanges | undefined
  edits?: string | undefined
}

function edited({ changes, edits }: Derived, formats: NumberFormats): Value {
  const whole = changes && changesValue(changes, formats)
  if (whole !== undefined) return whole === none ? none : phrase('edited', { edits: whole })
  return phraseOf(edits, (english) => phrase('edited', { edits: { english } }))
}

function counted({ count, of }: { count: number; of: number }, { number }: NumberFormats) {
  return { count: number(count), of: number(of) }
}

const namings = {
  alias: 'brand.stands-for',
  misspelling: 'brand.misspelt',
  model: 'brand.model',
  nickname: 'brand.nickname',
} as const

type PhrasesOf = {
  [Code in SignalCode]: (params: ReasonParamsOf[Code], formats: NumberFormats) => Phrase
}

/** The sentence of each signal, as a message and its arguments. */
const phrases: PhrasesOf = {
  'text.replica-term': term,
  'text.quality-grade': term,
  'text.batch-code': term,
  'text.passes-inspection': term,
  'text.logo-later': term,
  'text.coded-invitation': term,
  'text.off-platform-contact': term,
  'text.source-claim': term,
  'text.shopping-agent': term,
  'brand.named': (params) =>
    params.as === 'in-picture'
      ? phrase('brand.in-picture', { text: params.text })
      : params.as === 'name'
        ? phrase('brand.named', { brand: params.brand })
        : phrase(namings[params.as], { text: params.text, brand: params.brand }),
  'brand.possible': (params) =>
    params.as === 'in-picture'
      ? phrase('brand.in-picture', { text: params.text })
      : phrase('brand.possible', { text: params.text, brand: params.brand }),
  'brand.disguised-name': (params) =>
    params.as === 'in-picture'
      ? phrase('brand.in-picture', { text: params.text })
      : phrase('brand.altered', { text: params.text, brand: params.brand }),
  'guard.other-role': (params) =>
    phrase('other-role', {
      brand: params.brand,
      role:
        params.as === 'words'
          ? phrase('role.words', { text: params.text, marker: phrase(`marker.${params.marker}`) })
          : phrase(`role.${params.as}`),
    }),
  'channel.no-marketplace': (params) => phrase('channel.none', channel(params)),
  'channel.seller-not-authorised': (params) => phrase('channel.not-authorised', channel(params)),
  'guard.authorised-seller': ({ brand, source }) =>
    phrase('channel.authorised', { brand, cited: cited(source) }),
  'item.withdrawn': ({ code, as }) => phrase(`item.${as}`, { code }),
  'item.copies-suspected': ({ code }) => phrase('item.copies-suspected', { code }),
  'item.not-issued': ({ code, as }) => phrase(`item.${as}`, { code }),
  'item.recalled': ({ code }) => phrase('item.recalled', { code }),
  'item.public': ({ code }) => phrase('item.public', { code }),
  'external.marketplace': ({ name }) => phrase('external', { name }),
  'price.one-for-many': ({ text, count, brand }, { number }) =>
    phrase('price.one-for-many', { text, count: number(count), brand }),
  'price.out-of-line': ({ link, usual, sold, ...money }, formats) => {
    const values = {
      price: price(money, formats),
      usual: formats.number(usual),
      sold: sold === undefined ? none : phrase('sold', { sold: formats.number(sold) }),
    }
    return link === undefined
      ? phrase('price.out-of-line', values)
      : phrase('price.link-out-of-line', { ...values, link })
  },
  'price.text-differs': ({ text, ...money }, formats) =>
    phrase('price.text-differs', { text, price: price(money, formats) }),
  'price.picture-differs': ({ text, ...money }, formats) =>
    phrase('price.picture-differs', { text, price: price(money, formats) }),
  'price.no-rate': ({ currency }) => phrase('price.no-rate', { currency }),
  'price.placeholder': (params, formats) =>
    phrase('price.placeholder', { price: price(params, formats) }),
  'price.far-below-msrp': (params, formats) =>
    phrase('price.list', { ...lowPrice(params, formats), product: params.product }),
  'price.far-below-band': (params, formats) =>
    phrase('price.low', { ...lowPrice(params, formats), ...sourced(params), goods: goods(params) }),
  'price.impossible': (params, formats) =>
    phrase('price.impossible', {
      ...lowPrice(params, formats),
      ...sourced(params),
      goods: goods(params),
      part: formats.percent(params.part),
    }),
  'price.below-typical': (params, formats) =>
    phrase('price.typical', {
      ...sourced(params),
      price: price(params, formats),
      percent: formats.percent(params.percent),
      goods: goods(params),
    }),
  'image.brand-not-in-text': ({ brand }) => phrase('image.brand', { brand }),
  'image.contact-code': ({ type, value }) => phrase('image.contact', { type, value }),
  'image.other-goods-code': ({ gtin, product, brand }) =>
    phrase('image.other-code', { gtin, product, brand }),
  'image.known-fake': ({ brand, ...derived }, formats) =>
    phrase('image.known-fake', { brand, edited: edited(derived, formats) }),
  'image.official-photo': ({ brand, ...derived }, formats) =>
    phrase('image.official', { brand, edited: edited(derived, formats) }),
  'image.seen-before': (derived, formats) =>
    phrase('image.seen-before', { edited: edited(derived, formats) }),
  'image.mark-hidden': ({ brand, how }) => phrase(`image.mark-${how}`, { brand }),
  'image.part-hidden': () => phrase('image.part-hidden'),
  'image.other-brand': ({ shown, brand }) => phrase('image.other-brand', { shown, brand }),
  'product.identified': (params) =>
    params.as === 'gtin'
      ? phrase('image.own-code', { gtin: params.gtin, product: params.product })
      : phrase('product.code', { text: params.text, product: params.product }),
  'product.never-made': ({ brand, product }) => phrase('product.never-made', { brand, product }),
  'product.foreign-code': ({ text, brand }) => phrase('product.foreign-code', { text, brand }),
  'product.packaging-only': ({ brand, texts }) =>
    phrase('product.packaging', {
      brand,
      texts: joined(
        'and-also',
        texts.map((text) => phrase('quoted', { text })),
      ),
    }),
  'review.other-goods': ({ text, brand }) => phrase('review.other-goods', { text, brand }),
  'review.buyers-say-fake': ({ count, quotes, expert }, formats) =>
    phrase('review.buyers', {
      count,
      quotes: joined(
        'quotes',
        quotes.map((quoted) => quote(quoted, formats)),
      ),
      expert: phraseOf(expert, (text) => phrase('expert', { text })),
    }),
  'review.buyers-compare': ({ count, quotes }, formats) =>
    phrase('review.compare', {
      count: formats.number(count),
      quotes: joined(
        'quotes',
        quotes.map((quoted) => quote(quoted, formats)),
      ),
    }),
  'seller.many-luxury-brands': ({ count, brands }, { number }) => {
    const names = joined('and-also', brands)
    const all = count > brands.length ? phrase('brands.more', { brands: names }) : names
    return phrase('seller.many-brands', { count: number(count), brands: all })
  },
  'seller.young-account': ({ days, under }, { number }) =>
    phrase('seller.young', { days, under: number(under) }),
  'seller.stock-of-scarce-goods': ({ count, brand, from, scarceFrom, isNew }, { number }) =>
    phrase('seller.stock', {
      count: number(count),
      brand,
      from: number(from),
      stated: isNew === true ? phrase('stated-new') : none,
      scarce:
        scarceFrom === undefined ? none : phrase('scarce', { scarceFrom: number(scarceFrom) }),
    }),
  'seller.portfolio-prices': ({ brands, part, ...counts }, formats) =>
    phrase('portfolio.prices', {
      ...counted(counts, formats),
      brands: formats.number(brands),
      part: phrase(`part.${part}`),
    }),
  'seller.portfolio-same-price': ({ prices, ...counts }, formats) =>
    phrase('portfolio.same-price', { ...counted(counts, formats), prices }),
  'seller.portfolio-choices': (counts, formats) =>
    phrase('portfolio.choices', counted(counts, formats)),
  'seller.portfolio-pictures': (counts, formats) =>
    phrase('portfolio.pictures', counted(counts, formats)),
  'seller.portfolio-quantities': (counts, formats) =>
    phrase('portfolio.quantities', counted(counts, formats)),
  'seller.portfolio-signs': (counts, formats) =>
    phrase('portfolio.signs', counted(counts, formats)),
  'seller.portfolio-reviews': (counts, formats) =>
    phrase('portfolio.reviews', counted(counts, formats)),
  'guard.term-quieted': ({ text, meaning, beside }) =>
    phrase('quieted', {
      text,
      meaning: { english: meaning },
      beside: phraseOf(beside, (words) => phrase('beside', { text: words })),
    }),
}

/** The short name of a signal, as lists and filters show it; its code where the messages have no name for it. */
export function signalName(messages: ReasonMessages, code: string): string {
  const names: Readonly<Record<string, string>> = messages
  return names[`name.${code}`] ?? code
}

/** The phrase of a signal; undefined for a code of another engine. */
export function signalPhrase(
  code: string,
  params: Readonly<Record<string, unknown>>,
  formats: NumberFormats,
): Phrase | undefined {
  if (!Object.hasOwn(phrases, code)) return undefined
  const make = phrases[code as SignalCode] as (
    params: Readonly<Record<string, unknown>>,
    formats: NumberFormats,
  ) => Phrase
  return make(params, formats)
}

/** The phrase of an explanation's sentence that is not a signal's. */
export function explanationPhrase(
  part: Exclude<ExplanationPart, { signal: number }>,
  { key, formats }: { key(family: string): string; formats: NumberFormats },
): Phrase {
  const { code, families, support, percent, threshold, milliseconds } = part
  return phrase(`why.${code}`, {
    ...(families !== undefined && { families: formats.list(families.map(key)) }),
    ...(support !== undefined && { support: key(support) }),
    ...(percent !== undefined && { percent: formats.percent(percent) }),
    ...(threshold !== undefined && { threshold: formats.number(threshold) }),
    ...(milliseconds !== undefined && { milliseconds: formats.number(milliseconds) }),
  })
}
