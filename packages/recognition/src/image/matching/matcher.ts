import { changeOf } from '../geometry/transformation.ts'
import {
  isGroundAlone,
  coversMiddle,
  logOddsOf,
  type Unlikeness,
} from '../geometry/geometry-score.ts'
import { FeatureIndex, type FeatureMatch } from '../index/feature-index.ts'
import type { MatchKind, PictureMatch, Point, Transformation } from '../model.ts'
import { EmbeddingIndex, type Likeness } from '../networks/embedding-index.ts'
import { wordsOfCode } from '../pdq/hash-bits.ts'
import { HashIndex } from '../pdq/hash-index.ts'
import type { Vocabulary } from '../visual-vocabulary/feature-words.ts'
import type { PictureDescription } from './description.ts'
import { wordImageChanges } from '../../wording/index.ts'
import { wordings } from '../../wordings-by-locale.ts'
import { changesOf, roundedChange } from './image-changes.ts'
import { corners, cornersShown, isMirrored, placeShown } from './orientation.ts'
import { boxOf, copy, settled, squaresOf, type Claim } from './competing-matches.ts'
import { maxPdqDistance, certainPdqDistance, probabilityOf, sameFrame } from './score.ts'
import { unlikeness } from './thumbnail.ts'
import { Thumbnails } from './thumbnails.ts'

const orientations = 8
/**
 * References examined by features, however few are requested: low-resolution pictures and hashes may rank others
 * first.
 */
const mostAlike = 16
/** Less than one in twenty is not worth telling. */
const leastLogOdds = -3
/** Less than these of the reference, or of the query, is a part of it. */
const wholeShown = 0.9
const wholeCovers = 0.7
/** More than this share of both counts as all of both, within a map's error. */
const framedAlike = 0.97

interface Reference {
  name: string
  width: number
  height: number
  fingerprint: string
  quality: number
  /** The rows of its codes, one for each orientation, and its thumbnail; its features are in their index. */
  rows: number[]
  thumbnail: number
}

/** The match of a reference by features, and the low-resolution difference. */
export type AlikePicture = FeatureMatch & { unlike: Unlikeness }

interface Near {
  reference: Reference
  distance: number
  orientation: number
}

/** References that pictures are held against. They come and go at any time. */
export class PictureMatcher {
  private readonly references = new Map<string, Reference>()
  private readonly codes = new HashIndex()
  /** The reference of the code in each row. */
  private readonly owners: Reference[] = []
  private readonly thumbnails = new Thumbnails()
  private readonly features: FeatureIndex | undefined
  private readonly copies = new EmbeddingIndex()
  private readonly designs = new EmbeddingIndex()

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
  add(name: string, { features, embeddings, ...description }: PictureDescription): void {
    this.remove(name)
    const { width, height, fingerprint, pdq } = description
    const reference: Reference = {
      name,
      width,
      height,
      fingerprint,
      quality: pdq.quality,
      rows: [],
      thumbnail: this.thumbnails.add(description.thumbnail),
    }
    for (let orientation = 0; orientation < orientations; orientation++) {
      const row = this.codes.add(pdq.codes, orientation * wordsOfCode)
      this.owners[row] = reference
      reference.rows.push(row)
    }
    this.features?.add(name, features)
    if (embeddings?.copy) this.copies.add(name, embeddings.copy)
    if (embeddings?.design) this.designs.add(name, embeddings.design)
    this.references.set(name, reference)
  }

  /** False if no reference has this name. */
  remove(name: string): boolean {
    const reference = this.references.get(name)
    if (!reference) return false
    for (const row of reference.rows) this.codes.remove(row)
    this.thumbnails.remove(reference.thumbnail)
    this.features?.remove(name)
    this.copies.remove(name)
    this.designs.remove(name)
    return this.references.delete(name)
  }

  /** The references that the picture may show: one entry each, the most probable first, then by name. */
  match(query: PictureDescription, { top = 10 } = {}): PictureMatch[] {
    const near = new Map(this.nearest(query).map((match) => [match.reference.name, match]))
    const embedded = this.copies.near(query.embeddings?.copy, mostAlike)
    const shares = new Map(embedded.map(({ name, share }) => [name, share]))
    const likely = this.alike(query, { top, also: [...shares.keys()] }).filter(
      ({ logOdds }) => logOdds >= leastLogOdds,
    )
    const parts = new Map(likely.map((candidate) => [candidate.name, candidate]))
    const claims = [...new Set([...near.keys(), ...parts.keys()])].flatMap((name) =>
      this.claimOf(query, name, {
        near: near.get(name),
        part: parts.get(name),
        embedded: shares.get(name),
      }),
    )
    const results = settled(claims).sort(byScore)
    return [...results, ...this.suggested(query, results, embedded)].slice(0, top)
  }

