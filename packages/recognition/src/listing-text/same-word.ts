import type { BrandForm } from '../catalog/index.ts'
import { foldToString } from '../text/index.ts'

/** Shorter names are what some Vietnamese words are without their tones. */
const LONGER_THAN_WORDS = 6

/** Folding removes tones, but "đi ở" (to stay at) is no "Đi-o" (Dior). */
export function isVietnameseWord(
  text: string,
  start: number,
  end: number,
  form: BrandForm,
): boolean {
  const isShort = form.key.length < LONGER_THAN_WORDS
  if (form.language !== 'vi') return isShort && !isSameWord(text, start, end, undefined)
  const letters = lettersOf(form.text)
  return isShort
    ? lettersOf(text.slice(start, end)) !== letters
    : !hasTones(text, start, end, letters)
}

const WORD_REACH = 24
const HYPHEN = 0x2d
const APOSTROPHE = 0x27
const LETTERS_FROM = 0x41

/** False for characters that are next to most names: a space, a digit, a full stop, the end. */
function mayJoin(unit: number): boolean {
  return unit >= LETTERS_FROM || unit === HYPHEN || unit === APOSTROPHE
}
const wordBefore = /(?<![\p{L}\p{M}'’-])[\p{L}\p{M}'’-]*$/u
const wordBehind = /^[\p{L}\p{M}'’-]*/u

/**
 * True if the word around a name, or the name run together, is a word of a language: no Levi's in "pont-levis", no
 * A.PRESSE in "apresse".
 */
export function isPartOfWord(
  text: string,
  start: number,
  end: number,
  { form, misspellingExceptions }: { form: BrandForm; misspellingExceptions: ReadonlySet<string> },
): boolean {
  const isWhole = end - start === form.key.length
  if (isWhole && !mayJoin(text.charCodeAt(start - 1)) && !mayJoin(text.charCodeAt(end)))
    return false
  const before = wordBefore.exec(text.slice(Math.max(0, start - WORD_REACH), start))?.[0] ?? ''
  const behind = wordBehind.exec(text.slice(end, end + WORD_REACH))?.[0] ?? ''
  if (before === '' && behind === '' && isWhole) return false
  return misspellingExceptions.has(
    foldToString(before + text.slice(start, end) + behind).replaceAll(' ', ''),
  )
}

/**
 * Whether a spelling has the tones of a form that is written with them, or none at all: folding removes tones, but "hàng giá" (priced goods) is
 * not "hàng giả" (fake goods).
 */
export function hasTones(text: string, start: number, end: number, form: string): boolean {
  const letters = lettersOf(text.slice(start, end))
  return letters === form || letters === letters.normalize('NFD').replace(/\p{M}|đ/gu, '')
}

/** Composed letters that only Vietnamese writes: ạ to ỹ. */
const [FIRST_TONED, LAST_TONED] = [0x1ea0, 0x1ef9]

/** False for a word of another language that a Vietnamese one only folds to: "hạt" (seed) is no "hat". */
export function isSameWord(
  text: string,
  start: number,
  end: number,
  written: string | undefined,
): boolean {
  if (written !== undefined) return hasTones(text, start, end, written)
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= FIRST_TONED && unit <= LAST_TONED) return false
  }
  return true
}

/** The letters of a spelling, composed and in lower case. */
export function lettersOf(spelling: string): string {
  return spelling
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
}

/** True for a spelling in capitals, digits and signs alone. */
export function isUpperCase(text: string, start: number, end: number): boolean {
  const slice = text.slice(start, end)
  return slice === slice.toUpperCase()
}
