import {
  HashIndex,
  FeatureIndex,
  type PictureDescription,
  type Vocabulary,
} from '@touchstone/recognition/image'

const orientations = 8
/** Most differing bits of a whole picture's hash; beyond this, unrelated pictures match by chance. */
const nearBits = 31

/**
 * Finds all pictures that may show the same photograph, however many there are: a matcher returns only the likeliest
 * of several that claim one part of a picture.
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

  /** False if there is no picture of this name. */
  remove(name: string): boolean {
    for (const row of this.rows.get(name) ?? []) {
      this.codes.remove(row)
      this.owners[row] = undefined
    }
    this.features.remove(name)
    return this.rows.delete(name)
  }

  /** Names of pictures that may show this one or be shown by it, nearest first. */
  alike({ pdq, features }: PictureDescription, most: number): string[] {
    const near = [...this.codes.within(pdq.codes, 0, nearBits)].sort(
      (one, other) => one.distance - other.distance,
    )
    const names = new Set(near.flatMap(({ row }) => this.owners[row] ?? []))
    for (const { name } of this.features.match(features, { top: most })) names.add(name)
    return [...names].slice(0, most)
  }
}
