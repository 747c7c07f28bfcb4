import { gap, type BrandHit, type Reading, type TermHit } from '../listing-text/index.ts'

/** Maximum characters between two words with a small one between them. */
const NEXT_WORD = 6
/** The season of a collection: "SS18", "2021FW". */
const seasonBefore =
  /(?<![\p{L}\p{N}])(?:(?:20)?\d{2} ?(?:ss|fw|aw)|(?:ss|fw|aw) ?(?:20)?\d{2})[^\p{L}\p{N}]*$/iu
const seasonBehind =
  /^[^\p{L}\p{N}]*(?:(?:20)?\d{2} ?(?:ss|fw|aw)|(?:ss|fw|aw) ?(?:20)?\d{2})(?![\p{L}\p{N}])/iu
const SEASON_REACH = 9
/** Small words by which a text is of a language in which a brand's name is a word, too. */
const smallWords: Readonly<Record<string, RegExp>> = {
  fr: /(?<!\p{L})(?:au|aux|avec|de|des|du|en|enfants?|et|femmes?|filles?|garçons?|hommes?|la|le|les|lot|pour|sans|sur|taille|un|une|à)(?!\p{L})|[éèêçàù]/iu,
}

/** A word that means a copy without any brand ("super clone", "高仿") beside an everyday word makes it a name. */
export function isBesideConclusiveTerm(hit: BrandHit, { terms }: Reading): boolean {
  return terms.some(
    (place) => isConclusive(place) && place.field === hit.field && gap(place, hit) <= NEXT_WORD,
  )
}

/** In French, "vêtements" are clothes. */
export function isWordOfListing({ field, form }: BrandHit, { listing }: Reading): boolean {
  const words = form.commonWord === true ? smallWords[form.language ?? ''] : undefined
  if (words === undefined) return false
  return listing.language?.slice(0, 2) === form.language || words.test(field.text)
}

/** What an ampersand joins to another word is a part of that name: "14th & Union" is no Union. */
const joined = /[\p{L}\p{N}]['’.]? ?[&＆] ?$/u
const AMPERSAND_REACH = 4

/** True for an everyday word, which is short for a brand's name, as the end of another maker's. */
export function isEndOfOtherName({ field, form, start }: BrandHit, { brands }: Reading): boolean {
  if (form.commonWord !== true) return false
  if (!joined.test(field.text.slice(Math.max(0, start - AMPERSAND_REACH), start))) return false
  // Two brands may be joined, too.
  return !brands.some(
    ({ field: other, end }) => other === field && end <= start && start - end < AMPERSAND_REACH,
  )
}

/** True beside the season of a collection, which only makers' names have. */
export function isBesideSeason({ field: { text }, start, end }: BrandHit): boolean {
  return (
    seasonBehind.test(text.slice(end, end + SEASON_REACH)) ||
    seasonBefore.test(text.slice(Math.max(0, start - SEASON_REACH), start))
  )
}

/** True for a nickname or model in a text of people who trade in copies, and need not explain it. */
export function isBesideTradeTerm({ field, form }: BrandHit, { terms }: Reading): boolean {
  if (form.kind !== 'nickname' && form.kind !== 'model') return false
  return terms.some(
    ({ field: other, term: { term } }) =>
      other === field && term.strength !== 'W' && !term.reviewsOnly,
  )
}

function isConclusive({ term: { term } }: TermHit): boolean {
  return (
    term.strength === 'S' &&
    !term.needsBrand &&
    !term.reviewsOnly &&
    (term.kind === 'replica' || term.kind === 'grade')
  )
}
