import type { Form, Role } from '#contract'
import {
  gap,
  isUpperCase,
  lettersOf,
  textOf,
  uncovered,
  type BrandHit,
  type Field,
  type Reading,
  type TypeHit,
} from '../listing-text/index.ts'
import { goodsNamed, makesDevices, withoutModifiers } from './head-noun.ts'
import {
  isBesideSeason,
  isBesideConclusiveTerm,
  isBesideTradeTerm,
  isEndOfOtherName,
  isWordOfListing,
} from './name-context.ts'
import { roleOf, type RoleShownBy } from './roles.ts'
import type { TypeTree } from '../vocabulary/index.ts'
import type { KnownBrand } from '../catalog/index.ts'

/** A brand that a listing refers to. */
export interface Mention {
  brand: KnownBrand
  /** 0 to 1; 0.5 and more counts as a reference to the brand. */
  confidence: number
  role: Role
  form: Form
  /** The places where it is named, the most informative first. */
  places: BrandHit[]
  /** The evidence for a role other than `offered`. */
  roleShownBy?: RoleShownBy
}

/** No words of a listing make a brand surer than this. */
const MAX_SURE = 0.99
/** A spelling that means its brand in any surroundings; models of a house do too. */
const SURE = 0.75
/** Maximum characters between two adjacent names. */
const NEIGHBOUR = 16
const BESIDE_RIVAL = 0.3
const BESIDE_SURE_TERM = 0.4
/** The seasons of collections are written beside the maker's name. */
const BESIDE_SEASON = 0.3
/** Nicknames and models are words that people who trade in copies need not explain. */
const BESIDE_TRADE_TERM = 0.25
const LONGEST_INITIALS = 3
const LONE_NICKNAME = 0.25
const IN_FOREIGN_TEXT = 0.3
const SCRIPT_SAMPLE = 200
const CASE_SAMPLE = 80

/** The least confidence at which a brand counts as referred to. */
export const REFERRED = 0.5

const formOf: Record<BrandHit['form']['kind'], Form> = {
  name: 'plain',
  official: 'alias',
  abbreviation: 'alias',
  nickname: 'nickname',
  model: 'model',
  misspelling: 'obfuscated',
}

function isAmbiguousInitials({ form }: BrandHit): boolean {
  return form.commonWord === true && form.kind === 'abbreviation' && form.key.length <= 3
}

/** An accent that the everyday word lacks makes it the name: "Hermès". */
function hasOwnAccents(text: string, name: string): boolean {
  return /[\u00c0-\u024f]/.test(text) && lettersOf(text) === lettersOf(name)
}

/** Confidence that a near spelling means the brand; a short one is similar to too many words to count alone. */
function nearConfidence(near: NonNullable<BrandHit['near']>, length: number): number {
  switch (near) {
    case 'look-alike':
    case 'masked':
      return 0.85
    case 'doubled':
    case 'split':
      return 0.8
    case 'fused':
      return 0.75
    case 'misspelt':
      return length >= 9 ? 0.72 : length >= 7 ? 0.52 : 0.45
  }
}

/** A name with misread letters; it is the only text of its line, otherwise it would not be searched for. */
const MISREAD = 0.65

/** Code points of a text. */
function lettersIn(text: string): number {
  let count = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0xdc00 || unit > 0xdfff) count++
  }
  return count
}

