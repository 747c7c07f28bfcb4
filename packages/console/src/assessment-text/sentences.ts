import type { MessageKey, Said, Text } from '../messages/index.ts'
// The engine's own words, whatever language the pages speak: by the room's entrance each page would
// begin with them, and wait for them.
// oxlint-disable-next-line touchstone/room-entrance
import { sentences } from '../messages/en/sentences.ts'
import { families } from '../assessment/index.ts'
import { languageOf, placeOf } from './placeholders.ts'

type SentenceKey = keyof typeof sentences

/** A sentence of the engine as it was recognised: what stands in its places. */
export type Read = { key: SentenceKey; places: Readonly<Record<string, string>> }

/** The sentences that stand by themselves in a signal; what is said more closely comes first. */
export const signalSentences = [
  'says.product.foreign-code',
  'says.product.code',
  'says.product.never-made',
  'says.product.packaging',
  'says.review.other-goods',
  'says.review.buyers',
  'says.brand.in-picture',
  'says.brand.altered',
  'says.brand.possible',
  'says.brand.misspelt',
  'says.brand.model',
  'says.brand.nickname',
  'says.brand.named',
  'says.brand.stands-for',
  'says.other-role',
  'says.channel.authorised',
  'says.channel.none',
  'says.channel.not-authorised',
  'says.external',
  'says.price.one-for-many',
  'says.price.out-of-line',
  'says.price.text-differs',
  'says.price.picture-differs',
  'says.price.no-rate',
  'says.price.placeholder',
  'says.price.list',
  'says.price.low',
  'says.price.typical',
  'says.image.brand',
  'says.image.other-code',
  'says.image.known-fake',
  'says.image.official',
  'says.image.seen-before',
  'says.image.mark-hidden',
  'says.image.part-hidden',
  'says.image.other-brand',
  'says.image.own-code',
  'says.image.contact',
  'says.seller.many-brands',
  'says.seller.young',
  'says.seller.stock',
  'says.quieted',
  'says.word',
] satisfies SentenceKey[]

/** What a verdict's reason says beside the sentences of its signals. */
const ofReasons = Object.keys(sentences)
  .filter((key) => key.startsWith('why.') && !/^why\.(also|counts-too-little)$/.test(key))
  .sort(
    (a, b) => sentences[b as SentenceKey].length - sentences[a as SentenceKey].length,
  ) as SentenceKey[]

