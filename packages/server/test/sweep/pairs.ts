import type { Caller } from './callers.ts'
import { ofNoBrand } from './exceptions.ts'
import type { Noun } from './nouns.ts'
import type { Names, Template } from './requests.ts'

/** With which names a template is asked for what is there, and with which for nothing. */
export type Pair = { noun: string; there: Names; nothing: Names }

type Known = { there: Names; nothing: Names }

/** All that a template names at once, and each alone beside what the caller has itself. */
export function pairsOf(
  { nouns }: Template,
  { there, nothing }: Known,
  { own, standing }: Caller,
  whole: boolean,
): Pair[] {
  const isInside = standing === 'narrowed' || standing === 'without-role'
  // What whoever works for the organisation may name is truly there in both requests; and a place in a list leads on
  // to what is its own.
  const isOpen = (noun: Noun): boolean =>
    own[noun] === there[noun] ||
    (isInside && noun.startsWith('cursor:')) ||
    (standing === 'narrowed' && noun in ofNoBrand)
  const hidden = nouns.filter((noun) => !isOpen(noun))
  if (hidden.length === 0) return []
  // What is not named at all is the caller’s own organisation’s, and reads alike.
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
    const others = only(
      own,
      hidden.filter((other) => other !== noun),
    )
    if (!whole && Object.keys(others).length === 0) continue
    const beside = { ...nothing, ...open, ...others }
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