/** How surely a spelling alone means the brand; context moves it from here. */
function ownConfidence(hit: BrandHit): number {
  const { form, brand } = hit
  const text = textOf(hit)
  const length = lettersIn(text)
  if (hit.misread === true) return MISREAD
  if (hit.disguised && hit.near === undefined) return length >= 5 ? 0.92 : 0.85
  if (hit.disguised && hit.near === 'misspelt') return length >= 7 ? 0.72 : 0.45
  if (hit.near !== undefined) return nearConfidence(hit.near, length)
  if (form.apart === true) return isForeignWord(hit) ? 0.6 : 0.1
  // Initials that have other meanings too ("TB", "CD") count only in capitals.
  if (isAmbiguousInitials(hit)) return isUpperCase(text, 0, text.length) ? 0.3 : 0
  if (form.commonWord === true) return 0.3
  if (brand.commonWord && form.kind === 'name' && hasOwnAccents(text, form.text)) return 0.93
  switch (form.kind) {
    case 'name':
      return brand.commonWord
        ? 0.3
        : length >= 4
          ? 0.97
          : isUpperCase(text, 0, text.length)
            ? 0.85
            : 0.45
    case 'official':
      // A common word remains one in capitals; its name in other scripts usually is not one.
      if (brand.commonWord && length <= brand.name.length && /^[a-z ]+$/i.test(text)) return 0.35
      return length >= 3 || /[^\u0000-\u024f]/u.test(text) ? 0.93 : 0.6
    case 'abbreviation':
      if (length >= 4) return 0.85
      return isUpperCase(text, 0, text.length) ? 0.6 : 0.35
    case 'nickname':
      return length >= 2 ? 0.72 : 0.4
    case 'model':
      return length >= 4 ? 0.75 : 0.6
    case 'misspelling':
      return length >= 5 ? 0.85 : 0.6
  }
}

/**
 * Ids of the product types that a listing names in its title, category or attributes, or otherwise in its
 * description. "dust bag" names no bag.
 */
export function namedTypes(reading: Pick<Reading, 'types' | 'markers'>): string[] {
  return idsOf(typesNamed(reading))
}

/** The places of those types. */
function typesNamed(reading: Pick<Reading, 'types' | 'markers'>): readonly TypeHit[] {
  if (reading.types.length === 0) return []
  const whole = withoutModifiers(
    uncovered(uncovered(reading.types, reading.types), reading.markers),
  )
  const outside = whole.some((hit) => hit.field.kind !== 'description')
  return outside ? whole.filter((hit) => hit.field.kind !== 'description') : whole
}

function idsOf(hits: readonly TypeHit[]): string[] {
  const ids: string[] = []
  for (const { type } of hits) if (!ids.includes(type.id)) ids.push(type.id)
  return ids
}

/**
 * Determines which brands a listing refers to, how surely, and in what role. Common words count beside a product type
 * of the brand, another of its names or the brand that the seller states. Best first.
 */
export function mentions(reading: Reading, types: TypeTree): Mention[] {
  if (reading.brands.length === 0) return []
  const places = typesNamed(reading)
  const named = idsOf(places)
  const goods = goodsNamed(named, places, reading)
  const byBrand = new Map<KnownBrand, BrandHit[]>()
  for (const hit of withoutContained(reading)) {
    const hits = byBrand.get(hit.brand)
    if (hits === undefined) byBrand.set(hit.brand, [hit])
    else hits.push(hit)
  }
  const mentioned: Mention[] = []
  const sure = reading.brands.filter((hit) => ownConfidence(hit) >= SURE)
  for (const [brand, hits] of byBrand) {
    const confidence = settle(brand, hits, { named, types, reading, sure })
    const inOrder =
      hits.length === 1 ? hits : [...hits].sort((a, b) => distinctness(b) - distinctness(a))
    const best = inOrder[0]
    if (best === undefined) continue
    mentioned.push({
      brand,
      confidence,
      ...roleOf(brand, hits, reading, goods, types),
      form: formShown(best),
      places: inOrder,
    })
  }
  if (mentioned.length > 1) {
    weighAmbiguity(mentioned)
    inheritRoles(mentioned, types)
  }
  const titled = mentioned.some(
    (mention) => mention.confidence >= REFERRED && mention.places.some((hit) => !isBackground(hit)),
  )
  for (const mention of mentioned)
    if (mention.places.every(isBackground)) {
      if (titled && mention.role === 'offered') {
        mention.role = 'mentioned'
        mention.roleShownBy = { as: inPicturesOnly(mention) ? 'pictures' : 'description' }
      } else if (!titled) mention.confidence *= 0.8
    }
  return mentioned.length > 1 ? mentioned.sort((a, b) => rank(b) - rank(a)) : mentioned
}

