// Whoever compiles this from another package finds the declaration by it; it is no module to import.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./bidi-js.d.ts" />
import bidiFactory from 'bidi-js'
import { faceOf, type Face } from './font-faces.ts'

const bidi = bidiFactory()
const words = new Intl.Segmenter('zh', { granularity: 'word' })

/** Text of one face and one direction, in the order in which its characters are read. */
export type Run = { text: string; face: Face; rightToLeft: boolean }

/** The text of a line in reading order, and its runs from left to right, as on the page. */
export type Line = { text: string; runs: Run[]; rightToLeft: boolean }

/** The width of a run on the page. */
export type Measure = (run: Run) => number

/**
 * Breaks a paragraph into lines and puts each into the order of the eye (UAX #9). Words that are
 * wider than a line, such as digests, are cut.
 */
export function linesOf(paragraph: string, width: number, measure: Measure): Line[] {
  const text = shown(paragraph)
  if (text === '') return []
  const levels = bidi.getEmbeddingLevels(text)
  const faces = facesAlong(text)
  const lineFrom = (start: number, end: number): Line => {
    const order = indicesInOrder(text, levels, start, end)
    return {
      text: text.slice(start, end),
      runs: runsOf(text, order, levels.levels, faces),
      rightToLeft: ((levels.paragraphs[0]?.level ?? 0) & 1) === 1,
    }
  }
  const widthOf = (start: number, end: number): number =>
    lineFrom(start, start + text.slice(start, end).trimEnd().length).runs.reduce(
      (sum, run) => sum + measure(run),
      0,
    )
  const lines: Line[] = []
  let start = 0
  let used = 0
  const end = (at: number): void => {
    const last = start + text.slice(start, at).trimEnd().length
    if (last > start) lines.push(lineFrom(start, last))
    start = at
    used = 0
  }
  let from = 0
  for (const to of breaksIn(text)) {
    // The text before it is measured only once, so that the time for a paragraph grows linearly with its length.
    if (used + widthOf(from, to) > width) end(from)
    while (widthOf(start, to) > width && start === from) {
      const cut = cutAt(start, to, (at) => widthOf(start, at) <= width)
      end(cut)
      from = cut
    }
    used += widthOf(from, to) + (/\s$/.test(text.slice(from, to)) ? spaceOf(measure) : 0)
    from = to
  }
  end(text.length)
  return lines
}

/** Invisible characters, and those without a glyph, are shown by code point, so that no text is lost. */
function shown(text: string): string {
  return Array.from(text.replaceAll(/\s+/g, ' ').trim(), (character) => {
    const code = character.codePointAt(0) ?? 0
    const isSeen = /^[^\p{C}\p{Zl}\p{Zp}]$/u.test(character) && faceOf(code) !== undefined
    return isSeen ? character : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`
  }).join('')
}

function facesAlong(text: string): (Face | undefined)[] {
  const faces: (Face | undefined)[] = []
  for (const character of text) {
    const face = faceOf(character.codePointAt(0) ?? 0)
    for (let unit = 0; unit < character.length; unit++) faces.push(face)
  }
  return faces
}

/** Where a line may end: after a space, and between Chinese words with the marks that close them. */
function* breaksIn(text: string): Generator<number> {
  for (const { index, segment } of words.segment(text)) {
    const end = index + segment.length
    const isSpace = segment.trim() === ''
    const endsChinese = /[\p{scx=Han}\u3000-\u303f\uff00-\uffef]$/u.test(segment)
    const opens = /[\p{Ps}\p{Pi}]$/u.test(segment)
    const closesNext = /^[\p{Pe}\p{Pf}\p{Po}\s]/u.test(text.slice(end, end + 1))
    if (end === text.length || isSpace || (endsChinese && !opens && !closesNext)) yield end
  }
}

function spaceOf(measure: Measure): number {
  const face = faceOf(0x20)
  return face ? measure({ text: ' ', face, rightToLeft: false }) : 0
}

function cutAt(start: number, end: number, fits: (to: number) => boolean): number {
  let low = start + 1
  let high = end
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle - 1
  }
  return low
}

function indicesInOrder(
  text: string,
  levels: ReturnType<typeof bidi.getEmbeddingLevels>,
  start: number,
  end: number,
): number[] {
  const order = Array.from({ length: end - start }, (_, index) => start + index)
  for (const [first, last] of bidi.getReorderSegments(text, levels, start, end - 1)) {
    const flipped = order.slice(first - start, last - start + 1).reverse()
    order.splice(first - start, flipped.length, ...flipped)
  }
  return order
}

function runsOf(
  text: string,
  order: readonly number[],
  levels: Uint8Array,
  faces: readonly (Face | undefined)[],
): Run[] {
  const runs: (Run & { last: number })[] = []
  for (const index of order) {
    const face = faces[index]
    const rightToLeft = ((levels[index] ?? 0) & 1) === 1
    if (face === undefined) continue
    const unit = text[index] ?? ''
    const character = rightToLeft ? (bidi.getMirroredCharacter(unit) ?? unit) : unit
    const run = runs.at(-1)
    const follows = run && run.face === face && run.rightToLeft === rightToLeft
    if (!follows || Math.abs(run.last - index) !== 1) {
      runs.push({ text: character, face, rightToLeft, last: index })
      continue
    }
    // A right-to-left run keeps its reading order: its font reverses it when shaping.
    run.text = rightToLeft ? character + run.text : run.text + character
    run.last = index
  }
  return runs.map(({ text, face, rightToLeft }) => ({ text, face, rightToLeft }))
}
