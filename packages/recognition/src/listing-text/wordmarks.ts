import type { BrandForm, Brands, KnownBrand } from '../catalog/index.ts'
import type { NearNames } from '../disguise/index.ts'
import { fold, foldToString } from '../text/index.ts'
import { SpelledNames, type LetterSteps, type NamedBrand } from './ocr-name-matching.ts'

/** A line that was read in a picture, with its corners, clockwise from where the text begins, at the top. */
export interface PictureLine {
  text: string
  box: readonly (readonly number[])[]
  confidence: number
  /** If they are unsure: the possible letters at each step. */
  letters?: LetterSteps | undefined
}

/** A brand's name alone on a line or on adjacent lines of a picture. */
export interface Wordmark {
  brand: KnownBrand
  form: BrandForm
  /** Indices of the lines that hold it. */
  lines: number[]
  /** True if letters were replaced by others that look alike. */
  misread: boolean
}

/** A line of a picture that was read less surely than this is not judged by its text. */
export const SURELY_READ = 0.7
/** The cosine between the directions of two lines along an arc: at most 60°. */
const BENT_AT_MOST = 0.5
/** Names with one word per line are assembled from up to this many lines. */
const MAX_LINES = 3
/** At most this many lines, the nearest, are tried after each line: however many overlap, groups stay few. */
const MAX_NEXT = 4
/**
 * Maximum number of letter-by-letter comparisons in one picture for groups of each size: a page of small print is no
 * mark.
 */
const MAX_STEPS = 1000
/** A single everyday word is a name from this many letters on, if read this surely. */
const WORD_FROM = 5
const WORD_SURELY = 0.9
/** Longer lines contain more than a name. */
const MAX_LENGTH = 200
/** The minimum length of a name that is recognised in misread letters. */
const MISREAD_FROM = 7
/** Letters that OCR confuses in narrow, rounded or old print. */
const misreadAs: Record<string, string> = { r: 'n', i: 'l', '1': 'l', '0': 'o', '5': 's', q: 'g' }

/**
 * Finds names that make up a whole line of a picture, or adjacent lines: so marks are printed, and sentences are not.
 * A single everyday word is a name there; misread letters are corrected.
 */
export class Wordmarks {
  private readonly names = new Map<string, NamedBrand>()
  /** By their confusable letters; undefined if several brands share them. */
  private readonly misread = new Map<string, NamedBrand | undefined>()
  private readonly spelled = new SpelledNames()
  /** Those that are not added yet: listings without pictures don't need them. */
  private brands: Brands
  private readonly nearNames: NearNames
  private readonly misspellingExceptions: ReadonlySet<string>

  /** @param misspellingExceptions words of living languages that are near a name, folded */
  constructor(brands: Brands, nearNames: NearNames, misspellingExceptions: ReadonlySet<string>) {
    this.brands = brands
    this.nearNames = nearNames
    this.misspellingExceptions = misspellingExceptions
  }

  private addBrands(): void {
    const { brands } = this
    this.brands = []
    for (let at = 0; at < brands.length; at++) {
      const brand = brands.at(at)
      for (const form of brand?.forms ?? []) {
        if (form.kind !== 'name' && form.kind !== 'official') continue
        if (form.lookAlike === true || form.apart === true) continue
        if (brand !== undefined) this.add({ brand, form })
      }
    }
  }

  private add(named: NamedBrand): void {
    const { key } = named.form
    const letters = key.replace(/[^\p{L}\p{N}]/gu, '')
    if (key.length < WORD_FROM || letters.length < WORD_FROM) return
    if (!/^[a-z][a-z0-9]+$/.test(letters)) return
    this.spelled.add(letters, named)
    if (/[0-9]/.test(letters)) return
    if (!this.names.has(letters)) this.names.set(letters, named)
    if (letters.length < MISREAD_FROM) return
    const as = misreadLetters(letters)
    const isOther = this.misread.has(as) && this.misread.get(as)?.brand !== named.brand
    this.misread.set(as, isOther ? undefined : named)
  }

  find(lines: readonly PictureLine[]): Wordmark[] {
    if (lines.length > 0) this.addBrands()
    const wordmarks: Wordmark[] = []
    const shapes = lines.map(shapeOf)
    const used = new Set<number>()
    const next = nextOf(shapes)
    for (let many = Math.min(MAX_LINES, lines.length); many >= 1; many--) {
      const patience = { steps: MAX_STEPS }
      for (const group of groupsOf(next, many)) {
        if (group.some((index) => used.has(index))) continue
        const parts = group.flatMap((index) => lines[index] ?? [])
        const named = this.named(parts, patience)
        if (named === undefined) continue
        wordmarks.push({ ...named, lines: group })
        for (const index of group) used.add(index)
      }
    }
    return wordmarks
  }

