import { digitWords } from './digit-words.ts'

/** Text as a reader means it; each unit knows its place in the original. */
export type ReadableText = {
  text: string
  /** For each unit of the text, where what it stands for begins and ends in the original. */
  starts: readonly number[]
  ends: readonly number[]
}

type Sign = { text: string; start: number; end: number }

/**
 * Undoes what hides contacts from programs and not from readers: circled, full-width and other digits, digits as words,
 * letters set apart by spaces, invisible signs, “(at)” and “(dot)”.
 */
export function readableText(original: string): ReadableText {
  const plain = original.toLowerCase()
  if (isAscii(original) && !isDisguised(plain)) return { text: plain, ...ownPlaces(plain.length) }
  const signs = joinSpaced(spellDigits(joinSigns(plainSigns(original))))
  return {
    text: signs.map(({ text }) => text).join(''),
    starts: signs.map(({ start }) => start),
    ends: signs.map(({ end }) => end),
  }
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0x7f) return false
  return true
}

/** Whether any step would change a text in plain letters. */
function isDisguised(text: string): boolean {
  return (
    [bracketed, wordAt, wordDot, spaced].some((pattern) => text.search(pattern) >= 0) ||
    speltNumbers(text).next().done !== true
  )
}

let [places, ends] = [[0], [1]]

/** Each unit where it is; longer than asked for. */
function ownPlaces(length: number): Pick<ReadableText, 'starts' | 'ends'> {
  if (places.length < length) {
    places = Array.from({ length: 2 * length }, (_, at) => at)
    ends = places.map((at) => at + 1)
  }
  return { starts: places, ends }
}

/** First digit 1 of the runs of circled digits that have no compatibility form. */
const circledRuns = [0x2460, 0x2776, 0x2780, 0x278a, 0x24f5, 0x2474, 0x2488]
const circledZeros = new Set([0x24ea, 0x24ff, 0x1f10b, 0x1f10c])
const enclosedAlphabets = [0x249c, 0x24b6, 0x24d0, 0x1f130, 0x1f150, 0x1f170, 0x1f1e6]
/** Letters that are others with a stroke, which no decomposition takes off. */
const stroked: Record<string, string> = { ı: 'i', đ: 'd', ł: 'l', ø: 'o' }
const dropped = /^[\p{Cf}\p{Default_Ignorable_Code_Point}\u0300-\u036f\u20d0-\u20ff]$/u

/** The zero of each script's digits is that far below. */
function digitOf(char: string): string | undefined {
  if (!/^\p{Nd}$/u.test(char)) return undefined
  const code = char.codePointAt(0) ?? 0
  for (let value = 0; value < 10; value++) {
    const below = String.fromCodePoint(code - value - 1)
    if (!/^\p{Nd}$/u.test(below)) return String(value)
  }
  // Mathematical digits follow one another in five alphabets.
  return char.normalize('NFKC')
}

function plainSign(char: string): string {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x80) return char.toLowerCase()
  if (circledZeros.has(code)) return '0'
  for (const first of circledRuns)
    if (code >= first && code < first + 9) return String(code - first + 1)
  for (const first of enclosedAlphabets)
    if (code >= first && code < first + 26) return String.fromCharCode(0x61 + code - first)
  if (dropped.test(char)) return ''
  const unstroked = stroked[char.toLowerCase()]
  if (unstroked !== undefined) return unstroked
  if (char === '➕' || char === '＋') return '+'
  if (char === '。' || char === '．' || char === '｡') return '.'
  return (
    digitOf(char) ??
    char
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFD')
      .replaceAll(/[\u0300-\u036f]/gu, '')
      .normalize('NFC')
  )
}

function plainSigns(original: string): Sign[] {
  const signs: Sign[] = []
  let at = 0
  for (const char of original) {
    const end = at + char.length
    const plain = plainSign(char)
    // A unit of text each, so that places in the text are places in the list.
    for (const unit of plain.split('')) signs.push({ text: unit, start: at, end })
    const last = signs.at(-1)
    if (plain === '' && last !== undefined && /\d/.test(last.text)) last.end = end
    at = end
  }
  return signs
}

/** The signs with stretches of their text replaced. */
function rewrite(
  signs: readonly Sign[],
  pattern: RegExp,
  replacement: (match: RegExpExecArray) => string,
): Sign[] {
  const text = signs.map((sign) => sign.text).join('')
  const result: Sign[] = []
  let from = 0
  for (const match of text.matchAll(pattern)) {
    const written = replacement(match)
    const end = match.index + match[0].length
    const [start, last] = [signs[match.index]?.start ?? 0, signs[end - 1]?.end ?? 0]
    result.push(...signs.slice(from, match.index))
    for (const unit of written.split('')) result.push({ text: unit, start, end: last })
    from = end
  }
  return from === 0 ? [...signs] : [...result, ...signs.slice(from)]
}

const bracketed =
  /(?<=[a-z0-9_-])\s?[([{<]\s?(at|dot|点|圈a|arroba|ponto|punto|titik)\s?[)\]}>]\s?(?=[a-z0-9])/g
const wordAt = /(?<=[a-z0-9]) at (?=[a-z0-9-]{1,63}(?: dot|\.))/g
const wordDot = /(?<=[a-z0-9]) dot (?=(?:com|net|org|shop|co|id|cn|ru|example)\b)/g

