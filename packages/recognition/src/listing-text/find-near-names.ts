import {
  MAX_WORDS,
  type DisguiseMatcher,
  type BrandSpelling,
  type NearName,
  type NearNames,
  type Places,
} from '../disguise/index.ts'
import { SEPARATOR, unitKind, type FoldedText, type Hits, type PhraseIndex } from '../text/index.ts'
import type { Meaning } from './phrase-meaning.ts'

/** A name found without an exact form, in folded units. */
export interface NearPlace extends BrandSpelling {
  from: number
  to: number
  near?: NearName['how']
}

/** A shorter word holds no name beside another word. */
const FUSED_FROM = 6
const MAX_PIECES = 3
/** A name inside a word has to be this long; two letters are in every word. */
const NAME_INSIDE_FROM = 4
const OTHER_INSIDE_FROM = 3
/** A name this long occurs in no word by chance, so the text beside it need not be a known word. */
const NAME_AT_EDGE_FROM = 7
const NAME_IN_TAG_FROM = 5
const MAX_CAPITALS = 6
/** Maximum characters of a name of several words. */
const PHRASE_REACH = 40
const MAX_WORDS_OF_FIELD = 4096
const HASH = 0x23
const AND = 0x26
const STAR = 0x2a
const X = 0x78

const starts = new Int32Array(MAX_WORDS_OF_FIELD)
const ends = new Int32Array(MAX_WORDS_OF_FIELD)

/** The indexes for near names. */
interface Sources {
  index: PhraseIndex<Meaning>
  nearNames: NearNames
  disguises: DisguiseMatcher
}

/**
 * Goes through the Latin words that no form covers and reports the names that are spelt nearly right, cut in two, or
 * run together with other words.
 * @param only restricts the words: `tagsOnly` to those behind a number sign, `altered` to those at or just before a
 * place that changed
 */
export function eachNearName(
  text: FoldedText,
  hits: Hits,
  sources: Sources,
  only: { tagsOnly?: boolean; altered?: Places },
  onNear: (place: NearPlace) => void,
): void {
  const count = findWords(text)
  const { tagsOnly = false, altered } = only
  let hit = 0
  // The furthest unit that a form reaches, and one that a brand's form reaches,
  // which began at or before this word.
  let covered = 0
  let named = 0
  for (let word = 0; word < count; word++) {
    const from = starts[word] as number
    const to = ends[word] as number
    if (tagsOnly && (from === 0 || text.units[from - 1] !== HASH)) continue
    if (altered !== undefined) {
      const start = text.starts[from] as number
      if (!altered.touch(start, start + PHRASE_REACH)) continue
    }
    for (; hit < hits.count && (hits.from[hit] as number) <= from; hit++) {
      const end = hits.to[hit] as number
      covered = Math.max(covered, end)
      if (end > named && isSureName(sources.index.payload(hits.forms[hit] as number))) named = end
    }
    if (from < named) continue
    if (covered < to && nearWord(text, from, to, sources, onNear)) continue
    if (tagsOnly) continue
    word += phrase(text, word, count, sources.nearNames, onNear)
  }
}

/** Finds the words of letters a to z; the first few thousand of a text. */
function findWords({ units, kinds, length }: FoldedText): number {
  let count = 0
  for (let i = 0; i < length && count < MAX_WORDS_OF_FIELD; i++) {
    if (kinds[i] !== unitKind.letter) continue
    const from = i
    let latin = true
    for (; i < length && kinds[i] === unitKind.letter; i++) {
      const unit = units[i] as number
      if (unit < 0x61 || unit > 0x7a) latin = false
    }
    if (!latin) continue
    starts[count] = from
    ends[count++] = i
  }
  return count
}

function nearWord(
  text: FoldedText,
  from: number,
  to: number,
  { index, nearNames, disguises }: Sources,
  onNear: (place: NearPlace) => void,
): boolean {
  if (to - from < NAME_INSIDE_FROM - 1) return false
  const tag = from > 0 && text.units[from - 1] === HASH
  if (tag && camelCase(text, from, to, index, onNear)) return true
  if (to - from <= MAX_CAPITALS && text.kinds[to] === unitKind.digit && to < text.length)
    capitals(text, from, to, index, onNear)
  const near = nearNames.find(text, from, to)
  if (near !== undefined) {
    onNear({ brand: near.brand, form: near.form, from, to, near: near.how })
    return true
  }
  if (fused(text, from, to, { index, nearNames }, tag, onNear)) return true
  if (!hasX(text, from + 1, to)) return false
  const word = wordOf(text, from, to)
  const masked = nearNames.isWord(word) ? undefined : disguises.behindX(word)
  if (masked === undefined) return false
  onNear({ ...masked, from, to, near: 'masked' })
  return true
}

function hasX({ units }: FoldedText, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (units[i] === X) return true
  return false
}

function wordOf({ units }: FoldedText, from: number, to: number): string {
  let word = ''
  for (let i = from; i < to; i++) word += String.fromCharCode(units[i] as number)
  return word
}

/**
 * Looks at this word with those behind it.
 * @returns how many further words the name that was found holds
 */
