import { createFoldedText, endOf, fold, foldToString, Hits, PhraseIndex } from '../text/index.ts'
import type { BrandForm, KnownBrand } from './known-brands.ts'

export interface DisguiseHit {
  brand: KnownBrand
  form: BrandForm
  start: number
  end: number
}

/**
 * Letters of other alphabets that look like a Latin letter. Written by hand from
 * the shapes; both cases where both look alike.
 */
const lookAlikes: Record<string, string> = {
  а: 'a',
  А: 'A',
  α: 'a',
  Α: 'A',
  ɑ: 'a',
  В: 'B',
  Β: 'B',
  в: 'b',
  ь: 'b',
  Ь: 'b',
  с: 'c',
  С: 'C',
  ϲ: 'c',
  ԁ: 'd',
  е: 'e',
  Е: 'E',
  ε: 'e',
  Ε: 'E',
  є: 'e',
  ё: 'e',
  Ғ: 'F',
  ɡ: 'g',
  ց: 'g',
  һ: 'h',
  Н: 'H',
  Η: 'H',
  н: 'h',
  і: 'i',
  І: 'I',
  ι: 'i',
  Ι: 'I',
  ї: 'i',
  ӏ: 'l',
  Ӏ: 'l',
  ј: 'j',
  Ј: 'J',
  к: 'k',
  К: 'K',
  κ: 'k',
  Κ: 'K',
  М: 'M',
  Μ: 'M',
  м: 'm',
  Ν: 'N',
  п: 'n',
  η: 'n',
  ո: 'n',
  о: 'o',
  О: 'O',
  ο: 'o',
  Ο: 'O',
  σ: 'o',
  օ: 'o',
  р: 'p',
  Р: 'P',
  ρ: 'p',
  Ρ: 'P',
  ԛ: 'q',
  г: 'r',
  я: 'r',
  ѕ: 's',
  Ѕ: 'S',
  т: 't',
  Т: 'T',
  τ: 't',
  Τ: 'T',
  υ: 'u',
  ц: 'u',
  ս: 'u',
  и: 'u',
  ν: 'v',
  ѵ: 'v',
  ѡ: 'w',
  ω: 'w',
  ш: 'w',
  х: 'x',
  Х: 'X',
  χ: 'x',
  Χ: 'X',
  у: 'y',
  У: 'Y',
  γ: 'y',
  Υ: 'Y',
  ү: 'y',
  Ζ: 'Z',
  ᴄ: 'c',
  ᴏ: 'o',
  ᴜ: 'u',
  ᴠ: 'v',
  ᴡ: 'w',
  ᴢ: 'z',
}

/** Digits and signs that stand for a letter; where two letters fit, both are tried. */
const lettersFor: Record<string, string> = {
  '0': 'oo',
  '1': 'il',
  '3': 'ee',
  '4': 'aa',
  '5': 'ss',
  '7': 'tt',
  '8': 'bb',
  '9': 'gg',
  '@': 'aa',
  $: 'ss',
  '!': 'il',
  '|': 'li',
  '©': 'cc',
  '€': 'ee',
  '£': 'll',
  '¥': 'yy',
}

for (const digit of '01345789')
  lettersFor[String.fromCharCode(digit.charCodeAt(0) + 0xfee0)] = lettersFor[digit] ?? ''

