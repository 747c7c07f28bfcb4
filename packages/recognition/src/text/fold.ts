import { composed, joinsBackward } from './compose-units.ts'
import { simplified } from './simplify-han.ts'

/** The one separator that runs of spaces and punctuation fold to. */
export const SEPARATOR = 0x20

/** How a folded unit behaves at the border of a word. */
export const unitKind = {
  other: 0,
  /** A letter of a script that writes spaces between words. */
  letter: 1,
  /** A letter of a script that doesn't: Han, Kana, Thai, Lao, Khmer, Burmese. */
  unspaced: 2,
  digit: 3,
  hangul: 4,
} as const

/** Text folded for matching. Buffers are reused: read them before the next fold. */
export interface FoldedText {
  original: string
  /** Folded UTF-16 units; only the first `length` are valid. */
  units: Uint16Array
  /** For each folded unit, the offset in `original` of the code point it came from. */
  starts: Uint32Array
  /** For each folded unit, how it behaves at a word's border: one of `unitKind`. */
  kinds: Uint8Array
  length: number
  /** True if a word contains characters that could spell a disguised name. */
  suspicious: boolean
}

/** Symbols that carry meaning inside terms and names ("A+", "M&M's", "1:1"). */
const keptSigns = new Set([...'%+#@*$&:'])
/** Signs that people type for a ratio colon. */
const colons = new Set([...':;：；∶︰﹕'])
/** Apostrophes vanish, so that "Levi's" is "Levis". */
const apostrophes = new Set([..."'’‘ʼ`´＇"])

const letterFolds: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  þ: 'th',
  ð: 'd',
  // Arabic letters that sellers write for each other, by habit, dialect or a Persian keyboard, and the stroke that
  // only prolongs a word.
  ى: 'ي',
  ی: 'ي',
  ة: 'ه',
  ک: 'ك',
  ـ: '',
}

// Accents of alphabets and vowel points; marks that are letters of their own
// (Thai vowels, matras, kana voicing) stay.
const dropped =
  /[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]/gu
const invisible = /^[\p{Default_Ignorable_Code_Point}\p{Cf}]$/u
const wordLike = /^[\p{L}\p{N}\p{M}]+$/u
const pictograph = /^\p{Extended_Pictographic}$/u
const unspacedScript =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー々〆\u3099\u309a]$/u

/** First of each run of enclosed letters that compatibility folding leaves unchanged or decomposes: ⒜ Ⓐ ⓐ 🅐 🅰 🇦. */
const enclosedAlphabets = [0x249c, 0x24b6, 0x24d0, 0x1f150, 0x1f170, 0x1f1e6]

function enclosedLetter(codePoint: number): string | undefined {
  for (const first of enclosedAlphabets)
    if (codePoint >= first && codePoint < first + 26)
      return String.fromCharCode(0x61 + codePoint - first)
  return undefined
}

function foldCodePoint(char: string): string {
  const enclosed = enclosedLetter(char.codePointAt(0) ?? 0)
  if (enclosed !== undefined) return enclosed
  if (apostrophes.has(char)) return ''
  if (colons.has(char)) return ':'
  if (invisible.test(char)) return ''
  if (pictograph.test(char) && !/^[0-9#*©®™]$/u.test(char)) return char
  let folded = char.normalize('NFKC').toLowerCase().normalize('NFD').replace(dropped, '')
  folded = folded.normalize('NFC')
  if (folded === '') return ''
  let result = ''
  for (const part of folded) {
    if (apostrophes.has(part) || invisible.test(part)) continue
    // A glue sign from a longer expansion (⩴ is "::=") glues nothing.
    const sign = keptSigns.has(part) && !(folded.length > 1 && (part === ':' || part === '&'))
    if (letterFolds[part] !== undefined) result += letterFolds[part]
    else if (sign || wordLike.test(part)) result += simplified(part)
    else if (result.at(-1) !== ' ') result += ' '
  }
  return result
}

const kindTable = new Uint8Array(0x10000).fill(0xff)

function learnKind(unit: number): number {
  const char = String.fromCharCode(unit)
  let kind: number = unitKind.other
  if (/^\p{Nd}$/u.test(char)) kind = unitKind.digit
  else if (/^\p{Script=Hangul}$/u.test(char)) kind = unitKind.hangul
  else if (unspacedScript.test(char)) kind = unitKind.unspaced
  // Rare Han (planes 2 and 3) reach here as surrogates; of the rest only
  // emoji do, which border on anything as well.
  else if (unit >= 0xd840 && unit <= 0xd888) kind = unitKind.unspaced
  else if (/^[\p{L}\p{M}]$/u.test(char)) kind = unitKind.letter
  kindTable[unit] = kind
  return kind
}

/** The border behaviour of a folded unit, one of `unitKind`. */
export function kindOf(unit: number): number {
  const kind = kindTable[unit] as number
  return kind === 0xff ? learnKind(unit) : kind
}

// A character's contribution to its word, for `suspicious`.
const LATIN = 1
const DIGIT = 2
const OTHER_LETTER = 4
const SIGN = 8
const INVISIBLE = 16
/** Ends a word without a space: Han, Kana, Thai. */
const WORD_BREAK = 32
/** A hyphen or full stop inside a word. */
const JOINT = 64
/** Letters of an alphabet that no listing is written in count as a Latin letter in costume. */
const COSTUME = LATIN | OTHER_LETTER
const LATIN_DIGIT = LATIN | DIGIT

/** Signs that stand for a letter or hide one, wherever they stand beside letters. */
const letterSigns = '!|$@#*＊●○•■□◯⚫⚪█▇✱✖❌\\€©£¥¢℮'
/** Signs that punctuate as a rule, and part or hide letters only between two of them. */
const partingSigns = '._~·?？|'
/** Alphabets of living languages: their words are words, not costumes. */
const living =
  /^[\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Gujarati}\p{Script=Gurmukhi}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Ethiopic}\p{Script=Hangul}\p{M}]$/u
