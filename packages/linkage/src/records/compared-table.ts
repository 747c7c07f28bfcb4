import type { Pair } from '../candidates/index.ts'
import { comparisons, type Comparison, type FieldKind } from '../comparison/index.ts'
import { seededRandom } from '@touchstone/contract/seeded-random'
import { exactWeight, type FieldShape, type LinkModel, type Pattern } from '../scoring/index.ts'

/** Which columns of a table are compared, and as what. */
export type FieldPlan = Readonly<Record<string, FieldKind>>

export type TableRecord = { id: string; cells: Readonly<Record<string, string>> }

type Column = {
  name: string
  kind: FieldKind
  comparison: Comparison
  /** The value of each record as the comparison reads it; '' if missing. */
  values: string[]
  /** Records with each value. */
  carriers: ReadonlyMap<string, number>
  /** Records with a value. */
  filled: number
  /** Other columns of this kind, into which a value may have slipped. */
  siblings: Column[]
}

/** What one field says of two records. */
export type FieldFinding = {
  field: string
  level: string
  weight: number
  values: [one: string, other: string]
}

/** Records read for comparison, in the order of their IDs. */
export class ComparedTable {
  readonly ids: readonly string[]
  readonly #columns: readonly Column[]

  constructor(records: readonly TableRecord[], plan: FieldPlan) {
    const sorted = records.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    this.ids = sorted.map(({ id }) => id)
    this.#columns = Object.entries(plan).map(([name, kind]): Column => {
      const comparison = comparisons[kind]
      const values = sorted.map(({ cells }) => comparison.read(cells[name] ?? ''))
      const carriers = new Map<string, number>()
      for (const value of values)
        if (value !== '') carriers.set(value, (carriers.get(value) ?? 0) + 1)
      const filled = values.filter((value) => value !== '').length
      return { name, kind, comparison, values, carriers, filled, siblings: [] }
    })
    for (const column of this.#columns)
      column.siblings = this.#columns.filter(
        (other) => other !== column && other.kind === column.kind,
      )
  }

  get size(): number {
    return this.ids.length
  }

  /** Levels of each field: those of its kind, and before `different` that its value stands in another field. */
  get shapes(): FieldShape[] {
    return this.#columns.map(({ comparison: { levels, chance } }) => ({
      levels: levels.length + 1,
      chance,
    }))
  }

  /** Keys of each record, by which candidates are found; fields of one kind share theirs. */
  keys(): string[][] {
    return this.ids.map((_, record) => {
      const keys = new Set<string>()
      for (const { kind, comparison, values } of this.#columns) {
        const value = values[record] ?? ''
        if (value === '') continue
        for (const key of comparison.keys(value)) keys.add(`${kind} ${key}`)
      }
      return [...keys]
    })
  }

  /** Up to so many different pairs, drawn by chance, but the same in every run. */
  randomPairs(most: number): Pair[] {
    const pairs: Pair[] = []
    if ((this.size * (this.size - 1)) / 2 <= most) {
      for (let one = 0; one < this.size; one++)
        for (let other = one + 1; other < this.size; other++) pairs.push([one, other])
      return pairs
    }
    const random = seededRandom(20_261_201)
    while (pairs.length < most) {
      const [one, other] = [Math.floor(random() * this.size), Math.floor(random() * this.size)]
      if (one !== other) pairs.push([Math.min(one, other), Math.max(one, other)])
    }
    return pairs
  }

  compare(pairs: readonly Pair[]): ComparedPairs {
    const width = this.#columns.length
    const levels = new Int8Array(pairs.length * width)
    for (const [place, pair] of pairs.entries()) this.#writeLevels(pair, levels, place * width)
    return { pairs, levels }
  }

  /** How often each combination of levels occurs. */
  patternsOf({ pairs, levels }: ComparedPairs): Pattern[] {
    const width = this.#columns.length
    const patterns = new Map<string, Pattern>()
    for (let place = 0; place < pairs.length; place++) {
      const own = levels.subarray(place * width, (place + 1) * width)
      const key = String.fromCharCode(...own.map((level) => level + 1))
      const pattern = patterns.get(key)
      if (pattern === undefined) patterns.set(key, { levels: own, count: 1 })
      else pattern.count++
    }
    return [...patterns.values()]
  }

  /** The log2 odds that the two records of each pair are of one owner. */
  scores(model: LinkModel, { pairs, levels }: ComparedPairs): Float64Array {
    const width = this.#columns.length
    const prior = exactWeight(model.prior)
    return Float64Array.from(pairs, (pair, place) => {
      let bits = prior
      for (const [field, column] of this.#columns.entries()) {
        const level = levels[place * width + field] ?? -1
        bits += weightOf(model, field, column, level, pair)
      }
      return bits
    })
  }

  /** What each field with both values says of two records. */
  findings(model: LinkModel, pair: Pair): FieldFinding[] {
    const { levels } = this.compare([pair])
    return this.#columns.flatMap((column, field): FieldFinding[] => {
      const level = levels[field] ?? -1
      if (level < 0) return []
      const values: [string, string] = [column.values[pair[0]] ?? '', column.values[pair[1]] ?? '']
      return [
        {
          field: column.name,
          level: levelName(column.comparison, level),
          weight: weightOf(model, field, column, level, pair),
          values,
        },
      ]
    })
  }

  #writeLevels([one, other]: Pair, levels: Int8Array, at: number): void {
    for (const [field, column] of this.#columns.entries())
      levels[at + field] = levelIn(column, one, other)
  }
}

/** Pairs and, for each, the level of each field; -1 is a missing value. */
export type ComparedPairs = { pairs: readonly Pair[]; levels: Int8Array }

function levelIn({ comparison, values, siblings }: Column, one: number, other: number): number {
  const [first, second] = [values[one] ?? '', values[other] ?? '']
  const last = comparison.levels.length - 1
  const isMissing = first === '' || second === ''
  const level = isMissing ? -1 : first === second ? 0 : comparison.level(first, second)
  if (level !== -1 && level < last) return level
  const isElsewhere = siblings.some(
    ({ values: theirs }) =>
      (first !== '' && theirs[other] === first) || (second !== '' && theirs[one] === second),
  )
  if (isElsewhere) return last
  return level === -1 ? -1 : last + 1
}

function levelName({ levels }: Comparison, level: number): string {
  if (level < levels.length - 1) return levels[level] ?? ''
  return level === levels.length - 1 ? 'in another field' : 'different'
}

/** How many records what is known of a kind weighs as much as. */
const recordsBefore = 50

/** A rare value that two records share tells more than a common one: how many others have it is what counts. */
function weightOf(
  model: LinkModel,
  field: number,
  { comparison: { chance }, carriers, filled, values }: Column,
  level: number,
  [one, other]: Pair,
): number {
  if (level < 0) return 0
  const own = model.fields[field]
  const carriersOf = (record: number): number => carriers.get(values[record] ?? '') ?? 1
  const further = Math.max(0, Math.max(carriersOf(one), carriersOf(other)) - 2)
  const u =
    level === 0
      ? (further + recordsBefore * chance) / (filled + recordsBefore)
      : (own?.u[level] ?? 1)
  return exactWeight(Math.log2((own?.m[level] ?? 1) / u))
}
