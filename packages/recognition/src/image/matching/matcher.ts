import type { MatchKind, PictureMatch } from '../model.ts'
import { wordsOfCode } from '../pdq/code.ts'
import { CodeIndex } from '../pdq/code-index.ts'
import type { PictureDescription } from './description.ts'
import { corners, cornersShown, isMirrored } from './orientation.ts'
import { farthestPdq, probabilityOf } from './score.ts'

const orientations = 8

interface Reference {
  name: string
  description: PictureDescription
  rows: number[]
}

interface Near {
  reference: Reference
  distance: number
  orientation: number
}

/** References that pictures are held against. They come and go at any time. */
export class PictureMatcher {
  private readonly references = new Map<string, Reference>()
  private readonly codes = new CodeIndex()
  /** Whose code stands in a row, and in which orientation. */
  private readonly owners: { reference: Reference; orientation: number }[] = []

  get size(): number {
    return this.references.size
  }

  /** A reference is found from now on. One of the same name is replaced. */
  add(name: string, description: PictureDescription): void {
    this.remove(name)
    const reference: Reference = { name, description, rows: [] }
    for (let orientation = 0; orientation < orientations; orientation++) {
      const row = this.codes.add(description.pdq.codes, orientation * wordsOfCode)
      this.owners[row] = { reference, orientation }
      reference.rows.push(row)
    }
    this.references.set(name, reference)
  }

  /** False where there is no reference of this name. */
  remove(name: string): boolean {
    const reference = this.references.get(name)
    for (const row of reference?.rows ?? []) this.codes.remove(row)
    return this.references.delete(name)
  }

  /** The references that the picture may show: one entry each, the most probable first, then by name. */
  match(query: PictureDescription, { top = 10 } = {}): PictureMatch[] {
    return this.nearest(query)
      .map((near) => matchOf(query, near))
      .sort((a, b) => b.score - a.score || (a.reference < b.reference ? -1 : 1))
      .slice(0, top)
  }

  /** Each reference near by in the orientation in which it is nearest. */
  private nearest(query: PictureDescription): Near[] {
    const best = new Map<Reference, Near>()
    for (const { row, distance } of this.codes.within(query.pdq.codes, 0, farthestPdq)) {
      const owner = this.owners[row]
      if (owner === undefined) continue
      const before = best.get(owner.reference)
      if (before === undefined || isBetter({ ...owner, distance }, before))
        best.set(owner.reference, { ...owner, distance })
    }
    return [...best.values()]
  }
}

function isBetter(one: Near, other: Near): boolean {
  return (
    one.distance < other.distance ||
    (one.distance === other.distance && one.orientation < other.orientation)
  )
}

function matchOf(query: PictureDescription, near: Near): PictureMatch {
  const { name, description } = near.reference
  return {
    reference: name,
    score: probabilityOf({
      pdq: { distance: near.distance, query: query.pdq, reference: description.pdq },
    }),
    kind: kindOf(query, near),
    queryPolygon: corners(query),
    referencePolygon: cornersShown(description, near.orientation),
  }
}

function kindOf(query: PictureDescription, { reference, orientation }: Near): MatchKind {
  if (reference.description.fingerprint === query.fingerprint) return 'exact'
  return isMirrored(orientation) ? 'mirrored' : 'near-duplicate'
}
