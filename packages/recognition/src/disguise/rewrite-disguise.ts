import { letterFor, lookAlike } from './look-alike-table.ts'

/** Folds to nothing, so that letters around it join while offsets stay. */
const JOINER = '\u200b'

const cyrillicLetter = /^\p{Script=Cyrillic}$/u
const latinLetter = /\p{Script=Latin}/u
const anyLetter = /\p{L}/u
const unspacedLetter =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
/** Alphabets in which whole words are words of a living language, not costumes. */
const livingAlphabet = /[\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}]/u
/** Cyrillic letters of no big language. */
const rareCyrillic = /[ѕԁӏһԛԝѡѵԍҽҿѢѠѴЅԀӀҺԚԜԌҼ]/u

// The role of a character in a disguised word.
const BREAK = 1
const LATIN = 2
const LOOK_ALIKE = 4
const STRANGE = 8
const DIGIT = 16
const SIGN = 32
const JOINT = 64
/** A look-alike of an alphabet that no listing is written in: 𐌀, ꓐ, Ꮯ. */
const COSTUME = 128
const PLAIN = 256
/** By UTF-16 unit, 0 if not yet known. */
const traits = new Uint16Array(0x10000)
/** Of characters of two units. */
const pairTraits = new Map<string, number>()

function traitOf(char: string): number {
  if (char.length > 1) return pairTraitOf(char)
  const unit = char.charCodeAt(0)
  let trait = traits[unit] as number
  if (trait === 0) {
    trait = learnTrait(char)
    traits[unit] = trait
  }
  return trait
}

function pairTraitOf(char: string): number {
  let trait = pairTraits.get(char)
  if (trait === undefined) {
    trait = learnTrait(char)
    pairTraits.set(char, trait)
  }
  return trait
}

function learnTrait(char: string): number {
  if (/[\s()[\]{}<>"“”«»,;/\\，。、；（）【】《》？?#]/u.test(char)) return BREAK
  if (lookAlike(char) !== '') {
    if (latinLetter.test(char)) return LOOK_ALIKE | LATIN
    return livingAlphabet.test(char) && !rareCyrillic.test(char) ? LOOK_ALIKE : LOOK_ALIKE | COSTUME
  }
  if (latinLetter.test(char)) return LATIN
  if (unspacedLetter.test(char)) return BREAK
  if (anyLetter.test(char)) return STRANGE
  if (/[0-9０-９]/.test(char)) return letterFor(char) === undefined ? PLAIN : DIGIT
  if (letterFor(char) !== undefined) return SIGN
  return /[-.·_~*•|]/.test(char) ? JOINT : PLAIN
}

const unspaced = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}ー'
/** Letters of scripts without spaces, each standing alone: 샤 넬, 高 仿; three and more may run on: プ ラ ダの. */
const unspacedApart = new RegExp(
  `(?<![${unspaced}])[${unspaced}](?:(?:[\\s.·•*_~-]{1,4}[${unspaced}]){2,}|[\\s.·•*_~-]{1,4}[${unspaced}](?![${unspaced}]))`,
  'gu',
)
/** Two such letters with a sign between them: 复.刻, バ-キン. */
const unspacedJoint = new RegExp(`(?<=[${unspaced}])[.·•*_~-]+(?=[${unspaced}])`, 'gu')

/** A text with its disguised words rewritten plainly, unit for unit. */
export interface Rewritten {
  text: string
  /** The places that changed, in UTF-16 offsets of both texts. */
  altered: Places
}

/** Places of a text, sorted and disjoint, so that one search finds whether a stretch touches any. */
export class Places {
  private readonly starts: number[] = []
  private readonly ends: number[] = []

  constructor(places: readonly (readonly [number, number])[]) {
    for (const [start, end] of [...places].sort((a, b) => a[0] - b[0])) {
      const last = this.ends.length - 1
      if (last >= 0 && start <= (this.ends[last] as number))
        this.ends[last] = Math.max(this.ends[last] as number, end)
      else {
        this.starts.push(start)
        this.ends.push(end)
      }
    }
  }

  get none(): boolean {
    return this.starts.length === 0
  }

  /** True if a place shares a unit with the stretch. */
  touch(from: number, to: number): boolean {
    let low = 0
    let high = this.starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.ends[middle] as number) <= from) low = middle + 1
      else high = middle
    }
    return low < this.starts.length && (this.starts[low] as number) < to
  }
}