  /** Matches of embedders alone: a hint for a person, ranked below all others. */
  suggest(query: PictureDescription, { top = 10 } = {}): PictureMatch[] {
    return this.suggested(query, [], this.copies.near(query.embeddings?.copy, top)).slice(0, top)
  }

  private suggested(
    query: PictureDescription,
    results: readonly PictureMatch[],
    copies: readonly Likeness[],
  ): PictureMatch[] {
    const shares = new Map<string, number>()
    for (const { name, share } of [
      ...copies,
      ...this.designs.near(query.embeddings?.design, mostAlike),
    ])
      shares.set(name, Math.max(share, shares.get(name) ?? 0))
    for (const { reference } of results) shares.delete(reference)
    const below = Math.min(suggestedMost, ...results.map(({ score }) => score))
    return [...shares]
      .flatMap(([name, share]) => {
        const reference = this.references.get(name)
        return reference ? [suggestionOf(query, reference, below * (0.2 + 0.7 * share))] : []
      })
      .sort(byScore)
  }

  /**
   * References with features that agree with the picture's on one map, the surest first, whatever their probability:
   * with the agreeing points, and the appearance of both pictures laid over each other.
   */
  alike(
    query: PictureDescription,
    { top = mostAlike, also }: { top?: number; also?: readonly string[] } = {},
  ): AlikePicture[] {
    return (this.features?.match(query.features, { top: Math.max(top, mostAlike), also }) ?? [])
      .map((alike) => this.seenFromAfar(query, alike))
      .sort((a, b) => b.logOdds - a.logOdds || (a.name < b.name ? -1 : 1))
  }

  private seenFromAfar(query: PictureDescription, part: FeatureMatch): AlikePicture {
    const reference = this.references.get(part.name)
    if (!reference) return { ...part, unlike: {} }
    const map = mapOfFeatures(part, query, reference)
    const unlike = unlikeness(query.thumbnail, this.thumbnails.get(reference.thumbnail), map)
    return { ...part, unlike, logOdds: logOddsOf(part.evidence, unlike) }
  }

  private claimOf(
    query: PictureDescription,
    name: string,
    {
      near,
      part,
      embedded,
    }: { near: Near | undefined; part: AlikePicture | undefined; embedded: number | undefined },
  ): Claim[] {
    const reference = this.references.get(name)
    if (!reference) return []
    const quality = Math.min(query.pdq.quality, reference.quality)
    const pdq = near && { distance: near.distance, quality }
    const byHash = near && shownByHash(query, near)
    const groundAlone = part && isGroundAlone(part.evidence, part.unlike)
    const score = probabilityOf({ pdq, features: part?.logOdds, groundAlone, embedded })
    const byFeatures = part && shownByFeatures(part, score >= copy)
    // A hash determines the frames exactly, but only if the frames are the same.
    const framed =
      !part || part.logOdds <= 0 || isFramedAlike(part) || (near?.distance ?? Infinity) <= sameFrame
    const shown = framed ? (byHash ?? byFeatures) : byFeatures
    const map = shown === byHash ? mapOfHash(near) : part && mapOfFeatures(part, query, reference)
    if (!shown || !map) return []
    const unlike =
      shown === byHash
        ? unlikeness(query.thumbnail, this.thumbnails.get(reference.thumbnail), map).whole
        : part?.unlike.whole
    const region = boxOf(corners({ width: 1, height: 1 }).map(map))
    const beside = {
      unlike,
      region,
      codes: this.codes.codeOf(reference.rows[0] ?? 0),
      squares: shown === byFeatures && part ? squaresOf(part.queryPoints, query) : undefined,
      ofTheMiddle: part && coversMiddle(part.evidence),
    }
    if (reference.fingerprint === query.fingerprint)
      return [{ match: { reference: name, score: 1, ...shown, kind: 'exact' }, ...beside }]
    return [{ match: { reference: name, score, ...shown }, ...beside }]
  }

