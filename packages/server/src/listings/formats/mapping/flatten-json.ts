import { emptyCells, type Cell, type Cells, type Row } from '../row.ts'

const depthAtMost = 4
const namesAtMost = 1000

/**
 * Flattens a JSON object into cells, so that it can be mapped like a table: nested values are named by path
 * (`price.amount`), lists of plain values are joined by line ends. Undefined for anything but an object.
 */
export function cellsOf(value: unknown): Cells | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const cells = emptyCells()
  let left = namesAtMost
  const add = (object: object, prefix: string, depth: number): void => {
    for (const [key, child] of Object.entries(object)) {
      if (left-- <= 0) return
      const name = prefix + key
      const cell = cellOf(child)
      if (cell !== undefined) cells[name] = cell
      else if (isObject(child) && depth < depthAtMost) add(child, `${name}.`, depth + 1)
    }
  }
  add(value, '', 1)
  return cells
}

/** Rows of JSON objects as rows of cells. */
export async function* asCells(rows: AsyncIterable<Row<unknown>>): AsyncGenerator<Row<Cells>> {
  for await (const each of rows) {
    if (!('value' in each)) {
      yield each
      continue
    }
    const { row, line } = each
    const value = cellsOf(each.value)
    if (value !== undefined) yield { row, line, value }
    else {
      const problem = 'must be an object { … }'
      const remedy = 'write one object for each listing'
      yield {
        row,
        line,
        faults: [{ pointer: '', problem, found: 'another kind of value', remedy }],
      }
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function cellOf(value: unknown): Cell | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return String(value)
  if (!Array.isArray(value)) return undefined
  const plain = value.filter((each) => typeof each === 'string' || typeof each === 'number')
  return plain.length > 0 && plain.length === value.length ? plain.join('\n') : undefined
}