const wordPattern = /[^\s()[\]{}<>"“”«»,;/\\，。、；（）【】《》？?]+/gu
const latinLetter = /\p{Script=Latin}/u
const anyLetter = /\p{L}/u
const unspacedLetter =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u
/** Signs that hide a letter. */
const maskSign = /[*＊✱●○•■□◯]/u
const maskSigns = new RegExp(maskSign, 'gu')
/** Folds to nothing, so that letters around it join while offsets stay. */
const JOINER = '\u200b'
const MOST_MASKED_WORDS = 64
/** A text that holds more disguised names than this says no more by them. */
const MOST_DISGUISED = 64
/** By how many letters a mask may be shorter or longer than the name it hides. */
const MASK_SLACK = 2

interface MaskedName {
  first: string
  rest: string | undefined
  brand: KnownBrand
  form: BrandForm
}

/**
 * Undoes deliberate disguises of brand names: look-alike letters, digits and
 * signs for letters, letters set apart, letters masked. Rewrites keep the length
 * of the text, so every offset stays that of the original.
 */
export class Disguises {
  private readonly names = new PhraseIndex<{ brand: KnownBrand; form: BrandForm }>()
  /** Names by first and last letter and length, so that a mask is held against few. */
  private readonly masked = new Map<string, MaskedName[]>()
  private readonly folded = createFoldedText()
  private readonly hits = new Hits()

  constructor(brands: readonly KnownBrand[]) {
    for (const brand of brands)
      for (const form of brand.forms) {
        if (form.kind === 'model' || form.kind === 'nickname') continue
        const folded = foldToString(form.text)
        if (!/^[a-z0-9&+ ]{4,}$/.test(folded)) continue
        this.names.add(form.text, { brand, form })
        const [first = '', ...rest] = folded.split(' ')
        if (first.length < 4 || form.kind === 'misspelling') continue
        const key = maskKey(first, first.length)
        const list = this.masked.get(key)
        const name = { first, rest: rest[0], brand, form }
        if (list === undefined) this.masked.set(key, [name])
        else list.push(name)
      }
  }

  /** Disguised names in a text, in the original's UTF-16 offsets. */
  find(text: string): DisguiseHit[] {
    const found: DisguiseHit[] = []
    const altered: [number, number][] = []
    const asLetters = text.replaceAll('\\/', `V${JOINER}`)
    for (const choice of [0, 1]) {
      altered.length = 0
      const { rewritten, ambiguous } = rewrite(asLetters, choice, altered)
      if (asLetters !== text) altered.push([0, text.length])
      if (altered.length === 0) break
      this.scan(text, rewritten, altered, found)
      if (!ambiguous) break
    }
    if (maskSign.test(text)) this.findMasked(text.replace(maskSigns, '*'), found)
    return found
  }

  private scan(
    original: string,
    rewritten: string,
    altered: readonly [number, number][],
    found: DisguiseHit[],
  ): void {
    const folded = fold(rewritten, this.folded)
    this.hits.count = 0
    this.names.scan(folded, this.hits)
    for (let i = 0; i < this.hits.count && found.length < MOST_DISGUISED; i++) {
      const start = folded.starts[this.hits.from[i] as number] as number
      const end = endOf(folded, (this.hits.to[i] as number) - 1)
      // What the plain reading finds as well is no disguise.
      if (!altered.some(([from, to]) => from < end && start < to)) continue
      if (original.slice(start, end).toLowerCase() === rewritten.slice(start, end).toLowerCase())
        continue
      if (found.some((hit) => hit.start <= start && hit.end >= end)) continue
      const name = this.names.payloads[this.hits.forms[i] as number]
      if (name !== undefined) found.push({ ...name, start, end })
    }
  }

  /** Names that a mask could fit by its ends and its length; a run of signs may hide two letters more or less. */
  private namesLike(mask: string): MaskedName[] {
    const names: MaskedName[] = []
    const lasts = mask.endsWith('*') ? 'abcdefghijklmnopqrstuvwxyz0123456789' : mask.slice(-1)
    for (const last of lasts)
      for (let length = mask.length - MASK_SLACK; length <= mask.length + MASK_SLACK; length++)
        names.push(...(this.masked.get(maskKey(mask.charAt(0) + last, length)) ?? []))
    return names
  }

  private findMasked(text: string, found: DisguiseHit[]): void {
    let words = 0
    for (const match of text.matchAll(wordPattern)) {
      const word = match[0]
      const bare = word.replace(/^[^\p{L}*]+|[^\p{L}*]+$/gu, '')
      if (!/^\p{L}/u.test(bare) || !bare.slice(1).includes('*')) continue
      if (++words > MOST_MASKED_WORDS) return
      const start = match.index + word.indexOf(bare)
      const folded = foldToString(bare)
      const next = nextWord(text, start + bare.length)
      const fits = this.namesLike(folded).filter(
        (name) =>
          fitsMask(folded, name.first) &&
          (name.rest === undefined || name.rest.startsWith(foldToString(next.text))),
      )
      const whole = fits.filter((name) => name.rest !== undefined && next.text !== '')
      const best = whole.length > 0 ? whole : fits.filter((name) => name.rest === undefined)
      // A mask that more than one brand fits names none of them.
      if (new Set(best.map((name) => name.brand)).size !== 1) continue
      const name = best[0]
      if (name === undefined) continue
      const end = name.rest === undefined ? start + bare.length : next.end
      found.push({ brand: name.brand, form: name.form, start, end })
    }
  }
}

function maskKey(word: string, length: number): string {
  return `${word.charAt(0)}${word.charAt(word.length - 1)}${length}`
}

function nextWord(text: string, from: number): { text: string; end: number } {
  const match = /^[ \t]+(\p{L}+)/u.exec(text.slice(from, from + 40))
  if (match?.[1] === undefined) return { text: '', end: from }
  return { text: match[1], end: from + match[0].length }
}

/** At least half of the name shows, in its place: "gu**i", "d*or", "lou*s". */
function fitsMask(mask: string, name: string): boolean {
  const visible = mask.replaceAll('*', '')
  if (visible.length * 2 < name.length || visible.length < 2) return false
  if (mask.length === name.length)
    return [...mask].every((char, i) => char === '*' || char === name.charAt(i))
  const prefix = mask.slice(0, mask.indexOf('*'))
  const suffix = mask.slice(mask.lastIndexOf('*') + 1)
  return (
    prefix.length + suffix.length === visible.length &&
    prefix.length + suffix.length < name.length &&
    Math.abs(mask.length - name.length) <= MASK_SLACK &&
    name.startsWith(prefix) &&
    name.endsWith(suffix)
  )
}

// What a UTF-16 unit is to a disguised word.
const BREAK = 1
const LATIN = 2
const LOOK_ALIKE = 4
const STRANGE = 8
const DIGIT = 16
const SIGN = 32
const JOINT = 64

const traits = new Uint8Array(0x10000)
const UNSEEN = 0
const PLAIN = 128

function traitOf(unit: number): number {
  const known = traits[unit] as number
  return known === UNSEEN ? learnTrait(unit) : known
}

function learnTrait(unit: number): number {
  const char = String.fromCharCode(unit)
  let trait = PLAIN
  if (/[\s()[\]{}<>"“”«»,;/\\，。、；（）【】《》？?]/u.test(char)) trait = BREAK
  else if (lookAlikes[char] !== undefined) trait = LOOK_ALIKE
  else if (latinLetter.test(char)) trait = LATIN
  else if (unspacedLetter.test(char)) trait = BREAK
  else if (anyLetter.test(char)) trait = STRANGE
  else if (/[0-9０-９]/.test(char)) trait = lettersFor[char] === undefined ? PLAIN : DIGIT
  else if (lettersFor[char] !== undefined) trait = SIGN
  else if (/[-.·_~*•|]/.test(char)) trait = JOINT
  traits[unit] = trait
  return trait
}

/**
 * Rewrites the words that could be disguised names, keeping the text's length.
 * @param altered receives the places that changed
 */
function rewrite(
  text: string,
  choice: number,
  altered: [number, number][],
): { rewritten: string; ambiguous: boolean } {
  const parts: string[] = []
  let ambiguous = false
  let done = 0
  let start = 0
  // One-letter words in a row: "G u c c i".
  let apartFrom = -1
  let apart = 0
  const length = text.length
  for (let i = 0; i <= length; i++) {
    if (i < length && traitOf(text.charCodeAt(i)) !== BREAK) continue
    if (i > start) {
      const single =
        i - start === 1 && (traitOf(text.charCodeAt(start)) & (LATIN | LOOK_ALIKE)) !== 0
      if (single) {
        if (apart === 0) apartFrom = start
        apart++
      }
      if (!single || i === length) {
        if (apart >= 3) {
          const to = single ? i : start
          const end = text.slice(0, to).trimEnd().length
          parts.push(text.slice(done, apartFrom), joined(text.slice(apartFrom, end)))
          altered.push([apartFrom, end])
          done = end
        }
        apart = 0
      }
      const changed = single ? undefined : undisguise(text, start, i, choice)
      if (changed !== undefined) {
        parts.push(text.slice(done, start), changed)
        altered.push([start, i])
        done = i
        ambiguous ||= /[1１!|]/.test(text.slice(start, i))
      }
    }
    start = i + 1
  }
  parts.push(text.slice(done))
  return { rewritten: parts.length === 1 ? text : parts.join(''), ambiguous }
}

function joined(run: string): string {
  return run.replace(/[^\p{L}]/gu, JOINER)
}

function undisguise(text: string, start: number, end: number, choice: number): string | undefined {
  let latin = 0
  let lookAlike = 0
  let digits = 0
  let signs = 0
  let joints = 0
  let letterRuns = 0
  let previous = 0
  for (let i = start; i < end; i++) {
    const trait = traitOf(text.charCodeAt(i))
    if (trait === LATIN) latin++
    else if (trait === LOOK_ALIKE) lookAlike++
    else if (trait === DIGIT) digits++
    else if (trait === SIGN) signs++
    else if (trait === JOINT) joints++
    else if (trait === STRANGE) return undefined
    if ((trait & (LATIN | LOOK_ALIKE)) !== 0 && (previous & (LATIN | LOOK_ALIKE)) === 0)
      letterRuns++
    previous = trait
  }
  if (latin === 0) return undefined
  // A word wholly in another alphabet is that alphabet's word.
  const mixed = lookAlike > 0
  // "Chane1", "L0u1s"; a longer number at the end is a model's ("iphone13").
  const leet = digits + signs
  const spelled =
    leet > 0 && latin + lookAlike >= leet && (letterRuns > 1 || digits <= 1 || signs > 0)
  const split = joints > 1 && letterRuns > 2 && latin > 3
  const spaced = joints >= 2 && latin + lookAlike === letterRuns && latin > 2
  if (!mixed && !spelled && !split && !spaced) return undefined
  let result = ''
  for (let i = start; i < end; i++) {
    const char = text.charAt(i)
    const letter = lettersFor[char]
    if (mixed && lookAlikes[char] !== undefined) result += lookAlikes[char]
    // A sign at the end of a word is punctuation ("Sale!"); a digit may stay a letter.
    else if (spelled && letter !== undefined && !(i === end - 1 && /[!|]/.test(char)))
      result += letter.charAt(choice)
    else if ((split || spaced) && traitOf(text.charCodeAt(i)) === JOINT) result += JOINER
    else result += char
  }
  return result === text.slice(start, end) ? undefined : result
}
