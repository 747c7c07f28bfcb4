import { changeOf } from '../geometry/change.ts'
import { isOfTheMiddle } from '../geometry/judge.ts'
import { FeatureIndex, type FeatureMatch } from '../index/feature-index.ts'
import type { MatchKind, PictureMatch, Point, Transformation } from '../model.ts'
import { wordsOfCode } from '../pdq/code.ts'
import { CodeIndex } from '../pdq/code-index.ts'
import type { Vocabulary } from '../vocabulary/vocabulary.ts'
import type { PictureDescription } from './description.ts'
import { editsOf, roundedChange } from './edits.ts'
import { corners, cornersShown, isMirrored, placeShown } from './orientation.ts'
import { boxOf, settled, type Claim } from './rivals.ts'
import { farthestPdq, probabilityOf } from './score.ts'
import { unlikeness } from './thumbnail.ts'

const orientations = 8
/** References that features tell of, however few are wished: hashes may put others before them. */
const mostAlike = 10
/** Less than one in twenty is not worth telling. */
const leastLogOdds = -3
/** Less than these of the reference, or of the query, is a part of it. */
const wholeShown = 0.9
const wholeCovers = 0.7
/** More than these of both is all of both, within what a map may miss. */
const framedAlike = 0.97

/** Codes so near come of pictures that are framed alike. */
const sameFrame = 20

interface Reference {
  name: string
  /** Its features lie in their index, in a fifth of the room. */
  description: Omit<PictureDescription, 'features'>
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
  private readonly features: FeatureIndex | undefined

  /**
   * Without a vocabulary only whole pictures are found, by their hashes.
   *
   * @param features that are kept of a reference at most; 512, where many references need less room fewer
   */
  constructor(vocabulary?: Vocabulary, { features }: { features?: number } = {}) {
    this.features = vocabulary && new FeatureIndex(vocabulary, { most: features })
  }

  get size(): number {
    return this.references.size
  }

  /** A reference is found from now on. One of the same name is replaced. */
  add(name: string, { features, ...description }: PictureDescription): void {
    this.remove(name)
    const reference: Reference = { name, description, rows: [] }
    for (let orientation = 0; orientation < orientations; orientation++) {
      const row = this.codes.add(description.pdq.codes, orientation * wordsOfCode)
      this.owners[row] = { reference, orientation }
      reference.rows.push(row)
    }
    this.features?.add(name, features)
    this.references.set(name, reference)
  }

  /** False where there is no reference of this name. */
  remove(name: string): boolean {
    const reference = this.references.get(name)
    for (const row of reference?.rows ?? []) this.codes.remove(row)
    this.features?.remove(name)
    return this.references.delete(name)
  }

  /** The references that the picture may show: one entry each, the most probable first, then by name. */
  match(query: PictureDescription, { top = 10 } = {}): PictureMatch[] {
    const near = new Map(this.nearest(query).map((one) => [one.reference.name, one]))
    const alike = this.features?.match(query.features, { top: Math.max(top, mostAlike) }) ?? []
    const likely = alike.filter(({ logOdds }) => logOdds >= leastLogOdds)
    const parts = new Map(likely.map((one) => [one.name, one]))
    const claims = [...new Set([...near.keys(), ...parts.keys()])].flatMap((name) =>
      this.claimOf(query, name, near.get(name), parts.get(name)),
    )
    return settled(claims)
      .sort((a, b) => b.score - a.score || (a.reference < b.reference ? -1 : 1))
      .slice(0, top)
  }