/**
 * Writes the words that could be disguised names plainly, keeping the text's
 * length. Linear in the text.
 */
export function undisguise(original: string): Rewritten {
  const altered: [number, number][] = []
  let text = original.replaceAll('\\/', `V${JOINER}`)
  if (text !== original) altered.push([0, text.length])
  for (const apart of [unspacedApart, unspacedJoint])
    text = text.replace(apart, (run: string, ...rest: unknown[]) => {
      const at = rest.find((each) => typeof each === 'number') ?? 0
      altered.push([at, at + run.length])
      return run.replace(/[^\p{L}ー]/gu, JOINER)
    })
  const parts: string[] = []
  let done = 0
  const replace = (from: number, to: number, plain: string): void => {
    parts.push(text.slice(done, from), plain)
    altered.push([from, to])
    done = to
  }
  const words = wordsOf(text)
  for (let i = 0; i < words.length;) {
    const run = lettersApart(text, words, i)
    const first = words[i] as Word
    const last = words[i + run - 1] as Word
    if (run >= MIN_APART) replace(first.start, last.end, joined(text, words, i, run))
    else
      for (const { start, end, single } of words.slice(i, i + run)) {
        const plain = single ? undefined : plainWord(text.slice(start, end))
        if (plain !== undefined) replace(start, end, plain)
      }
    i += run
  }
  parts.push(text.slice(done))
  return { text: parts.length === 1 ? text : parts.join(''), altered: new Places(altered) }
}

/** Fewer single letters in a row are sizes and initials. */
const MIN_APART = 3

interface Word {
  start: number
  end: number
  /** True for one letter alone. */
  single: boolean
}

function wordsOf(text: string): Word[] {
  const words: Word[] = []
  let start = 0
  for (let i = 0; i <= text.length;) {
    const char = i < text.length ? String.fromCodePoint(text.codePointAt(i) ?? 0) : ''
    if (char === '' || traitOf(char) === BREAK) {
      if (i > start) {
        const word = i - start <= 2 ? text.slice(start, i) : ''
        const single =
          (word.length === 1 || (word.length === 2 && (word.codePointAt(0) ?? 0) > 0xffff)) &&
          (traitOf(word) & (LATIN | LOOK_ALIKE)) !== 0
        words.push({ start, end: i, single })
      }
      start = i + Math.max(1, char.length)
    }
    i += Math.max(1, char.length)
  }
  return words
}

/** How many words from `first` are single letters separated only by space; at least 1. */
function lettersApart(text: string, words: readonly Word[], first: number): number {
  let count = 0
  for (let i = first; i < words.length; i++) {
    const word = words[i] as Word
    const before = words[i - 1]
    if (!word.single) break
    if (count > 0 && before !== undefined && text.slice(before.end, word.start).trim() !== '') break
    count++
  }
  return Math.max(1, count)
}

/** Joins letters that are spaced apart; if some gaps are wider than others, those separate words. */
function joined(text: string, words: readonly Word[], first: number, count: number): string {
  let narrowest = Infinity
  for (let i = first + 1; i < first + count; i++)
    narrowest = Math.min(narrowest, (words[i] as Word).start - (words[i - 1] as Word).end)
  let result = ''
  for (let i = first; i < first + count; i++) {
    const { start, end } = words[i] as Word
    const gap = i === first ? 0 : start - (words[i - 1] as Word).end
    const letter = text.slice(start, end)
    result += (gap > narrowest ? ' ' : JOINER).repeat(gap)
    result += (lookAlike(letter) || letter).padEnd(letter.length, JOINER)
  }
  return result
}