  private named(
    parts: readonly PictureLine[],
    patience: { steps: number },
  ): Omit<Wordmark, 'lines'> | undefined {
    if (parts.some(({ text }) => text.length > MAX_LENGTH)) return undefined
    const letters = lettersOf(parts.map((part) => part.text).join(' '))
    const sureness = Math.min(...parts.map(({ confidence }) => confidence))
    if (sureness >= SURELY_READ) {
      const exact = this.names.get(letters)
      if (exact !== undefined)
        return isWord(exact) && sureness < WORD_SURELY ? undefined : { ...exact, misread: false }
      const near = parts.length === 1 ? this.nearTo(letters) : undefined
      if (near !== undefined) return { ...near, misread: true }
    }
    if (this.misspellingExceptions.has(letters)) return undefined
    const spelled = this.spelledBy(parts, patience)
    return spelled && { ...spelled, misread: true }
  }

  /** The name of which the letters are a near spelling. */
  private nearTo(letters: string): NamedBrand | undefined {
    if (letters.length < MISREAD_FROM) return undefined
    const alike = this.misread.get(misreadLetters(letters))
    if (alike !== undefined && !isWord(alike)) return alike
    if (!/^[a-z]+$/.test(letters)) return undefined
    return this.nearNames.find(fold(letters), 0, letters.length)
  }

  /** The name that the possible letters of lines spell. */
  private spelledBy(
    parts: readonly PictureLine[],
    patience: { steps: number },
  ): NamedBrand | undefined {
    if (parts.every((part) => part.letters === undefined)) return undefined
    const steps = parts.flatMap(({ text, letters }) => [...(letters ?? asRead(text)), { '': 1 }])
    patience.steps -= steps.length
    return patience.steps < 0 ? undefined : this.spelled.find(steps)
  }
}

/** Letters exactly as they were read. */
function asRead(text: string): LetterSteps {
  return [...lettersOf(text)].flatMap((letter) => [{ [letter]: 1 }, { '': 1 }])
}

function isWord({ brand, form }: NamedBrand): boolean {
  return brand.commonWord || form.commonWord === true
}

function lettersOf(text: string): string {
  return foldToString(text).replace(/[^a-z0-9]/g, '')
}

function misreadLetters(letters: string): string {
  return letters.replace(/[ri105q]/g, (letter) => misreadAs[letter] ?? letter)
}

/** For each line the nearest ones that may continue it. */
function nextOf(shapes: readonly Shape[]): number[][] {
  return shapes.map((one, at) => {
    const following = shapes.flatMap((other, index) => {
      if (index === at || !continues(one, other)) return []
      return [{ index, far: Math.hypot(other.x - one.x, other.y - one.y) }]
    })
    const nearest = following.sort((a, b) => a.far - b.far).slice(0, MAX_NEXT)
    return nearest.map(({ index }) => index).sort((a, b) => a - b)
  })
}

/** Indices of this many adjacent lines, in reading order. */
function groupsOf(next: readonly (readonly number[])[], many: number): number[][] {
  let groups = next.map((_, index) => [index])
  for (let length = 1; length < many; length++)
    groups = groups.flatMap((group) => {
      const following = next[group.at(-1) ?? 0] ?? []
      return following.flatMap((index) => (group.includes(index) ? [] : [[...group, index]]))
    })
  return groups
}

/** Position, size and direction of a line. */
interface Shape {
  x: number
  y: number
  width: number
  height: number
  cos: number
  sin: number
}

/** Whether the second line is just below the first, or just behind it, also along an arc. */
function continues(one: Shape, other: Shape): boolean {
  const ratio = one.height / other.height
  if (!(ratio > 0.4 && ratio < 2.5)) return false
  const height = Math.max(one.height, other.height)
  const [dx, dy] = [other.x - one.x, other.y - one.y]
  const along = dx * one.cos + dy * one.sin
  const down = dy * one.cos - dx * one.sin
  const below = down > 0.4 * height && down < 2 * height
  if (below && Math.abs(along) < Math.max(one.width, other.width) / 2 + height / 2) return true
  return isBehind(one, other, height)
}

/** Whether a line begins where the other ends and continues in much the same direction. */
function isBehind(one: Shape, other: Shape, height: number): boolean {
  if (one.cos * other.cos + one.sin * other.sin < BENT_AT_MOST) return false
  const [dx, dy] = [
    other.x - (other.width / 2) * other.cos - one.x - (one.width / 2) * one.cos,
    other.y - (other.width / 2) * other.sin - one.y - (one.width / 2) * one.sin,
  ]
  const [cos, sin] = [one.cos + other.cos, one.sin + other.sin]
  const length = Math.hypot(cos, sin)
  const gap = (dx * cos + dy * sin) / length
  const beside = (dy * cos - dx * sin) / length
  return Math.abs(beside) < 0.5 * height && gap > -0.5 * height && gap < 1.5 * height
}

function shapeOf({ box }: PictureLine): Shape {
  const [[x0 = 0, y0 = 0] = [], [x1 = 0, y1 = 0] = [], [x2 = 0, y2 = 0] = []] = box
  const width = Math.max(1, Math.hypot(x1 - x0, y1 - y0))
  const height = Math.max(1, Math.hypot(x2 - x1, y2 - y1))
  const [cos, sin] = [(x1 - x0) / width, (y1 - y0) / width]
  return { x: (x0 + x2) / 2, y: (y0 + y2) / 2, width, height, cos, sin }
}
