import { canonicalBytes, parseCanonical, sha256 } from '../canonical/index.ts'
import { Dossier, withheldMark, type PackageReference, type WithheldPart } from './model.ts'

/** A part to withhold: JSON pointer into the complete dossier, and the reason. */
export type PartToWithhold = Pick<WithheldPart, 'pointer' | 'reason'>

/** Parts that identify the dossier or say how to read it: a twin without them would mislead. */
const fixed =
  /^\/(format|version|deconflictionNumber|template|tlp|language|createdAt|schedule(\/\d+)?|missing|supplements|redactedFrom|withheld|salt)$/

/**
 * The redacted twin of a complete dossier. A text becomes `[withheld]`, a list is emptied, another entry of a list is
 * left out, and any other part becomes null, as do names of items and the like. Each is named with a salted digest, which a holder of the complete dossier can check. Throws a
 * `TypeError` if a part is absent or what remains is no dossier.
 */
export function redactDossier(
  complete: Dossier,
  parts: readonly PartToWithhold[],
  redactedFrom: PackageReference,
): Dossier {
  const { salt } = complete
  const pointers = new Set(parts.map(({ pointer }) => pointer))
  if (pointers.size < parts.length) throw new TypeError('A part can be withheld only once.')
  if (salt === null) throw new TypeError('Only a complete dossier can be redacted.')
  // A copy that shares nothing: two parts may be one object, of which only one is withheld.
  const twin = Dossier.parse(parseCanonical(canonicalBytes(complete)))
  const withheld = parts.map(({ pointer, reason }) => {
    if (fixed.test(pointer)) throw new TypeError(`${pointer} cannot be withheld.`)
    const value = placeOf(complete, pointer).value
    return { pointer, reason, digest: partDigest(salt, pointer, value) }
  })
  // From the last entry of a list to the first, so that pointers into the complete dossier hold.
  for (const { pointer } of parts.toSorted((a, b) => comparePointers(b.pointer, a.pointer))) {
    withhold(twin, pointer)
  }
  return Dossier.parse({ ...twin, withheld, redactedFrom, salt: null })
}

/** The digest that names a withheld part. Parts that are equal have different digests. */
export function partDigest(salt: string, pointer: string, value: unknown): string {
  return `sha256:${sha256(canonicalBytes([salt, pointer, value]))}`
}

/** Names of items, days, countries and IDs, in whose place no words can be. */
const notWords = new Set(['signedComplaint', 'extract', 'until', 'country', 'account', 'at'])

function withhold(twin: Dossier, pointer: string): void {
  const { parent, key, value } = placeOf(twin, pointer)
  if (typeof value === 'string' && !notWords.has(key))
    Object.assign(parent, { [key]: withheldMark })
  else if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else parent[key] = Array.isArray(value) ? [] : null
}

type Place = { parent: Record<string, unknown> | unknown[]; key: string; value: unknown }

function placeOf(root: object, pointer: string): Place {
  const keys = pointer
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  let parent: unknown = undefined
  let value: unknown = root
  for (const key of keys) {
    parent = value
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, key)) {
      throw new TypeError(`The dossier has no ${pointer}.`)
    }
    value = (parent as Record<string, unknown>)[key]
  }
  return { parent: parent as Place['parent'], key: keys.at(-1) ?? '', value }
}

function comparePointers(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