/** Cyrillic letters of no major language, treated as the Latin ones that they look like. */
const rareCyrillic = /^[ѕԁӏһԛԝѡѵԍҽҿғҝҟқңҥҭҳҵӕӡӧ]$/u

// The action for a character.
const LETTER = 0
const SPACE = 1
const GLUE = 2
const DROP = 3
const EXPAND = 4
const PAIR = 5
/** Merges with the unit before it. */
const COMPOSE = 6
const ACTION_SHIFT = 27
const TRAIT_SHIFT = 20
const KIND_SHIFT = 16
const UNKNOWN = -1

/**
 * The properties of each UTF-16 unit, computed at its first occurrence: action, trait, border kind and folded unit,
 * packed so that a step loads one word.
 */
const table = new Int32Array(0x10000).fill(UNKNOWN)
table.fill(PAIR << ACTION_SHIFT, 0xd800, 0xe000)
const expansions = new Map<number, Uint16Array>()

function unitsOf(text: string): Uint16Array {
  const units = new Uint16Array(text.length)
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i)
  return units
}

function traitOf(code: number, folded: string): number {
  const char = String.fromCharCode(code)
  if (letterSigns.includes(char)) return SIGN
  if ('-._~·?？'.includes(char)) return JOINT
  if (folded === '') return apostrophes.has(char) ? 0 : INVISIBLE
  if (char === 'ẞ') return COSTUME
  if (/^[a-z]+$/.test(folded)) return LATIN
  if (/^\p{Nd}+$/u.test(folded)) return DIGIT
  const kind = kindOf(folded.charCodeAt(0))
  if (kind === unitKind.letter)
    return living.test(folded) && !rareCyrillic.test(folded) ? OTHER_LETTER : COSTUME
  // A mathematical or technical sign that has a letter's shape: ∪ ⍺ ⊤.
  if (code > 0x7f && /^[\p{Sm}\p{Sk}]$/u.test(char)) return SIGN
  return kind === unitKind.unspaced || kind === unitKind.hangul ? WORD_BREAK : 0
}

function learn(code: number): number {
  const folded = foldCodePoint(String.fromCharCode(code))
  let what: number = LETTER
  if (folded === '') what = DROP
  else if (folded === ' ') what = SPACE
  else if (folded === '&' || folded === ':') what = GLUE
  else if (folded.length > 1) {
    what = EXPAND
    expansions.set(code, unitsOf(folded))
  } else if (joinsBackward(folded.charCodeAt(0))) what = COMPOSE
  const unit = folded.length === 1 ? folded.charCodeAt(0) : 0
  const packed =
    (what << ACTION_SHIFT) |
    (traitOf(code, folded) << TRAIT_SHIFT) |
    (kindOf(unit) << KIND_SHIFT) |
    unit
  table[code] = packed
  return packed
}

/** Whether a word of these traits, which ends the folded units, may be a disguised name. */
function mayDisguise(word: number, text: FoldedText, end: number, length: number): boolean {
  if ((word & LATIN) === 0) return false
  return word !== LATIN_DIGIT || spellsWithDigits(text, end, length)
}

/**
 * Whether letters and digits at the end of the folded units may spell a name:
 * "G0cci" and "Gucc1", but no size ("20mm"), model ("iphone13") or code.
 */
function spellsWithDigits({ units }: FoldedText, end: number, length: number): boolean {
  if (length < 3) return false
  let digits = 0
  let leading = 0
  let trailing = 0
  for (let i = end - length; i < end; i++) {
    if ((units[i] as number) > 0x39) {
      trailing = 0
      continue
    }
    if (i === end - length + leading) leading++
    digits++
    trailing++
  }
  if (digits * 3 > length * 2) return false
  const inside = digits - leading - trailing
  return inside > 0 || (length > 3 && leading <= 1 && trailing <= 1)
}