  private claimOf(
    query: PictureDescription,
    name: string,
    near: Near | undefined,
    part: FeatureMatch | undefined,
  ): Claim[] {
    const description = this.references.get(name)?.description
    if (!description) return []
    const pdq = near && { distance: near.distance, query: query.pdq, reference: description.pdq }
    const byHash = near && shownByHash(query, near)
    const byFeatures = part && shownByFeatures(part)
    // A hash tells the frames to the point, but only where the frames are the same.
    const framed =
      !part || part.logOdds <= 0 || isFramedAlike(part) || (near?.distance ?? Infinity) <= sameFrame
    const shown = framed ? (byHash ?? byFeatures) : byFeatures
    const map = shown === byHash ? mapOfHash(near) : mapOfFeatures(part, query, description)
    if (!shown || !map) return []
    const unlike = unlikeness(query.thumbnail, description.thumbnail, map)
    const region = boxOf(corners({ width: 1, height: 1 }).map(map))
    const beside = { unlike, region, codes: description.pdq.codes }
    if (description.fingerprint === query.fingerprint)
      return [{ match: { reference: name, score: 1, ...shown, kind: 'exact' }, ...beside }]
    const score = probabilityOf({ pdq, features: part?.logOdds })
    return [{ match: { reference: name, score, ...shown }, ...beside }]
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

type Size = Pick<PictureDescription, 'width' | 'height'>
type Shown = Pick<
  PictureMatch,
  'kind' | 'queryPolygon' | 'referencePolygon' | 'transformation' | 'edits'
>

function shownByHash(query: PictureDescription, { reference, orientation }: Near): Shown {
  const { width, height } = reference.description
  const place = (across: number, down: number): Point => {
    const [x, y] = placeShown([across, down], orientation)
    return [x * query.width, y * query.height]
  }
  const [[c, f], [right, rightDown], [left, leftDown]] = [place(0, 0), place(1, 0), place(0, 1)]
  const map = {
    ...{ a: (right - c) / width, b: (left - c) / height, c },
    ...{ d: (rightDown - f) / width, e: (leftDown - f) / height, f },
  }
  return {
    ...changed({ ...changeOf(map), shown: 1, covers: 1 }),
    kind: isMirrored(orientation) ? 'mirrored' : 'near-duplicate',
    queryPolygon: corners(query),
    referencePolygon: cornersShown(reference.description, orientation),
  }
}

/** From the reference to the query, the sides of both 1 long. */
type PlaceMap = (place: Point) => Point

function mapOfHash(near: Near | undefined): PlaceMap | undefined {
  return near && ((place) => placeShown(place, near.orientation))
}

function mapOfFeatures(
  part: FeatureMatch | undefined,
  query: Size,
  reference: Size,
): PlaceMap | undefined {
  if (!part) return undefined
  const { a, b, c, d, e, f } = part.map
  return ([across, down]) => {
    const [x, y] = [across * reference.width, down * reference.height]
    return [(a * x + b * y + c) / query.width, (d * x + e * y + f) / query.height]
  }
}

function isFramedAlike({ transformation: { shown, covers } }: FeatureMatch): boolean {
  return Math.min(shown, covers) >= framedAlike
}

function shownByFeatures(part: FeatureMatch): Shown {
  const [queryPolygon = [], referencePolygon = []] = [part.queryPolygon, part.referencePolygon].map(
    (polygon) => polygon.map(hundredths),
  )
  return { kind: kindOf(part), ...changed(part.transformation), queryPolygon, referencePolygon }
}

function changed(transformation: Transformation): Pick<Shown, 'transformation' | 'edits'> {
  return { transformation: roundedChange(transformation), edits: editsOf(transformation) }
}

/** What is rather no copy is the same goods or the same ground, by where it agrees. */
function kindOf({ evidence, logOdds, transformation }: FeatureMatch): MatchKind {
  if (logOdds < 0) return isOfTheMiddle(evidence) ? 'same-product' : 'background'
  const { mirrored, shown, covers } = transformation
  if (mirrored) return 'mirrored'
  return shown >= wholeShown && covers >= wholeCovers ? 'near-duplicate' : 'partial'
}

/** A map knows no finer. */
function hundredths([x, y]: Point): Point {
  return [Math.round(x * 100) / 100, Math.round(y * 100) / 100]
}