  /** Each reference near by in the orientation in which it is nearest. */
  private nearest(query: PictureDescription): Near[] {
    const best = new Map<Reference, Near>()
    // Without features only hashes find heavily changed pictures; with them such pictures are found anyway.
    const farthest = this.features ? certainPdqDistance : maxPdqDistance
    for (const { row, distance } of this.codes.within(query.pdq.codes, 0, farthest)) {
      const reference = this.owners[row]
      if (reference === undefined) continue
      const near = { reference, distance, orientation: reference.rows.indexOf(row) }
      const before = best.get(reference)
      if (before === undefined || isBetter(near, before)) best.set(reference, near)
    }
    return [...best.values()]
  }
}

/** An embedder's word alone is never as sure as this. */
const suggestedMost = 0.45

function byScore(a: PictureMatch, b: PictureMatch): number {
  return b.score - a.score || (a.reference < b.reference ? -1 : 1)
}

const noChange = { changes: {}, edits: '' }

function suggestionOf(query: Size, { name, ...reference }: Reference, score: number): PictureMatch {
  const scale = Math.sqrt((query.width * query.height) / (reference.width * reference.height))
  const whole = { mirrored: false, turned: 0, scale, stretched: 1, shown: 1, covers: 1 }
  return {
    reference: name,
    score,
    kind: 'same-product',
    transformation: roundedChange(whole),
    ...noChange,
    queryPolygon: corners(query),
    referencePolygon: corners(reference),
  }
}

function isBetter(one: Near, other: Near): boolean {
  return (
    one.distance < other.distance ||
    (one.distance === other.distance && one.orientation < other.orientation)
  )
}

type Size = Pick<PictureDescription, 'width' | 'height'>
type MatchDetails = Pick<
  PictureMatch,
  'kind' | 'queryPolygon' | 'referencePolygon' | 'transformation' | 'changes' | 'edits'
>

function shownByHash(query: PictureDescription, { reference, orientation }: Near): MatchDetails {
  const { width, height } = reference
  const place = (across: number, down: number): Point => {
    const [x, y] = placeShown([across, down], orientation)
    return [x * query.width, y * query.height]
  }
  const [[c, f], [right, rightDown], [left, leftDown]] = [place(0, 0), place(1, 0), place(0, 1)]
  const map = {
    a: (right - c) / width,
    b: (left - c) / height,
    c,
    d: (rightDown - f) / width,
    e: (leftDown - f) / height,
    f,
  }
  return {
    ...changed({ ...changeOf(map), shown: 1, covers: 1 }),
    kind: isMirrored(orientation) ? 'mirrored' : 'near-duplicate',
    queryPolygon: corners(query),
    referencePolygon: cornersShown(reference, orientation),
  }
}

/** From the reference to the query, the sides of both 1 long. */
type PlaceMap = (place: Point) => Point

function mapOfHash(near: Near | undefined): PlaceMap | undefined {
  return near && ((place) => placeShown(place, near.orientation))
}

function mapOfFeatures(part: FeatureMatch, query: Size, reference: Size): PlaceMap {
  const { a, b, c, d, e, f } = part.map
  return ([across, down]) => {
    const [x, y] = [across * reference.width, down * reference.height]
    return [(a * x + b * y + c) / query.width, (d * x + e * y + f) / query.height]
  }
}

function isFramedAlike({ transformation: { shown, covers } }: FeatureMatch): boolean {
  return Math.min(shown, covers) >= framedAlike
}

function shownByFeatures(part: FeatureMatch, isCopy: boolean): MatchDetails {
  const [queryPolygon = [], referencePolygon = []] = [part.queryPolygon, part.referencePolygon].map(
    (polygon) => polygon.map(hundredths),
  )
  return {
    kind: kindOf(part, isCopy),
    ...changed(part.transformation),
    queryPolygon,
    referencePolygon,
  }
}

function changed(
  transformation: Transformation,
): Pick<MatchDetails, 'transformation' | 'changes' | 'edits'> {
  const changes = changesOf(transformation)
  return {
    transformation: roundedChange(transformation),
    changes,
    edits: wordImageChanges(changes, wordings.en),
  }
}

/** A match that is probably no copy shows the same goods or the same background, depending on where it agrees. */
function kindOf({ evidence, transformation }: FeatureMatch, isCopy: boolean): MatchKind {
  if (!isCopy) return coversMiddle(evidence) ? 'same-product' : 'background'
  const { mirrored, shown, covers } = transformation
  if (mirrored) return 'mirrored'
  return shown >= wholeShown && covers >= wholeCovers ? 'near-duplicate' : 'partial'
}

/** A map knows no finer. */
function hundredths([x, y]: Point): Point {
  return [Math.round(x * 100) / 100, Math.round(y * 100) / 100]
}