/** Text in a description or a picture may be about other goods than those on offer. */
function isBackground({ field }: BrandHit): boolean {
  return field.kind === 'description' || field.kind === 'picture'
}

/** True if no words of the listing name the brand, but a picture does. */
export function inPicturesOnly({ places }: Mention): boolean {
  return places.every(({ field }) => field.kind === 'picture')
}

function formShown(best: BrandHit): Form {
  if (best.disguised || best.near !== undefined) return 'obfuscated'
  return best.field.kind === 'picture' ? 'text-in-image' : formOf[best.form.kind]
}

function rank(mention: Mention): number {
  return mention.confidence + (mention.role === 'offered' ? 0.001 : 0)
}

const tellingField: Record<Field['kind'], number> = {
  title: 0.3,
  brand: 0.2,
  attribute: 0.15,
  variant: 0.15,
  category: 0.1,
  description: 0,
  review: 0,
  picture: -0.5,
}

function distinctness(hit: BrandHit): number {
  return ownConfidence(hit) + tellingField[hit.field.kind]
}

/**
 * Inside "Dove Chocolate" there is no "Dove": the longer name holds. An Arabic word for goods is no name behind a
 * prefix: "كابل" (cable) is not "like Apple".
 */
function withoutContained({ brands, types }: Reading): readonly BrandHit[] {
  const hits = brands.filter(
    (hit) => !isArabicInside(hit) || !types.some((type) => holdsFromBefore(type, hit)),
  )
  if (hits.length === 1) return hits
  return uncovered(hits, hits, (hit) => hit.brand)
}

function isArabicInside({ field, start }: BrandHit): boolean {
  const before = field.text.charCodeAt(start - 1)
  return before >= 0x620 && before <= 0x6ff
}

function holdsFromBefore(type: TypeHit, hit: BrandHit): boolean {
  return type.field === hit.field && type.start < hit.start && type.end >= hit.end
}

/** In "strap for Huawei / Honor" both are makers of what the strap fits: a later name shares the role of the first. */
function inheritRoles(mentioned: readonly Mention[], types: TypeTree): void {
  for (const mention of mentioned) {
    if (mention.role !== 'offered') continue
    const before = mentioned.find(
      (other) =>
        other.role === 'compatible-with' &&
        other.confidence >= REFERRED &&
        other.roleShownBy?.as === 'words' &&
        mention.places.every((hit) =>
          other.places.some((place) => place.field === hit.field && place.end <= hit.start),
        ) &&
        makesDevices(mention.brand) &&
        areRivals(other.brand, mention.brand, types),
    )
    if (before?.roleShownBy === undefined) continue
    mention.role = before.role
    mention.roleShownBy = before.roleShownBy
  }
}

/** Evidence around a name that is also a word. */
interface Surroundings {
  named: readonly string[]
  types: TypeTree
  reading: Reading
  /** Spellings that mean a brand in any context. */
  sure: readonly BrandHit[]
}