const kindNames = families.map((family) => escaped(sentences[`kind-of-sign.${family}`]))
const kind = `(?:${kindNames.join('|')})`
const patternOf: Record<Exclude<(typeof placeOf)[string]['is'], 'one-of'>, string> = {
  quoted: '[^]*?',
  english: '[^]*?',
  'some-of': '[^]*?',
  number: '-?[\\d,]+(?:\\.\\d+)?(?:e[+-]?\\d+)?',
  share: '[\\d.]+(?:e-?\\d+)? %',
  money: '-?[\\d.,]+(?:e[+-]?\\d+)? [^\\s]+',
  language: `(?:${[...Object.keys(languageOf), sentences['says.language.translated']].join('|')}|[\\w-]+)`,
  kinds: `${kind}(?:, ${kind})*(?: and ${kind})?`,
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** What matches a message, with the content of its places as groups where it stands outermost. */
function sourceOf(key: SentenceKey, groups: boolean): string {
  return sentences[key]
    .split(/\{(\w+)\}/)
    .map((part, index) => {
      if (index % 2 === 0) return escaped(part)
      return groups ? `(${sourceAt(part)})` : `(?:${sourceAt(part)})`
    })
    .join('')
}

function sourceAt(name: string): string {
  const place = placeOf[name]
  if (place === undefined) throw new Error(`no sentence knows what stands at ${name}`)
  if (place.is !== 'one-of') return patternOf[place.is]
  const each = place.keys.map((key) => sourceOf(key as SentenceKey, false))
  return (place.orNothing ? [...each, ''] : each).join('|')
}

const compiled = new Map<string, RegExp>()

function expression(key: SentenceKey, end: '$' | ''): RegExp {
  const known = compiled.get(key + end)
  if (known !== undefined) return known
  const made = new RegExp(`^${sourceOf(key, true)}${end}`, 'u')
  compiled.set(key + end, made)
  return made
}

function readAs(key: SentenceKey, text: string, end: '$' | '' = '$'): Read | undefined {
  const found = expression(key, end).exec(text)
  if (found === null) return undefined
  const names = [...sentences[key].matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return { key, places: Object.fromEntries(names.map((name, at) => [name, found[at + 1] ?? ''])) }
}

/** The engine's sentences are short; what a stranger made long is not searched for places. */
const longestRead = 2000

/** A sentence of a signal; undefined where it is none that these pages know, as of another engine. */
export function readSentence(detail: string): Read | undefined {
  if (detail.length > longestRead) return undefined
  for (const key of signalSentences) {
    const read = readAs(key, detail)
    if (read !== undefined) return read
  }
  return undefined
}

/** What is known of a verdict's reason: sentences of its own, and those of signals as they stand. */
export type ReasonPart = Read | { detail: string }

/** The parts of a reason; undefined where one of them is unknown. */
export function readReason(reason: string, details: readonly string[]): ReasonPart[] | undefined {
  const longestFirst = details.toSorted((a, b) => b.length - a.length)
  const parts: ReasonPart[] = []
  for (let rest = reason; rest !== '';) {
    const own = ofReasons
      .map((key) => readAs(key, rest, ''))
      .find((read) => read !== undefined && endsAt(rest, lengthOf(read)))
    const detail = longestFirst.find((one) => rest.startsWith(one) && endsAt(rest, one.length))
    const part = own ?? (detail === undefined || detail === '' ? undefined : { detail })
    if (part === undefined) return undefined
    parts.push(part)
    rest = rest.slice('detail' in part ? part.detail.length : lengthOf(part)).trimStart()
  }
  return parts
}

function endsAt(text: string, length: number): boolean {
  return text.length === length || text[length] === ' '
}

function lengthOf(read: Read): number {
  return inEnglish(read).length
}

/** The sentence as the engine wrote it. */
export function inEnglish({ key, places }: Read): string {
  return sentences[key].replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? '')
}

/** A sentence of a signal in the language of the pages; in English where they don't know it. */
export function detailText(text: Text, detail: string): Said[] {
  const read = text.locale === 'en' ? undefined : readSentence(detail)
  if (read !== undefined) return say(text, read)
  return [text.locale === 'en' ? { text: detail } : { text: detail, english: true }]
}

/** A verdict's reason in the language of the pages; in English where they don't know each part. */
export function reasonText(text: Text, reason: string, details: readonly string[]): Said[] {
  if (text.locale === 'en') return [{ text: reason }]
  const parts = readReason(reason, details)
  if (parts === undefined) return [{ text: reason, english: true }]
  // Chinese sets no space behind a full stop.
  const between = text.locale === 'zh' ? '' : ' '
  return parts.flatMap((part, index) => [
    ...(index === 0 || between === '' ? [] : [{ text: between }]),
    ...('detail' in part ? detailText(text, part.detail) : say(text, part)),
  ])
}

function say(text: Text, { key, places }: Read): Said[] {
  const said = Object.entries(places).map(([name, value]) => [name, sayPlace(text, name, value)])
  return text.saying(key, Object.fromEntries(said) as Record<string, Said[]>)
}

function sayPlace(text: Text, name: string, value: string): Said[] {
  const place = placeOf[name]
  switch (place?.is) {
    case 'english':
      return [{ text: value, english: true }]
    case 'number':
      return [{ text: text.number(plain(value)) }]
    case 'share':
      return [{ text: share(text.locale, plain(value.replace(' %', ''))) }]
    case 'money': {
      const [amount = '', currency = ''] = value.split(' ')
      return [{ text: text.money(amount.replaceAll(',', ''), currency) }]
    }
    case 'language':
      return [{ text: languageIn(text, value) }]
    case 'kinds':
      return [{ text: kindsIn(text, value) }]
    case 'one-of':
      return oneOfIn(text, place.keys, value)
    case 'some-of':
      return value
        .split(', ')
        .flatMap((part, at) => [
          ...(at === 0 ? [] : [{ text: text.t('says.and-also') }]),
          ...oneOfIn(text, place.keys, part),
        ])
    case 'quoted':
    case undefined:
      return [{ text: value }]
  }
}

function oneOfIn(text: Text, keys: readonly MessageKey[], value: string): Said[] {
  if (value === '') return []
  for (const key of keys) {
    const read = readAs(key as SentenceKey, value)
    if (read !== undefined) return say(text, read)
  }
  return [{ text: value, english: true }]
}

function plain(value: string): number {
  return Number(value.replaceAll(',', ''))
}

function share(locale: string, percent: number): string {
  const format = { style: 'percent', maximumSignificantDigits: 3 } as const
  return new Intl.NumberFormat(locale, format).format(percent / 100)
}

function languageIn({ t, locale }: Text, name: string): string {
  if (name === sentences['says.language.translated']) return t('says.language.translated')
  return new Intl.DisplayNames(locale, { type: 'language' }).of(languageOf[name] ?? name) ?? name
}

function kindsIn({ t, locale }: Text, value: string): string {
  const named = families
    .map((family) => ({ family, at: value.indexOf(sentences[`kind-of-sign.${family}`]) }))
    .filter(({ at }) => at !== -1)
    .sort((a, b) => a.at - b.at)
    .map(({ family }) => t(`kind-of-sign.${family}`))
  return new Intl.ListFormat(locale).format(named)
}
