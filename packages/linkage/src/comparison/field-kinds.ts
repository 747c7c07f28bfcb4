import { editDistance } from '@touchstone/recognition/edit-distance'
import { jaroWinkler } from './jaro-winkler.ts'
import { dateDigits, digitsOf, plainSigns, plainWords } from './normalise.ts'

export const fieldKinds = [
  'name',
  'date',
  'place',
  'postcode',
  'address',
  'email',
  'phone',
  'number',
  'identifier',
  'category',
  'text',
] as const
export type FieldKind = (typeof fieldKinds)[number]

/** How two values of a kind are compared. A missing value is read as '' and is never compared. */
export type Comparison = {
  /** What two values can be to each other, the most alike first; the last is `different`. */
  levels: readonly [...string[], 'different']
  /** Share of pairs of two owners that are at a level by chance, as far as is known before any are counted. */
  chance: number
  read(value: string): string
  /** The place in `levels` of two values as `read` returns them. */
  level(one: string, other: string): number
  /** What two records share if their values are alike, for the search for candidates. */
  keys(value: string): string[]
}

const wordsOf = (value: string): string[] => value.split(' ').filter((word) => word !== '')

/** The halves of a number: one typing error leaves one of them as it was. */
function halves(value: string): string[] {
  const middle = Math.ceil(value.length / 2)
  return value.length < 4
    ? [value]
    : [value, `${value.slice(0, middle)}…`, `…${value.slice(-middle)}`]
}

/** The share of words that two texts have in common (Dice), where words of one letter changed count as the same. */
function sharedWords(one: string, other: string): number {
  const [first, second] = [wordsOf(one), wordsOf(other)]
  const left = new Set(second)
  let shared = 0
  for (const word of first) {
    const found = left.has(word)
      ? word
      : word.length > 3
        ? [...left].find((candidate) => editDistance(word, candidate, 1) <= 1)
        : undefined
    if (found === undefined) continue
    left.delete(found)
    shared++
  }
  return (2 * shared) / Math.max(1, first.length + second.length)
}

/** The first level whose least value is reached. */
function stepOf(value: number, steps: readonly number[]): number {
  const at = steps.findIndex((least) => value >= least)
  return at === -1 ? steps.length : at
}

const name: Comparison = {
  levels: ['same', 'nearly the same', 'similar', 'slightly similar', 'different'],
  chance: 0.005,
  read: plainWords,
  level: (one, other) =>
    one === other || one.replaceAll(' ', '') === other.replaceAll(' ', '')
      ? 0
      : 1 + stepOf(jaroWinkler(one, other), [0.92, 0.86, 0.78]),
  keys: (value) => {
    const signs = value.replaceAll(' ', '')
    return [signs, `${signs.slice(0, 4)}…`, `…${signs.slice(-4)}`, ...wordsOf(value)]
  },
}

const address: Comparison = {
  levels: ['same', 'nearly the same', 'most words', 'some words', 'different'],
  chance: 0.002,
  read: plainWords,
  level: (one, other) => {
    const [first, second] = [one.replaceAll(' ', ''), other.replaceAll(' ', '')]
    if (first === second) return 0
    if (first.length > 5 && editDistance(first, second, 2) <= 2) return 1
    return (
      2 + stepOf(Math.max(sharedWords(one, other), jaroWinkler(first, second) - 0.25), [0.66, 0.45])
    )
  },
  keys: (value) => [value.replaceAll(' ', ''), ...wordsOf(value).filter((word) => word.length > 2)],
}

const date: Comparison = {
  levels: ['same', 'one digit changed', 'two digits changed', 'same year', 'different'],
  chance: 0.002,
  read: dateDigits,
  level: (one, other) => {
    const changed = editDistance(one, other, 2)
    // A day and a month in the other order are two digits at once.
    const isTurned = one.length === 8 && one.slice(0, 4) + one.slice(6) + one.slice(4, 6) === other
    if (changed < 2 || isTurned) return isTurned && changed > 0 ? 1 : changed
    if (changed === 2) return 2
    return one.slice(0, 4) === other.slice(0, 4) ? 3 : 4
  },
  keys: (value) => [
    value,
    `${value.slice(0, 6)}…`,
    `…${value.slice(4)}`,
    `${value.slice(0, 4)}…${value.slice(6)}`,
  ],
}

