import { foldToString } from '@touchstone/recognition'

/** A word or two neighbouring ones of a title. */
export type TitleWord = { key: string; text: string }

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u
/** What could be a phone number, an account or an address. */
const contact = /\d{5}|@|\/\//
const maxWordLength = 40

/** The words of a title and its pairs of neighbours, each once; none with what could be contact details. */
export function wordsOfTitle(title: string): TitleWord[] {
  const segments = [...segmenter.segment(title)].filter(({ isWordLike }) => isWordLike)
  const words = new Map<string, string>()
  const add = (written: string): boolean => {
    const text = written.replaceAll(/\s+/g, ' ').toLowerCase()
    const key = foldToString(text)
    if (!isSearchable(key) || contact.test(text) || text.length > maxWordLength) return false
    if (!words.has(key)) words.set(key, text)
    return true
  }
  let before: { segment: string; end: number; isWord: boolean } | undefined
  for (const { index, segment } of segments) {
    const end = index + segment.length
    const isWord = add(segment)
    const gap = before && title.slice(before.end, index)
    // Neighbours with at most one character between them: "mirror quality", "1:1", 高|仿.
    if (before !== undefined && gap !== undefined && gap.length <= 1) {
      if (gap.trim() !== '' || gap === '' || (isWord && before.isWord)) {
        add(before.segment + gap + segment)
      }
    }
    before = { segment, end, isWord }
  }
  return [...words].map(([key, text]) => ({ key, text }))
}

/** Whether a folded word is long enough to search for, and no mere number. */
function isSearchable(key: string): boolean {
  if (unspaced.test(key)) return [...key].length >= 2
  return key.length >= 3 && (/\p{L}/u.test(key) || key.includes(':'))
}

/** A folded title, in which to find folded words. */
export function foldTitle(title: string): string {
  return ` ${foldToString(title)} `
}

/** Whether a folded title has these folded words; between letters of a script with spaces as whole words. */
export function hasWords(foldedTitle: string, key: string): boolean {
  if (unspaced.test(key)) return foldedTitle.includes(key)
  return foldedTitle.includes(` ${key} `) || touchesUnspaced(foldedTitle, key)
}

/** A word in Latin letters amid Chinese ones needs no spaces. */
function touchesUnspaced(foldedTitle: string, key: string): boolean {
  for (let at = foldedTitle.indexOf(key); at >= 0; at = foldedTitle.indexOf(key, at + 1)) {
    const isBorder = (char: string): boolean => char === ' ' || unspaced.test(char)
    const before = foldedTitle.charAt(at - 1)
    if (isBorder(before) && isBorder(foldedTitle.charAt(at + key.length))) return true
  }
  return false
}
