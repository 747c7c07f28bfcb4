import { hanNames } from './han-names.ts'
import { latinNames, settleLatin } from './latin-names.ts'
import { Borders, piecesOf } from './script-pieces.ts'
import type { WordLists } from './title-words.ts'

/** A name in a title. */
export interface NameSpan {
  /** UTF-16 offsets in the title. */
  start: number
  end: number
  /** A protected brand, another known name, or an unlisted one recognised by position and appearance. */
  kind: 'brand' | 'other-name' | 'unlisted'
  /** 0 to 1, how surely it is a name; a ranking, not a measured share. */
  confidence: number
  /** Id of the protected brand. */
  brand?: string
}

/** A listed name that was found in a title. */
export interface KnownName {
  start: number
  end: number
  kind: 'brand' | 'other-name'
  /** True for a name that is an everyday word as well. */
  ambiguous: boolean
  brand?: string
}

/** A possible interpretation of a stretch, with its score: above 0 it is more likely a name than not. */
export interface Candidate {
  start: number
  end: number
  kind: NameSpan['kind']
  brand: string | undefined
  score: number
}

/** Properties of the title as a whole. */
export interface TitleFacts {
  /** Offset of the first letter or digit. */
  first: number
  /** The range of known names; Infinity and -Infinity if there are none. */
  firstKnownEnd: number
  lastKnownStart: number
  /** True for books and papers, whose titles contain people's names. */
  print: boolean
  /** Only in a Chinese title is an uncommon Latin word conspicuous. */
  chinese: boolean
}

/**
 * Finds the makers' names in a title, listed or not. Known names are weighed against the words around them; others
 * are recognised by their position (in front, behind a selling word, beside a Latin name, before the goods) and by
 * being no known word. The spans start and end between code points and don't overlap. Linear in the text.
 *
 * @param known listed names found in the title, overlapping ones included
 */
export function nameSpans(text: string, known: readonly KnownName[], words: WordLists): NameSpan[] {
  const pieces = piecesOf(text)
  const facts: TitleFacts = {
    first: pieces[0]?.start ?? 0,
    firstKnownEnd: Math.min(...known.slice(0, MAX_KNOWN).map((name) => name.end), Infinity),
    lastKnownStart: Math.max(...known.slice(-MAX_KNOWN).map((name) => name.start), -Infinity),
    print: words.isPrint(text),
    chinese: pieces.some((piece) => piece.script === 'han'),
  }
  const latin = latinNames({ text, pieces, known, words, facts })
  const latinBorders = new Borders(text)
  for (const name of latin) latinBorders.add(name.start, name.end, name.score > 0)
  const knownAt = new Map<number, KnownName[]>()
  for (const name of known) {
    const list = knownAt.get(name.start)
    if (list === undefined) knownAt.set(name.start, [name])
    else list.push(name)
  }
  const han = pieces
    .filter((piece) => piece.script === 'han')
    .flatMap((piece) => hanNames({ text, piece, knownAt, latin: latinBorders, words, facts }))
  return [...repeated(text, han), ...settleLatin(text, latin, han)]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, kind, brand, score }) => ({
      start,
      end,
      kind,
      confidence: 1 / (1 + Math.exp(-score)),
      ...(brand !== undefined && { brand }),
    }))
}

/** Known names are sorted by position, so that the outermost are among this many. */
const MAX_KNOWN = 64
/** Names of a title that are looked for again. */
const MAX_REPEATED = 8

/** A name recognised in one place is one wherever the title repeats it. */
function repeated(text: string, names: readonly Candidate[]): Candidate[] {
  const covered = new Uint8Array(text.length)
  for (const { start, end } of names) covered.fill(1, start, end)
  const all = [...names]
  const seen = new Set<string>()
  for (const name of names) {
    const surface = text.slice(name.start, name.end)
    if (seen.has(surface) || seen.size === MAX_REPEATED) continue
    seen.add(surface)
    for (let at = text.indexOf(surface); at !== -1; at = text.indexOf(surface, at + 1)) {
      const end = at + surface.length
      if (covered.subarray(at, end).includes(1)) continue
      covered.fill(1, at, end)
      all.push({ ...name, start: at, end })
    }
  }
  return all
}