function isUnspaced(text: string, at: number): boolean {
  const known = table[text.charCodeAt(at)] as number
  return known !== UNKNOWN && ((known >>> TRAIT_SHIFT) & 0x7f) === WORD_BREAK
}

/** True if a sign other than a hyphen is between two letters: "Gu.cci", "Cha_el". */
function parts(text: string, at: number): boolean {
  if (!partingSigns.includes(text.charAt(at))) return false
  const sign = text.charCodeAt(at)
  let behind = at + 1
  while (text.charCodeAt(behind) === sign) behind++
  const next = table[text.charCodeAt(behind)] as number
  return (
    next !== UNKNOWN &&
    next >>> ACTION_SHIFT === LETTER &&
    ((next >>> TRAIT_SHIFT) & 0x7f) === LATIN
  )
}

/** A code point beyond U+FFFF: its folded units, none if it vanishes, and its contribution to its word. */
type Pair = { units: Uint16Array; trait: number }

const pairs = new Map<number, Pair>()
/** More than listings contain. A text made of all code points would fill hundreds of megabytes. */
const mostPairs = 20_000

function pairOf(codePoint: number): Pair {
  const known = pairs.get(codePoint)
  if (known !== undefined) return known
  const char = String.fromCodePoint(codePoint)
  const folded = foldCodePoint(char)
  const pair = { units: unitsOf(folded), trait: pairTrait(char, folded) }
  if (pairs.size < mostPairs) pairs.set(codePoint, pair)
  return pair
}

function pairTrait(char: string, folded: string): number {
  if (/^[a-z]/.test(folded)) return LATIN
  if (/^\p{Script=Han}$/u.test(char)) return OTHER_LETTER
  return /^[\p{L}\p{N}]$/u.test(char) ? COSTUME : OTHER_LETTER
}

const loneSurrogate: Pair = { units: Uint16Array.of(SEPARATOR), trait: OTHER_LETTER }

/** A buffer that `fold` may fill beside the shared one. */
export function createFoldedText(size = 1024): FoldedText {
  return {
    original: '',
    units: new Uint16Array(size),
    starts: new Uint32Array(size),
    kinds: new Uint8Array(size),
    length: 0,
    suspicious: false,
  }
}

const shared = createFoldedText(4096)

function grow(target: FoldedText, size: number): void {
  Object.assign(target, createFoldedText(size))
}

/**
 * Folds a text for matching: compatibility forms, case, width, accents and
 * invisible characters go; separators collapse to one; glue signs swallow the
 * separators around them ("D & G" is "d&g"); every folded unit keeps its way
 * back to the original. Linear in the text; lone surrogates and NUL are taken
 * as separators.
 *
 * @param text any string, well formed or not
 * @param target where to write; the shared buffer when left out
 * @returns the target, valid until it is filled again
 */
