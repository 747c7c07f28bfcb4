import type { BrandForm, KnownBrand } from '../catalog/index.ts'

/** For each step along a line of a picture how likely each letter is, '' being none. */
export type LetterSteps = readonly Readonly<Record<string, number>>[]

/** A brand by one of its names. */
export interface NamedBrand {
  brand: KnownBrand
  form: BrandForm
}

/** A letter that is not among the likely ones, and none where some letter is, are as likely as this. */
const UNLIKELY = 0.001
/** Shorter names are similar to too many other words. */
const SHORTEST = 6
/**
 * How improbable a name may be per letter, as the negative logarithm: absolutely, and relative to the reading. A sure
 * reading is hardly changed; long names are similar to nothing else, and an everyday word must be more probable. In
 * 400 photos of private people's clothes, no name reaches these limits without being visible.
 */
const MAX_UNLIKELY = {
  word: { itself: 0.6, against: 0.4 },
  name: { itself: 1.3, against: 0.7 },
  longName: { itself: 1.3, against: 1 },
}
const LONG = 10
/** Another brand's name has to be this much less likely. */
const RIVAL = 1
/** Prefixes of names that are followed at once, each as long as it is no less probable than this. */
const MAX_BEGINNINGS = 64
const MAX_AGAINST = 12

interface Node {
  next: Map<string, Node>
  letter: string
  named?: NamedBrand & { letters: number }
}

/** The improbability of the steps so far relative to the reading, if they end in a letter and if in none. */
interface Beginning {
  letter: number
  none: number
}

/**
 * Finds the name that the likely letters of a line spell best, where the best letter of each step spells none:
 * connectionist temporal classification (Graves et al. 2006) along a tree of names, the best path of each. It costs as
 * much for many names as for few.
 */
export class SpelledNames {
  private readonly names: { letters: string; named: NamedBrand }[] = []
  /** Grown when it is first asked for: most listings bring no pictures that were read. */
  private tree: Node | undefined

  /** @param letters of the name: a to z and digits */
  add(letters: string, named: NamedBrand): void {
    if (letters.length >= SHORTEST) this.names.push({ letters, named })
  }

  /** The name that the whole line spells likely enough, and likelier than any name of another brand. */
  find(steps: LetterSteps): NamedBrand | undefined {
    this.tree ??= treeOf(this.names)
    let beginnings = new Map<Node, Beginning>([[this.tree, { letter: Infinity, none: 0 }]])
    for (const step of steps) {
      beginnings = pruned(advanced(beginnings, step))
      if (beginnings.size === 0) return undefined
    }
    const spelled = [...beginnings].flatMap(([{ named }, { letter, none }]) =>
      named === undefined ? [] : [{ ...named, against: Math.min(letter, none) }],
    )
    const [best, ...rest] = spelled.sort((a, b) => a.against - b.against)
    if (best === undefined) return undefined
    const { brand, form, letters, against } = best
    const isWord = brand.commonWord || form.commonWord === true
    const most = MAX_UNLIKELY[isWord ? 'word' : letters < LONG ? 'name' : 'longName']
    if (against > most.against * letters) return undefined
    if (against + unlikelihoodOf(steps) > most.itself * letters) return undefined
    const rival = rest.find((other) => other.brand !== brand)
    return rival !== undefined && rival.against < against + RIVAL ? undefined : { brand, form }
  }
}

/** Names by their letters; the first of two brands of one name has it. */
function treeOf(names: readonly { letters: string; named: NamedBrand }[]): Node {
  const root: Node = { next: new Map(), letter: '' }
  for (const { letters, named } of names) {
    let node = root
    for (const letter of letters) {
      const next = node.next.get(letter) ?? { next: new Map<string, Node>(), letter }
      node.next.set(letter, next)
      node = next
    }
    node.named ??= { ...named, letters: letters.length }
  }
  return root
}

/** How likely the likeliest letter of a step is. */
function likeliestOf(step: Readonly<Record<string, number>>): number {
  return Math.max(UNLIKELY, ...Object.values(step))
}

/** How unlikely the likeliest letters of all steps are. */
function unlikelihoodOf(steps: LetterSteps): number {
  let sum = 0
  for (const step of steps) sum -= Math.log(likeliestOf(step))
  return sum
}

/** The beginnings of names with one step more. */
function advanced(
  beginnings: ReadonlyMap<Node, Beginning>,
  step: Readonly<Record<string, number>>,
): Map<Node, Beginning> {
  const likeliest = Math.log(likeliestOf(step))
  const costOf = (letter: string): number =>
    likeliest - Math.log(Math.max(step[letter] ?? 0, UNLIKELY))
  const longer = new Map<Node, Beginning>()
  const listing = (node: Node, { letter, none }: Beginning): void => {
    if (Math.min(letter, none) > MAX_AGAINST) return
    const known = longer.get(node)
    if (known === undefined) longer.set(node, { letter, none })
    else {
      known.letter = Math.min(known.letter, letter)
      known.none = Math.min(known.none, none)
    }
  }
  for (const [node, { letter, none }] of beginnings) {
    const either = Math.min(letter, none)
    listing(node, { letter: letter + costOf(node.letter), none: either + costOf('') })
    for (const next of node.next.values()) {
      // A double letter needs two steps with an empty one between them.
      const before = next.letter === node.letter ? none : either
      listing(next, { letter: before + costOf(next.letter), none: Infinity })
    }
  }
  return longer
}

/** The likeliest beginnings alone. */
function pruned(beginnings: Map<Node, Beginning>): Map<Node, Beginning> {
  if (beginnings.size <= MAX_BEGINNINGS) return beginnings
  const unlikely = ({ letter, none }: Beginning): number => Math.min(letter, none)
  return new Map(
    [...beginnings].sort(([, a], [, b]) => unlikely(a) - unlikely(b)).slice(0, MAX_BEGINNINGS),
  )
}
