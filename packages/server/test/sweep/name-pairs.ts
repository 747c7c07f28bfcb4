import type { Caller } from './callers.ts'
import { ofNoBrand } from './exceptions.ts'
import type { Noun } from './request-nouns.ts'
import type { Names, Template } from './requests.ts'

/** A template's names for existing things, and its names for nothing. */
export type Pair = { noun: string; there: Names; nothing: Names }

type NamedThings = { there: Names; nothing: Names }

/** All names of a template at once, and each alone beside the caller's own. */
export function pairsOf(
  { nouns }: Template,
  { there, nothing }: NamedThings,
  { own, standing }: Caller,
  whole: boolean,
): Pair[] {
  const isInside = standing === 'narrowed' || standing === 'without-role'
  // Names that any member may use exist in both requests; and a cursor continues the caller's own list.
  const isOpen = (noun: Noun): boolean =>
    own[noun] === there[noun] ||
    (isInside && noun.startsWith('cursor:')) ||
    (standing === 'narrowed' && noun in ofNoBrand)
  const hidden = nouns.filter((noun) => !isOpen(noun))
  if (hidden.length === 0) return []
  // Anything not named belongs to the caller’s own organisation, and is the same in both.
  const alike = isInside ? (Object.keys(there) as Noun[]) : nouns
  // Two nouns may have one name, as the brand of a reference is a brand: it is hidden of both.
  const names = new Set(hidden.map((noun) => there[noun]))
  const open = only(
    there,
    alike.filter((noun) => !names.has(there[noun])),
  )
  const all = { there: { ...there, ...open }, nothing: { ...nothing, ...open } }
  const pairs: Pair[] = [{ noun: hidden.join(' and '), ...all }]
  if (hidden.length === 1) return pairs
  for (const noun of hidden) {
    const optional = only(
      own,
      hidden.filter((other) => other !== noun),
    )
    if (!whole && Object.keys(optional).length === 0) continue
    const beside = { ...nothing, ...open, ...optional }
    pairs.push({
      noun: `${noun} alone`,
      there: { ...beside, [noun]: there[noun]! },
      nothing: { ...beside, [noun]: nothing[noun]! },
    })
  }
  return pairs
}

function only(names: Names, nouns: readonly Noun[]): Names {
  const named = nouns.filter((noun) => names[noun] !== undefined)
  return Object.fromEntries(named.map((noun) => [noun, names[noun]]))
}