function settle(
  brand: KnownBrand,
  hits: readonly BrandHit[],
  { named, types, reading, sure }: Surroundings,
): number {
  let confidence = 0
  for (const hit of hits) confidence = Math.max(confidence, ownConfidence(hit))
  if (confidence === 0) return 0
  if (hits.some((hit) => isStated(hit, reading, types)))
    return Math.max(confidence, brand.commonWord ? 0.9 : 0.97)
  // Packaging belongs to whichever brand is on it.
  const word = brand.commonWord || hits.every((hit) => hit.form.commonWord === true)
  const makes = word
    ? makesBeside(brand, hits, reading, types)
    : named.some((id) => makesType(brand, id, types))
  const isWord = (hit: BrandHit): boolean =>
    isWordOfListing(hit, reading) || isEndOfOtherName(hit, reading)
  if (word && hits.every(isWord)) return 0
  const isCalledCopy = word && hits.some((hit) => isBesideConclusiveTerm(hit, reading))
  if (areSpeltDifferently(hits)) confidence = 1 - (1 - confidence) * 0.3
  // Two or three letters that are a word ("on") occur beside every kind of goods.
  const settledByType = !(brand.commonWord && [...brand.name].length <= 3)
  const capitalsBonus = word ? bestCapitalsScore(hits) : 0
  confidence += capitalsBonus
  if (isCalledCopy && settledByType) confidence += BESIDE_SURE_TERM
  if (word && confidence < REFERRED) {
    if (hits.some(isBesideSeason)) confidence += BESIDE_SEASON
    if (hits.some((hit) => isBesideTradeTerm(hit, reading))) confidence += BESIDE_TRADE_TERM
  }
  if (makes && settledByType)
    confidence = confidence < 0.5 ? confidence + 0.4 : 1 - (1 - confidence) * 0.4
  if (word && confidence < REFERRED && settledByType) {
    if (hits.some((hit) => isBesideRival(hit, sure, types))) confidence += BESIDE_RIVAL
    else if (hits.some((hit) => !isAmbiguousInitials(hit) && isForeignWord(hit)))
      confidence += IN_FOREIGN_TEXT
  }
  // Beside a sure name, a nickname that is a word describes that brand's goods ("Dunk … black toes").
  if (word && hits.every((hit) => hit.form.kind === 'nickname' || hit.form.kind === 'model'))
    if (
      sure.some((other) => other.brand !== brand && hits.every((hit) => hit.field === other.field))
    )
      confidence -= BESIDE_RIVAL
  // The seller's own name for the brand only resembles it.
  if (!makes && hits.some((hit) => hit.field.kind === 'brand')) confidence *= 0.5
  // People call much by nicknames: alone they name a brand only beside goods that it makes, or words of the trade in copies.
  if (!makes && reading.terms.length === 0 && hits.every(isNickname)) confidence -= LONE_NICKNAME
  // Where the seller states another brand, an everyday word is just that.
  if (word && confidence < 0.9 && statesOther(reading)) confidence *= 0.5
  if (confidence < 0.9) {
    const otherSense = reading.markers.some(
      (hit) =>
        hit.marker.meaning === 'not-goods' && hits.some((brandHit) => brandHit.field === hit.field),
    )
    if (otherSense) confidence *= 0.5
  }
  return Math.max(0, Math.min(confidence, MAX_SURE))
}

/**
 * True where the seller states the brand. Initials stand for many makers, an everyday word begins many names ("Columbia
 * Pictures"), and a name nearly the same is another one.
 */
function isStated(hit: BrandHit, reading: Reading, types: TypeTree): boolean {
  const { field, form, brand } = hit
  if (field.kind !== 'brand' || hit.near === 'misspelt') return false
  const isWhole = lettersOf(field.text) === lettersOf(textOf(hit))
  if ((brand.commonWord || form.commonWord === true) && !isWhole) return false
  if (form.kind !== 'abbreviation' || form.key.length > LONGEST_INITIALS) return true
  return namedTypes(reading).some((id) => makesType(brand, id, types))
}

function isNickname({ form }: BrandHit): boolean {
  return form.kind === 'nickname'
}

/** True if a brand is named in more than one way. */
function areSpeltDifferently([first, ...rest]: readonly BrandHit[]): boolean {
  if (first === undefined || rest.length === 0) return false
  const spelling = textOf(first).toLowerCase()
  return rest.some(
    (hit) => hit.form.kind !== first.form.kind || textOf(hit).toLowerCase() !== spelling,
  )
}

function statesOther(reading: Reading): boolean {
  const stated = reading.listing.brand
  if (stated !== undefined && /[\p{L}\p{N}]/u.test(stated)) return true
  // A title that begins with another brand's name states that one.
  return reading.otherNames.some((name) => name.field.kind === 'title' && name.start === 0)
}

/** True beside another brand that makes the same kind of goods: "Omega x Swatch". */
function isBesideRival(hit: BrandHit, sure: readonly BrandHit[], types: TypeTree): boolean {
  return sure.some(
    (other) =>
      other.brand !== hit.brand &&
      other.field === hit.field &&
      gap(other, hit) <= NEIGHBOUR &&
      areRivals(other.brand, hit.brand, types),
  )
}

