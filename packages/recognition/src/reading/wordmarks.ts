import type { BrandForm, KnownBrand } from '../catalog/index.ts'
import type { NearNames } from '../disguise/index.ts'
import { fold, foldToString } from '../text/index.ts'

/** A line that was read in a picture, with its corners, clockwise from where the text begins, at the top. */
export interface PictureLine {
  text: string
  box: readonly (readonly number[])[]
  confidence: number
}

/** A brand's name that stands by itself in a picture. */
export interface Wordmark {
  brand: KnownBrand
  form: BrandForm
  /** Indices of the lines that hold it. */
  lines: number[]
  /** True where letters were taken for others that look alike. */
  misread: boolean
}

/** Names that stand one word a line are put together from so many lines. */
const MOST_LINES = 3
/** An everyday word by itself is a name from so many letters on, read so surely. */
const WORD_FROM = 5
const WORD_SURELY = 0.9
/** A name is told from its misread letters from so many on. */
const MISREAD_FROM = 7
/** Letters that a machine takes for each other in print that is narrow, rounded or old. */
const misreadAs: Record<string, string> = { r: 'n', i: 'l', '1': 'l', '0': 'o', '5': 's', q: 'g' }

/**
 * Finds names that are all there is on a line of a picture, or on lines that stand together: so marks are
 * printed, and so sentences are not. An everyday word by itself is a name there; letters that were misread are
 * put right.
 */
export class Wordmarks {
  private readonly names = new Map<string, { brand: KnownBrand; form: BrandForm }>()
  /** By their letters as they are misread; undefined where several brands are misread alike. */
  private readonly misread = new Map<string, { brand: KnownBrand; form: BrandForm } | undefined>()
  private readonly nearNames: NearNames

  constructor(brands: readonly KnownBrand[], nearNames: NearNames) {
    this.nearNames = nearNames
    for (const brand of brands)
      for (const form of brand.forms) {
        if (form.kind !== 'name' && form.kind !== 'official') continue
        if (form.lookAlike === true || form.apart === true) continue
        if (form.key.length < WORD_FROM || !/^[a-z]/.test(form.key)) continue
        const letters = form.key.replace(/[^\p{L}\p{N}]/gu, '')
        if (letters.length < WORD_FROM || !/^[a-z]+$/.test(letters)) continue
        const named = { brand, form }
        if (!this.names.has(letters)) this.names.set(letters, named)
        if (letters.length < MISREAD_FROM) continue
        const as = misreadLetters(letters)
        const other = this.misread.get(as)
        const isOther = this.misread.has(as) && other?.brand !== brand
        this.misread.set(as, isOther ? undefined : named)
      }
  }

  find(lines: readonly PictureLine[]): Wordmark[] {
    const found: Wordmark[] = []
    const shapes = lines.map(shapeOf)
    const taken = new Set<number>()
    for (let many = Math.min(MOST_LINES, lines.length); many >= 1; many--)
      for (const group of groupsOf(shapes, many)) {
        if (group.some((index) => taken.has(index))) continue
        const parts = group.flatMap((index) => lines[index] ?? [])
        const named = this.named(parts)
        if (named === undefined) continue
        found.push({ ...named, lines: group })
        for (const index of group) taken.add(index)
      }
    return found
  }

  private named(parts: readonly PictureLine[]): Omit<Wordmark, 'lines'> | undefined {
    const text = parts.map((part) => part.text).join(' ')
    const letters = lettersOf(text)
    const surely = Math.min(...parts.map(({ confidence }) => confidence)) >= WORD_SURELY
    const isWord = ({ brand, form }: { brand: KnownBrand; form: BrandForm }): boolean =>
      brand.commonWord || form.commonWord === true
    const exact = this.names.get(letters)
    if (exact !== undefined) {
      return isWord(exact) && !surely ? undefined : { ...exact, misread: false }
    }
    if (letters.length < MISREAD_FROM || parts.length > 1) return undefined
    const alike = this.misread.get(misreadLetters(letters))
    if (alike !== undefined && !isWord(alike)) return { ...alike, misread: true }
    if (!/^[a-z]+$/.test(letters)) return undefined
    const near = this.nearNames.find(fold(letters), 0, letters.length)
    return near && { brand: near.brand, form: near.form, misread: true }
  }
}

function lettersOf(text: string): string {
  return foldToString(text).replace(/[^a-z0-9]/g, '')
}

function misreadLetters(letters: string): string {
  return letters.replace(/[ri105q]/g, (letter) => misreadAs[letter] ?? letter)
}

/** Indices of so many lines that stand together, in the order in which they are read. */
function groupsOf(shapes: readonly Shape[], many: number): number[][] {
  let groups = shapes.map((_, index) => [index])
  for (let length = 1; length < many; length++)
    groups = groups.flatMap((group) => {
      const last = shapes[group.at(-1) ?? 0]
      return shapes.flatMap((shape, index) =>
        last !== undefined && !group.includes(index) && goesOn(last, shape)
          ? [[...group, index]]
          : [],
      )
    })
  return groups
}

/** Where a line lies, how large it is and where it runs. */
interface Shape {
  x: number
  y: number
  width: number
  height: number
  cos: number
  sin: number
}

/** Whether the second line stands just below the first, or just behind it. */
function goesOn(one: Shape, other: Shape): boolean {
  const ratio = one.height / other.height
  if (!(ratio > 0.4 && ratio < 2.5)) return false
  const height = Math.max(one.height, other.height)
  const [dx, dy] = [other.x - one.x, other.y - one.y]
  const along = dx * one.cos + dy * one.sin
  const down = dy * one.cos - dx * one.sin
  const below = down > 0.4 * height && down < 2 * height
  if (below) return Math.abs(along) < Math.max(one.width, other.width) / 2 + height / 2
  const gap = along - (one.width + other.width) / 2
  return Math.abs(down) < 0.5 * height && gap > -0.5 * height && gap < 1.5 * height
}

function shapeOf({ box }: PictureLine): Shape {
  const [[x0 = 0, y0 = 0] = [], [x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = []] = box
  const width = Math.max(1, Math.hypot(x1 - x0, y1 - y0))
  const height = Math.max(1, Math.hypot(x2 - x1, y2 - y1))
  const [cos, sin] = [(x1 - x0) / width, (y1 - y0) / width]
  return { x: (x0 + x2) / 2, y: (y0 + y2) / 2, width, height, cos, sin }
}
