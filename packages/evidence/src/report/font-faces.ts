import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** A font file and the characters that it is for. */
export type Face = {
  name: string
  file: string
  ranges: readonly (readonly [first: number, last: number])[]
  /** Shaped from right to left by its script's rules. */
  rightToLeft: boolean
  /**
   * Drawn as outlines, thickened by this share of the size: of a WOFF2 file fontkit reads the outlines
   * and cannot write a part of it as a font.
   */
  outlined?: { weight: number }
}

type Source = {
  family: string
  file: (subset: string) => string
  subsets?: readonly string[]
  rightToLeft?: boolean
  outlined?: Face['outlined']
}

const plain = (font: string) => (subset: string) => `${font}-${subset}-400-normal.woff`

const sources: readonly Source[] = [
  {
    family: '@fontsource/noto-sans',
    file: plain('noto-sans'),
    subsets: ['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext'],
  },
  {
    family: '@fontsource/noto-sans-arabic',
    file: plain('noto-sans-arabic'),
    subsets: ['arabic'],
    rightToLeft: true,
  },
  {
    // The variable font is a fifteenth of the size of the nine static weights. Its default outlines are the thinnest;
    // a stroke around them matches the weight of the others.
    family: '@fontsource-variable/noto-sans-sc',
    file: (subset) => `noto-sans-sc-${subset.replace(/[[\]]/g, '')}-wght-normal.woff2`,
    outlined: { weight: 0.045 },
  },
]

let faces: Face[] | undefined
const loaded = new Map<number, Face | undefined>()

/** The face for a character, or undefined if no bundled font has it. */
export function faceOf(codePoint: number): Face | undefined {
  if (!loaded.has(codePoint)) {
    faces ??= sources.flatMap(facesOf)
    const face = faces.find(({ ranges }) =>
      ranges.some(([first, last]) => codePoint >= first && codePoint <= last),
    )
    loaded.set(codePoint, face)
  }
  return loaded.get(codePoint)
}

function facesOf({ family, file, subsets, rightToLeft = false, outlined }: Source): Face[] {
  const text = readFileSync(require.resolve(`${family}/unicode.json`), 'utf8')
  return Object.entries(JSON.parse(text) as Record<string, string>)
    .filter(([subset]) => subsets?.includes(subset) ?? true)
    .map(([subset, ranges]) => ({
      name: `${family} ${subset}`,
      file: require.resolve(`${family}/files/${file(subset)}`),
      ranges: ranges.split(',').map(rangeOf),
      rightToLeft,
      outlined,
    }))
}

function rangeOf(text: string): [number, number] {
  const [first = '', last = first] = text.replace('U+', '').split('-')
  return [parseInt(first, 16), parseInt(last, 16)]
}