export function fold(text: string, target: FoldedText = shared): FoldedText {
  const length = text.length
  if (target.units.length < length + 32) grow(target, length + 32)
  const { units, starts, kinds } = target
  const known = table
  let count = 0
  // True if a separator would follow another, a glue sign or nothing.
  let glued = true
  // The word under way: its traits and how many characters it has.
  let word = 0
  let wordLength = 0
  // One-letter words in a row ("G u c c i"), and hyphens or full stops that join
  // letters without a space ("Ba-len-ciaga").
  let singles = 0
  let joints = 0
  // Letters of scripts without spaces since the last separator, and how many stood alone in a row.
  let unspaced = 0
  let alone = 0
  let suspicious = false
  let i = 0
  while (i < length) {
    // Letters and separators make up nearly all of a text: this loop calls nothing, so that it stays in registers.
    let packed = 0
    for (; i < length; i++) {
      packed = known[text.charCodeAt(i)] as number
      const trait = (packed >>> TRAIT_SHIFT) & 0x7f
      if (packed >>> ACTION_SHIFT === LETTER && trait !== WORD_BREAK) {
        word |= trait
        wordLength++
        glued = false
        units[count] = packed & 0xffff
        kinds[count] = (packed >>> KIND_SHIFT) & 7
        starts[count++] = i
      } else if (packed >>> ACTION_SHIFT === SPACE) {
        if (trait === SIGN) word |= SIGN
        else {
          if (trait >= JOINT && wordLength > 0 && word === LATIN && parts(text, i))
            suspicious = true
          if (unspaced > 0) {
            alone = unspaced === 1 ? alone + 1 : 0
            if (alone === 2 || (trait === JOINT && isUnspaced(text, i + 1))) suspicious = true
            unspaced = 0
          }
          if (trait !== JOINT) joints = 0
          else if (word === LATIN && ++joints === 2) suspicious = true
          if (wordLength > 0) {
            if (word > LATIN) suspicious ||= mayDisguise(word, target, count, wordLength)
            if (wordLength > 1 || word !== LATIN) singles = 0
            else if (++singles === 3) suspicious = true
            word = wordLength = 0
          }
        }
        if (glued) continue
        glued = true
        units[count] = SEPARATOR
        kinds[count] = unitKind.other
        starts[count++] = i
      } else break
    }
    if (i >= length) break
    const code = text.charCodeAt(i)
    if (packed === UNKNOWN) packed = learn(code)
    const what = packed >>> ACTION_SHIFT
    // Learnt just now, or a letter that ends the word before it.
    if (what === SPACE) continue
    if (what === LETTER) {
      if (((packed >>> TRAIT_SHIFT) & 0x7f) !== WORD_BREAK) continue
      if (word > LATIN) suspicious ||= mayDisguise(word, target, count, wordLength)
      word = wordLength = singles = joints = 0
      unspaced++
      glued = false
      units[count] = packed & 0xffff
      kinds[count] = (packed >>> KIND_SHIFT) & 7
      starts[count++] = i++
      continue
    }
    if (what === DROP) {
      word |= (packed >>> TRAIT_SHIFT) & 0x7f
      i++
      continue
    }
    if (what === COMPOSE) {
      const unit = packed & 0xffff
      const composedUnit = count === 0 ? undefined : composed(units[count - 1] as number, unit)
      if (composedUnit !== undefined) units[count - 1] = composedUnit
      else {
        units[count] = unit
        kinds[count] = (packed >>> KIND_SHIFT) & 7
        starts[count++] = i
      }
      glued = false
      i++
      continue
    }
    const at = i++
    let expansion: Uint16Array
    let trait = (packed >>> TRAIT_SHIFT) & 0x7f
    if (what === GLUE) expansion = Uint16Array.of(packed & 0xffff)
    else if (what === EXPAND) expansion = expansions.get(code) ?? loneSurrogate.units
    else {
      const codePoint = text.codePointAt(at) ?? 0
      const pair = codePoint > 0xffff ? pairOf(codePoint) : loneSurrogate
      expansion = pair.units
      trait = pair.trait
      if (codePoint > 0xffff) i++
    }
    if (count + expansion.length + (length - i) + 2 > units.length) {
      // Starting over keeps the buffers fixed while the loop runs.
      grow(target, units.length * 2)
      return fold(text, target)
    }
    if (what === GLUE) {
      if (word > LATIN && (word & LATIN) !== 0) suspicious = true
      word = wordLength = 0
      if (count > 0 && units[count - 1] === SEPARATOR) count--
    } else if (expansion.length === 0) word |= INVISIBLE
    else {
      word |= trait
      wordLength++
    }
    for (const unit of expansion) {
      if (unit === SEPARATOR && glued) continue
      glued = unit === SEPARATOR
      units[count] = unit
      kinds[count] = kindOf(unit)
      starts[count++] = at
    }
    if (what === GLUE) glued = true
  }
  if (word > LATIN) suspicious ||= mayDisguise(word, target, count, wordLength)
  if (wordLength === 1 && word === LATIN && singles === 2) suspicious = true
  if (unspaced === 1 && alone === 1) suspicious = true
  if (count > 0 && units[count - 1] === SEPARATOR) count--
  target.original = text
  target.length = count
  target.suspicious = suspicious
  return target
}

const short = createFoldedText(256)

/** The folded form of a text as a string; for forms, words and tests. */
export function foldToString(text: string): string {
  const folded = fold(text, short)
  let result = ''
  for (let i = 0; i < folded.length; i++) result += String.fromCharCode(folded.units[i] as number)
  return result
}

const combining = /^[\p{M}\u200d\ufe0e\ufe0f]$/u

/** True for a mark that folds away or was merged with the letter before it. */
function belongsBefore(code: number, char: string): boolean {
  const what = (table[code] as number) >>> ACTION_SHIFT
  return what === COMPOSE || (what === DROP && combining.test(char))
}

/** The offset in the original just behind the folded unit at `index`, marks included. */
export function endOf(folded: FoldedText, index: number): number {
  const text = folded.original
  let end = folded.starts[index] as number
  end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  // A mark that folds away belongs to the letter before it.
  while (end < text.length) {
    const code = text.charCodeAt(end)
    if (code < 0x300 || !belongsBefore(code, text.charAt(end))) break
    // A mark that merged with nothing is a unit of its own.
    if (index + 1 < folded.length && folded.starts[index + 1] === end) break
    end++
  }
  return end
}