function phrase(
  text: FoldedText,
  word: number,
  count: number,
  names: NearNames,
  onNear: (place: NearPlace) => void,
): number {
  let joint = false
  for (let words = 2; words <= MAX_WORDS && word + words <= count; words++) {
    const last = word + words - 1
    const gapFrom = ends[last - 1] as number
    if (starts[last] !== gapFrom + 1) return 0
    const between = text.units[gapFrom]
    if (between !== SEPARATOR && between !== STAR && between !== AND) return 0
    if (!isSpace(text.original.charCodeAt(text.starts[gapFrom] as number))) joint = true
    const near = names.findPhrase(text, starts, ends, word, words, joint)
    if (near === undefined) continue
    onNear({
      brand: near.brand,
      form: near.form,
      from: starts[word] as number,
      to: ends[last] as number,
      near: near.how,
    })
    return words - 1
  }
  return 0
}

function isSpace(unit: number): boolean {
  return unit <= 0x20 || unit === 0xa0 || unit === 0x3000 || (unit >= 0x2000 && unit <= 0x200a)
}

/** Names that run together with other words of the trade: "guccibag", "#nikedunklow". */
function fused(
  text: FoldedText,
  from: number,
  to: number,
  { index, nearNames }: Pick<Sources, 'index' | 'nearNames'>,
  tag: boolean,
  onNear: (place: NearPlace) => void,
): boolean {
  if (to - from < FUSED_FROM) return false
  const pieces = index.begins(text, from, to, mayBePiece)
    ? index.cut(text, from, to, MAX_PIECES, mayBePiece, (cut) =>
        cut.some(({ payload }) => payload.is === 'brand'),
      )
    : undefined
  if (pieces === undefined) return atEdge(text, from, to, { index, nearNames }, tag, onNear)
  if (nearNames.isWord(wordOf(text, from, to))) return false
  for (const piece of pieces)
    if (piece.payload.is === 'brand')
      onNear({
        brand: piece.payload.brand,
        form: piece.payload.form,
        from: piece.from,
        to: piece.to,
      })
  return true
}

/** A long name at the beginning or end of a word that is otherwise unknown. */
function atEdge(
  text: FoldedText,
  from: number,
  to: number,
  { index, nearNames }: Pick<Sources, 'index' | 'nearNames'>,
  tag: boolean,
  onNear: (place: NearPlace) => void,
): boolean {
  // Hashtags contain no sentences, so a shorter name counts there as well.
  const shortest = tag ? NAME_IN_TAG_FROM : NAME_AT_EDGE_FROM
  const fits = (meaning: Meaning, length: number): boolean => isLongName(meaning, length, shortest)
  for (let at = from; at + shortest <= to; at = at === from ? at + 3 : at + 1) {
    const piece = index.longestAt(text, at, to, fits)
    if (piece?.payload.is !== 'brand') continue
    if (at === from ? to - piece.to < OTHER_INSIDE_FROM : piece.to < to) continue
    const { brand, form } = piece.payload
    if (nearNames.isWord(wordOf(text, from, to))) return false
    onNear({ brand, form, from: piece.from, to: piece.to, near: 'fused' })
    return true
  }
  return false
}

/** Names that capitals separate from other words in a hashtag: "#bolsoLV", "#NikeDunk". */
function camelCase(
  text: FoldedText,
  from: number,
  to: number,
  index: PhraseIndex<Meaning>,
  onNear: (place: NearPlace) => void,
): boolean {
  const { original, starts: places } = text
  let isFound = false
  let start = from
  for (let i = from + 1; i <= to; i++) {
    const parted =
      i === to ||
      (isSmall(original, places[i - 1] as number) && !isSmall(original, places[i] as number))
    if (!parted) continue
    // A whole tag without capitals inside was read before.
    const name =
      start === from && i === to
        ? undefined
        : index.cut(
            text,
            start,
            i,
            1,
            (meaning) => meaning.is === 'brand',
            () => true,
          )?.[0]
    if (name?.payload.is === 'brand') {
      const { brand, form } = name.payload
      onNear({ brand, form, from: start, to: i })
      isFound = true
    }
    start = i
  }
  return isFound
}

function isSmall(text: string, at: number): boolean {
  const char = text.charAt(at)
  return char === char.toLowerCase()
}

/** Two short names in capitals written together, the last one with a digit: "OWAJ1". */
function capitals(
  text: FoldedText,
  from: number,
  to: number,
  index: PhraseIndex<Meaning>,
  onNear: (place: NearPlace) => void,
): void {
  const { kinds, length, original, starts: places } = text
  let end = to
  while (end < length && kinds[end] === unitKind.digit) end++
  const written = original.slice(places[from], places[to])
  if (written !== written.toUpperCase()) return
  const pieces = index.cut(
    text,
    from,
    end,
    2,
    (meaning) => meaning.is === 'brand',
    (cut) => cut.length === 2,
  )
  for (const { payload, from: start, to: finish } of pieces ?? []) {
    if (payload.is !== 'brand') continue
    const { brand, form } = payload
    onNear({ brand, form, from: start, to: finish, near: 'fused' })
  }
}

function isSureName(meaning: Meaning | undefined): boolean {
  return meaning?.is === 'brand' && !meaning.brand.commonWord && meaning.form.commonWord !== true
}

function isName(meaning: Meaning, length: number): boolean {
  return length >= NAME_INSIDE_FROM && isSureName(meaning)
}

function isLongName(meaning: Meaning, length: number, shortest: number): boolean {
  return (
    length >= shortest &&
    isName(meaning, length) &&
    meaning.is === 'brand' &&
    (meaning.form.kind === 'name' || meaning.form.kind === 'official')
  )
}

function mayBePiece(meaning: Meaning, length: number): boolean {
  if (meaning.is === 'brand') return isName(meaning, length)
  return (
    length >= OTHER_INSIDE_FROM &&
    (meaning.is === 'type' || meaning.is === 'term' || meaning.is === 'marker')
  )
}