/** Latin letters that pass for Cyrillic ones inside a Russian word: "Гуччu". */
const cyrillicFor: Record<string, string> = {
  a: 'а',
  b: 'ь',
  c: 'с',
  e: 'е',
  h: 'н',
  k: 'к',
  m: 'м',
  n: 'п',
  o: 'о',
  p: 'р',
  r: 'г',
  t: 'т',
  u: 'и',
  x: 'х',
  y: 'у',
  i: 'і',
  A: 'А',
  B: 'В',
  C: 'С',
  E: 'Е',
  H: 'Н',
  K: 'К',
  M: 'М',
  N: 'И',
  O: 'О',
  P: 'Р',
  R: 'Я',
  T: 'Т',
  X: 'Х',
  Y: 'У',
  '0': 'о',
  '3': 'з',
  '@': 'а',
}

/** A word of Cyrillic letters with a few Latin ones or digits among them, wholly in Cyrillic. */
function cyrillicWord(word: string): string | undefined {
  const own = word.match(/\p{Script=Cyrillic}/gu)?.length ?? 0
  if (own * 2 <= word.length || own === word.length) return undefined
  let result = ''
  for (const char of word) {
    const letter = /^\p{Script=Cyrillic}$/u.test(char) ? char : cyrillicFor[char]
    if (letter === undefined) return undefined
    result += letter
  }
  return result
}

/** The plain spelling of a disguised word in as many UTF-16 units; undefined if there is none. */
function plainWord(word: string): string | undefined {
  let latin = 0
  let cyrillic = 0
  let lookAlikes = 0
  let costumes = 0
  let digits = 0
  let signs = 0
  let joints = 0
  let bars = 0
  let letterRuns = 0
  let inLetters = false
  for (const char of word) {
    const trait = traitOf(char)
    if (trait === STRANGE) return cyrillicWord(word)
    if ((trait & LATIN) !== 0) latin++
    else if (trait === LOOK_ALIKE && cyrillicLetter.test(char)) cyrillic++
    if ((trait & LOOK_ALIKE) !== 0) lookAlikes++
    if ((trait & COSTUME) !== 0) costumes++
    else if (trait === DIGIT) digits++
    else if (char === '|') bars++
    else if (trait === SIGN) signs++
    else if (trait === JOINT) joints++
    const letter = (trait & (LATIN | LOOK_ALIKE)) !== 0
    if (letter && !inLetters) letterRuns++
    inLetters = letter
  }
  if (cyrillic * 2 > word.length && latin > 0) {
    const plain = cyrillicWord(word)
    if (plain !== undefined) return plain
  }
  // A word wholly in another living alphabet is that alphabet's word.
  if (latin === 0 && costumes === 0) return undefined
  const letters = Math.max(latin, lookAlikes)
  const mixed = lookAlikes > 0
  // "Chane1", "L0u1s", "AD1DA5".
  const leet = digits + signs
  // Bars between letters part them; a single one is an l.
  const barsPart = bars > 0 && (joints > 0 || (bars > 1 && letterRuns > bars))
  const spelled = leet > 0 && letters >= leet
  // Behind a name that is disguised already, an exclamation mark is one ("G0cci!").
  const last = word.endsWith('!') && (mixed || leet > 1) ? word.length : 0
  const split = joints > 0 && letterRuns > 1 && (letters > 3 || letterRuns === letters)
  if (!mixed && !spelled && !split && bars === 0) return undefined
  let result = ''
  let index = 0
  for (const char of word) {
    index += char.length
    const trait = traitOf(char)
    const letter = letterFor(char)
    if ((trait & LOOK_ALIKE) !== 0) result += lookAlike(char) + JOINER.repeat(char.length - 1)
    else if (char === '|') result += barsPart ? JOINER : 'l'
    else if (spelled && letter !== undefined && index !== last) result += letter
    else if (trait === JOINT) result += JOINER
    else result += char
  }
  return result === word ? undefined : result
}
