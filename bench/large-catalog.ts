import type { Catalog } from '@touchstone/contract'

const syllables = [
  'ba',
  'cor',
  'del',
  'fen',
  'gra',
  'hul',
  'jin',
  'kop',
  'lur',
  'mav',
  'nez',
  'pol',
  'qui',
  'ros',
  'sut',
  'tem',
  'vor',
  'wex',
  'yal',
  'zin',
]

function coined(seed: number): string {
  let name = ''
  for (let rest = seed + 1; rest > 0; rest = Math.floor(rest / syllables.length))
    name += syllables[rest % syllables.length] ?? ''
  return name.padEnd(4, 'o')
}

/** A catalog of invented brands with as many aliases each. */
export function largeCatalog(brands: number, aliases: number): Catalog {
  return {
    brands: Array.from({ length: brands }, (_, i) => ({
      id: `bench-${i}`,
      name: `${coined(i)} ${coined(i * 7 + 13)}`,
      productTypes: ['handbag'],
      aliases: Array.from({ length: aliases }, (_, k) => ({
        text: k % 2 === 0 ? `${coined(i)} ${coined(i + k * 31)}${k}` : `${coined(i * 31 + k)}x${k}`,
        kind: 'official' as const,
      })),
    })),
  }
}
