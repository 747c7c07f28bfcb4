import {
  HashIndex,
  FeatureIndex,
  type PictureDescription,
  type Vocabulary,
} from '@touchstone/recognition/image'

const orientations = 8
/** So many bits of a whole picture's code may differ; more come of other pictures by chance. */
const nearBits = 31

/**
 * Pictures among which all that may show the same photograph are looked for, however many there are of it:
 * a matcher tells of rivals for one part of a picture only the likeliest.
 */
export class ImageIndex {
  private readonly codes = new HashIndex()
  private readonly features: FeatureIndex
  private readonly rows = new Map<string, number[]>()
  private readonly owners: (string | undefined)[] = []

  constructor(vocabulary: Vocabulary, { features }: { features: number }) {
    this.features = new FeatureIndex(vocabulary, { most: features })
  }

  add(name: string, { pdq, features }: PictureDescription): void {
    this.remove(name)
    const words = pdq.codes.length / orientations
    const rows = Array.from({ length: orientations }, (_, orientation) => {
      const row = this.codes.add(pdq.codes, orientation * words)
      this.owners[row] = name
      return row
    })
    this.rows.set(name, rows)
    this.features.add(name, features)
  }

  /** False where there is no picture of this name. */
  remove(name: string): boolean {
    for (const row of this.rows.get(name) ?? []) {
      this.codes.remove(row)
      this.owners[row] = undefined
    }
    this.features.remove(name)
    return this.rows.delete(name)
  }

  /** Names of pictures that this one may show or be shown by, the nearest first. */
  alike({ pdq, features }: PictureDescription, most: number): string[] {
    const near = [...this.codes.within(pdq.codes, 0, nearBits)].sort(
      (one, other) => one.distance - other.distance,
    )
    const names = new Set(near.flatMap(({ row }) => this.owners[row] ?? []))
    for (const { name } of this.features.match(features, { top: most })) names.add(name)
    return [...names].slice(0, most)
  }
}
