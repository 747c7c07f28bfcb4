import { Borders, isWordChar, type Piece } from './script-pieces.ts'
import type { Candidate, KnownName, TitleFacts } from './name-spans.ts'
import type { WordLists } from './title-words.ts'

/** Evidence for a Latin word being a maker's name, as parts of a logarithm of odds. */
const weights = {
  known: 3,
  /** A listed name that is a word as well. */
  ambiguous: 1,
  unlisted: -0.5,
  /** By letters: one, two, three, six and more. */
  oneLetter: -5,
  twoLetters: -2.5,
  threeLetters: -1,
  long: 0.8,
  first: 1.8,
  notFirst: -0.3,
  /** Digits or a hyphen to digits make a model code. */
  beforeDigit: -2,
  afterDigit: -2.5,
  beforeHan: 0.3,
  /** "Latin/中文". */
  slashHan: 0.5,
  last: -1,
  /** Another name is known in the title. */
  besideKnown: -0.7,
  /** A name in Han characters touches it. */
  pair: 1.5,
  print: -2,
} as const

const digit = /\p{Nd}/u
const han = /\p{Script=Han}/u
const latinOrDigit = /[\p{Script=Latin}\p{Nd}]/u

interface LatinSources {
  text: string
  pieces: readonly Piece[]
  known: readonly KnownName[]
  words: WordLists
  facts: TitleFacts
}

/** Latin names, with those that fall short: beside a Chinese name they may count yet. */
export function latinNames(sources: LatinSources): Candidate[] {
  const { text, pieces, words } = sources
  const known = knownLatin(sources)
  if (!sources.facts.chinese) return known
  const covered = new Uint8Array(text.length)
  for (const { start, end } of known) covered.fill(1, start, end)
  const containsKnown = ({ start, end }: Piece): boolean => covered.subarray(start, end).includes(1)
  for (let i = 0; i < pieces.length; i++) {
    const piece = pieces[i] as Piece
    if (piece.script !== 'latin' || containsKnown(piece)) continue
    const next = pieces[i + 1]
    const twoWords =
      next !== undefined &&
      !containsKnown(next) &&
      isWordBefore(text, piece, next) &&
      !isWordBefore(text, next, pieces[i + 2]) &&
      !(i > 0 && isWordBefore(text, pieces[i - 1] as Piece, piece))
    if (twoWords && !(isCommon(text, piece, words) && isCommon(text, next, words))) {
      i++
      known.push(unlisted({ start: piece.start, end: next.end }, sources))
    } else if (!isCommon(text, piece, words)) known.push(unlisted(piece, sources))
  }
  return known.sort((a, b) => a.start - b.start)
}

/** Keeps the Latin names that are likely enough, a Chinese one beside them counted in. */
export function settleLatin(
  text: string,
  latin: readonly Candidate[],
  chinese: readonly Candidate[],
): Candidate[] {
  const borders = new Borders(text)
  for (const { start, end } of chinese) borders.add(start, end, true)
  return latin
    .map((name) => {
      const pair = borders.before(name.start) === true || borders.after(name.end) === true
      return { ...name, score: name.score + (pair ? weights.pair : 0) }
    })
    .filter((name) => name.score > 0)
}

/** The longest known names from left to right. */
function knownLatin({ text, known, words, facts }: LatinSources): Candidate[] {
  const names = known
    .filter(({ start, end }) => {
      const surface = text.slice(start, end)
      return latinOrDigit.test(surface) && !han.test(surface) && /\p{L}/u.test(surface)
    })
    .sort((a, b) => a.start - b.start || b.end - a.end)
  const candidates: Candidate[] = []
  let end = 0
  for (const name of names) {
    const surface = text.slice(name.start, name.end)
    // Digits before a unit are an amount: 5cm.
    if (name.start < end || words.isLatinWord(surface.replace(/^\p{Nd}+/u, ''))) continue
    end = name.end
    let score: number = name.ambiguous ? weights.ambiguous : weights.known
    if (name.end - name.start <= 2) score += weights.twoLetters
    if (digit.test(text.charAt(name.start - 1))) score += weights.afterDigit
    if (name.ambiguous && facts.print) score += weights.print
    candidates.push({ start: name.start, end, kind: name.kind, brand: name.brand, score })
  }
  return candidates
}

/** Whether two Latin words are adjacent, with one space or comma between. */
function isWordBefore(text: string, piece: Piece, next: Piece | undefined): boolean {
  return (
    piece.script === 'latin' &&
    next?.script === 'latin' &&
    next.start === piece.end + 1 &&
    /[ ,]/.test(text.charAt(piece.end))
  )
}

function isCommon(text: string, piece: Piece, words: WordLists): boolean {
  return text
    .slice(piece.start, piece.end)
    .split(/[^\p{L}]+/u)
    .every((part) => words.isLatinWord(part))
}

function unlisted(
  { start, end }: { start: number; end: number },
  { text, known, facts }: LatinSources,
): Candidate {
  const letters = end - start
  let score: number = weights.unlisted
  if (letters === 1) score += weights.oneLetter
  else if (letters === 2) score += weights.twoLetters
  else if (letters === 3) score += weights.threeLetters
  else if (letters >= 6) score += weights.long
  score += start === facts.first ? weights.first : weights.notFirst
  const next = text.charAt(end)
  if (digit.test(next) || isJoint(text, end, 1)) score += weights.beforeDigit
  if (digit.test(text.charAt(start - 1)) || isJoint(text, start - 1, -1))
    score += weights.afterDigit
  if (han.test(next)) score += weights.beforeHan
  if (next === '/' && han.test(text.charAt(end + 1))) score += weights.slashHan
  if (end === text.length && start > 0) score += weights.last
  if (known.length > 0) score += weights.besideKnown
  if (facts.print) score += weights.print
  return { start, end, kind: 'unlisted', brand: undefined, score }
}

/** A hyphen or low line that joins the word to a code. */
function isJoint(text: string, at: number, step: 1 | -1): boolean {
  return /[-_]/.test(text.charAt(at)) && isWordChar(text, at + step)
}