const postcode: Comparison = {
  levels: ['same', 'one sign changed', 'same district', 'different'],
  chance: 0.005,
  read: plainSigns,
  level: (one, other) => {
    if (one === other) return 0
    if (editDistance(one, other, 1) <= 1) return 1
    const half = Math.ceil(Math.min(one.length, other.length) / 2)
    return one.slice(0, half) === other.slice(0, half) ? 2 : 3
  },
  keys: (value) => [value],
}

const identifier: Comparison = {
  levels: ['same', 'one sign changed', 'two signs changed', 'different'],
  chance: 0.0005,
  read: plainSigns,
  level: (one, other) => {
    if (one === other) return 0
    // Short numbers differ by a sign or two by chance.
    return Math.min(one.length, other.length) < 5 ? 3 : editDistance(one, other, 2)
  },
  keys: halves,
}

const phone: Comparison = {
  levels: ['same', 'same without prefix', 'one digit changed', 'different'],
  chance: 0.0005,
  read: (value) => digitsOf(value).replace(/^00/, ''),
  level: (one, other) => {
    if (one === other) return 0
    if (one.length > 6 && other.length > 6 && one.slice(-7) === other.slice(-7)) return 1
    return editDistance(one, other, 1) <= 1 ? 2 : 3
  },
  keys: (value) => [value, `…${value.slice(-7)}`, ...halves(value.slice(-7)).slice(1)],
}

const email: Comparison = {
  levels: ['same', 'same name at another host', 'nearly the same', 'similar', 'different'],
  chance: 0.0005,
  read: (value) => value.normalize('NFKC').trim().toLowerCase(),
  level: (one, other) => {
    if (one === other) return 0
    const [first = '', second = ''] = [one.split('@')[0], other.split('@')[0]]
    if (first === second) return 1
    if (editDistance(one, other, 2) <= 2) return 2
    return jaroWinkler(first, second) >= 0.88 ? 3 : 4
  },
  keys: (value) => {
    const [local = ''] = value.split('@')
    return [value, `${local}@`, ...halves(local).slice(1)]
  },
}

const number: Comparison = {
  levels: ['same', 'one digit changed', 'within a tenth', 'different'],
  chance: 0.02,
  read: (value) =>
    value
      .normalize('NFKC')
      .replaceAll(/[^\p{L}\p{N}.-]+/gu, '')
      .toLowerCase(),
  level: (one, other) => {
    if (one === other || Number(one) === Number(other)) return 0
    if (editDistance(one, other, 1) <= 1) return 1
    const [first, second] = [Number(one), Number(other)]
    return Math.abs(first - second) <= 0.1 * Math.max(Math.abs(first), Math.abs(second)) ? 2 : 3
  },
  keys: (value) => [value],
}

const category: Comparison = {
  levels: ['same', 'different'],
  chance: 0.2,
  read: plainWords,
  level: (one, other) => (one === other ? 0 : 1),
  keys: () => [],
}

const text: Comparison = {
  levels: ['same', 'most words', 'many words', 'some words', 'different'],
  chance: 0.002,
  read: plainWords,
  level: (one, other) =>
    one === other ? 0 : 1 + stepOf(sharedWords(one, other), [0.8, 0.6, 0.35]),
  keys: (value) => [...new Set(wordsOf(value))].filter((word) => word.length > 1),
}

export const comparisons: Record<FieldKind, Comparison> = {
  name,
  date,
  place: { ...name, chance: 0.02, keys: (value) => [value.replaceAll(' ', '')] },
  postcode,
  address,
  email,
  phone,
  number,
  identifier,
  category,
  text,
}
