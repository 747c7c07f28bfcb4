import { createHash } from 'node:crypto'
import type { Catalog, EngineReleaseContent, Weights } from '@touchstone/contract'

/** The inputs of an engine, in a form that can be sent to another thread. */
export type EngineParts = {
  /** JSON, since text transfers to another thread faster than objects. */
  catalog: string
  /** JSON of an engine release's content; none for the shipped files alone. */
  release?: string
  /** Replaces those of the engine release. */
  weights?: Weights
}

export function isSame(parts: EngineParts | undefined, other: EngineParts | undefined): boolean {
  return (
    parts?.catalog === other?.catalog &&
    parts?.release === other?.release &&
    parts?.weights?.id === other?.weights?.id
  )
}

/** Inputs from a catalog's JSON. */
export function partsOf(
  catalog: string,
  { release, weights }: { release?: EngineReleaseContent; weights?: Weights } = {},
): EngineParts {
  return {
    catalog,
    ...(release && !isShipped(release) && { release: JSON.stringify(release) }),
    ...(weights && { weights }),
  }
}

function isShipped({ lexicon: { terms, guards, off }, weights }: EngineReleaseContent): boolean {
  return terms.length + guards.length + off.length === 0 && weights === null
}

/** Like `JSON.stringify`, one entry at a time: a large catalog would otherwise delay requests. */
export function* catalogJson(catalog: Catalog): Generator<void, string, void> {
  const members: string[] = []
  for (const [name, value] of Object.entries(catalog)) {
    if (value === undefined) continue
    if (Array.isArray(value)) {
      const entries: string[] = []
      for (const entry of value) {
        entries.push(JSON.stringify(entry) ?? 'null')
        yield
      }
      members.push(`${JSON.stringify(name)}:[${entries.join()}]`)
    } else members.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`)
    yield
  }
  return `{${members.join()}}`
}

const noCatalog = JSON.stringify({ brands: [] })

/** Eight hexadecimal digits that identify a catalog; none for the starter pack alone. */
export function catalogDigest({ catalog }: EngineParts): string {
  return catalog === noCatalog ? '' : `+catalog.${digest(catalog)}`
}

/** Eight hexadecimal digits that identify an engine release's content; none for the shipped files. */
export function releaseDigest({ release }: Pick<EngineParts, 'release'>): string {
  return release === undefined ? '' : `+release.${digest(release)}`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