function areRivals(one: KnownBrand, other: KnownBrand, types: TypeTree): boolean {
  return [...one.productTypes].some((type) =>
    [...other.productTypes].some((own) => types.related(type, own)),
  )
}

/** Packaging belongs to whichever brand is on it. */
function makesType(brand: KnownBrand, id: string, types: TypeTree): boolean {
  return id === 'packaging' || [...brand.productTypes].some((own) => types.related(id, own))
}

/** Whether goods that the brand makes are named outside the name: the vest in "Freestyle vest" confirms nothing. */
function makesBeside(
  brand: KnownBrand,
  hits: readonly BrandHit[],
  reading: Reading,
  types: TypeTree,
): boolean {
  const codes = hits.every(({ form }) => isShortCode(form)) ? hits : undefined
  const beside = reading.types.filter(
    (type) =>
      !hits.some(
        (hit) => hit.field === type.field && hit.start <= type.start && hit.end >= type.end,
      ) &&
      (codes === undefined ||
        codes.some((hit) => hit.field === type.field && gap(hit, type) <= NEIGHBOUR)),
  )
  const ofModel = codes?.flatMap(({ form }) => typesOfModel(brand, form.key)) ?? []
  return namedTypes({ types: beside, markers: reading.markers }).some((id) =>
    ofModel.length > 0
      ? ofModel.some((own) => types.related(id, own))
      : makesType(brand, id, types),
  )
}

/** Two or three characters with a digit number many things besides a model: sizes, patterns, shelves. */
function isShortCode({ kind, key }: BrandHit['form']): boolean {
  return kind === 'model' && key.length <= 3 && /\d/.test(key)
}

function typesOfModel({ modelBands }: KnownBrand, key: string): string[] {
  return [...modelBands].flatMap(([model, { row }]) =>
    model.startsWith(`${key} `) ? [row.productType] : [],
  )
}

/** The effect of a word's case among others: capitals emphasise it, small letters among capitals do the opposite. */
const IN_CAPITALS = 0.15
const IN_SMALL_LETTERS = -0.25

function bestCapitalsScore(hits: readonly BrandHit[]): number {
  let best = IN_SMALL_LETTERS
  for (const hit of hits) best = Math.max(best, capitalsScore(hit))
  return best
}

function capitalsScore(hit: BrandHit): number {
  const text = textOf(hit)
  if (!/[A-Za-z]/.test(text)) return 0
  const { text: whole } = hit.field
  const around =
    whole.slice(Math.max(0, hit.start - CASE_SAMPLE), hit.start) +
    whole.slice(hit.end, hit.end + CASE_SAMPLE)
  const small = /[a-z]{3}/.test(around)
  if (isUpperCase(text, 0, text.length)) return small && text.length > 3 ? IN_CAPITALS : 0
  if (text !== text.toLowerCase()) return 0
  const words = around.match(/[A-Za-z]{3,}/g) ?? []
  const capitalised = words.filter((word) => /^[A-Z]/.test(word)).length
  return capitalised * 2 > words.length ? IN_SMALL_LETTERS : 0
}

/** True for a word in Latin letters within a text of another script, where it is no word. */
function isForeignWord(hit: BrandHit): boolean {
  if (!/^[\u0020-\u024f]+$/.test(textOf(hit))) return false
  const sample = hit.field.text.slice(0, SCRIPT_SAMPLE)
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  const latin = sample.match(/[A-Za-z\u00c0-\u024f]/g)?.length ?? 0
  return latin * 2 < letters
}

/** A spelling that two brands share means each of them less surely. */
function weighAmbiguity(candidates: Mention[]): void {
  for (const mention of candidates) {
    const rivals = candidates.filter(
      (other) =>
        other !== mention &&
        other.confidence > mention.confidence &&
        mention.places.every((hit) =>
          other.places.some(
            (rival) =>
              rival.field === hit.field && rival.start === hit.start && rival.end === hit.end,
          ),
        ),
    )
    if (rivals.length > 0) mention.confidence *= 0.5
  }
}