function joinSigns(signs: readonly Sign[]): Sign[] {
  const isAt = (word: string | undefined): boolean => /^(?:at|arroba|圈a)$/.test(word ?? '')
  const plain = rewrite(signs, bracketed, ([, word]) => (isAt(word) ? '@' : '.'))
  return rewrite(
    rewrite(plain, wordAt, () => '@'),
    wordDot,
    () => '.',
  )
}

const longestFirst = [...digitWords.keys()].toSorted((a, b) => b.length - a.length)
const byFirst = Map.groupBy(longestFirst, ([first]) => first)
const isLatin = /^[a-z]/
/** What may stand between two digits of a number that is spelt out. */
const gap = /[\s\-_.,/·*~|]/
const maxGap = 3
/** Letters that stand for digits inside a number. */
const lookAlikes: Record<string, string> = { o: '0', l: '1', i: '1', '|': '1' }

type Digit = { at: number; end: number; digit: string; isWord: boolean; isLetter: boolean }

/** Numbers with words or letters for digits that are long enough to be a contact. */
function* speltNumbers(text: string): Generator<Digit[]> {
  for (let at = 0; at < text.length;) {
    const run = readRun(text, at)
    const last = run.at(-1)
    if (last === undefined) {
      at++
      continue
    }
    const words = run.filter(({ isWord }) => isWord).length
    const letters = run.filter(({ isLetter }) => isLetter).length
    if (run.length >= 7 && words + letters > 0 && (words > 1 || letters <= run.length / 3))
      yield run
    at = last.end
  }
}

/** Replaces the words and letters for digits in numbers. */
function spellDigits(signs: readonly Sign[]): Sign[] {
  const text = signs.map((sign) => sign.text).join('')
  const result: Sign[] = []
  let from = 0
  for (const run of speltNumbers(text)) {
    result.push(...signs.slice(from, run[0]?.at))
    for (const { at: first, end: after, digit } of run)
      result.push({
        text: digit,
        start: signs[first]?.start ?? 0,
        end: signs[after - 1]?.end ?? 0,
      })
    from = run.at(-1)?.end ?? from
  }
  return from === 0 ? [...signs] : [...result, ...signs.slice(from)]
}

function readRun(text: string, start: number): Digit[] {
  const run: Digit[] = []
  let at = start
  for (;;) {
    let next = at
    if (run.length > 0)
      while (next < text.length && next - at < maxGap && gap.test(text.charAt(next))) next++
    const digit = readDigit(text, next, run.at(-1))
    if (digit === undefined) break
    run.push(digit)
    at = digit.end
  }
  return run
}

function readDigit(text: string, at: number, before: Digit | undefined): Digit | undefined {
  const char = text.charAt(at)
  if (/[0-9]/.test(char)) return { at, end: at + 1, digit: char, isWord: false, isLetter: false }
  const word = (byFirst.get(char) ?? []).find((candidate) => {
    if (!text.startsWith(candidate, at)) return false
    if (!isLatin.test(candidate)) return true
    // Words of alphabets that part words stand alone: “Batam” has two of Vietnamese by chance.
    const end = at + candidate.length
    if (before?.isWord === true && before.end === at) return true
    if (/[a-z]/.test(text.charAt(at - 1))) return false
    return !/[a-z]/.test(text.charAt(end)) || joinedWords(text, at) >= leastJoined
  })
  if (word !== undefined) {
    return {
      at,
      end: at + word.length,
      digit: digitWords.get(word) ?? '',
      isWord: true,
      isLetter: false,
    }
  }
  const digit = lookAlikes[char]
  const isJoined = before?.end === at
  const [previous, next] = [text.charAt(at - 1), text.charAt(at + 1)]
  const isInside = /[0-9]/.test(next) && (isJoined || !/[a-z]/.test(previous))
  const isDoubled = isJoined && lookAlikes[next] !== undefined
  const isLast = isJoined && !/\p{L}/u.test(next)
  if (digit === undefined || !(isInside || isDoubled || isLast)) return undefined
  return { at, end: at + 1, digit, isWord: false, isLetter: true }
}

const leastJoined = 5

/** How many words for digits follow one another without a space up to the end of a word. */
function joinedWords(text: string, start: number): number {
  let at = start
  for (let count = 0; ; count++) {
    const word = (byFirst.get(text.charAt(at)) ?? []).find((one) => text.startsWith(one, at))
    if (word === undefined) return /[a-z]/.test(text.charAt(at)) ? 0 : count
    at += word.length
  }
}

/** Four or more single signs with a space between each are one word. */
const spaced = /(?<![a-z0-9@._+-])[a-z0-9@._-](?: [a-z0-9@._-]){3,}(?![a-z0-9@_])/g

function joinSpaced(signs: readonly Sign[]): Sign[] {
  const text = signs.map((sign) => sign.text).join('')
  const result: Sign[] = []
  let from = 0
  for (const match of text.matchAll(spaced)) {
    const end = match.index + match[0].length
    result.push(...signs.slice(from, match.index))
    result.push(...signs.slice(match.index, end).filter((sign) => sign.text !== ' '))
    from = end
  }
  return from === 0 ? [...signs] : [...result, ...signs.slice(from)]
}
