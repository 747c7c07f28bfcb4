import type { CompiledTables, Table } from './compiled-tables.ts'

/** Strings that compiling computed, one after the other. */
export class StringTable {
  private readonly written: string[] = []
  private readonly units: Uint16Array | undefined
  /** Where each string ends among the units. */
  private readonly ends: Int32Array | undefined

  /** @param tables with strings under this name; without them, strings can be added */
  constructor(tables?: CompiledTables, name = '') {
    this.units = tables?.get(`${name}.units`, Uint16Array)
    this.ends = tables?.get(`${name}.ends`, Int32Array)
  }

  get length(): number {
    return this.ends?.length ?? this.written.length
  }

  push(text: string): void {
    this.written.push(text)
  }

  at(index: number): string {
    const { units, ends } = this
    if (units === undefined || ends === undefined) return this.written[index] as string
    let text = ''
    const end = ends[index] as number
    for (let i = index === 0 ? 0 : (ends[index - 1] as number); i < end; i++)
      text += String.fromCharCode(units[i] as number)
    return text
  }

  addTo(tables: Map<string, Table>, name: string): void {
    tables.set(`${name}.units`, this.units ?? unitsOf(this.written))
    tables.set(`${name}.ends`, this.ends ?? endsOf(this.written))
  }
}

function unitsOf(strings: readonly string[]): Uint16Array {
  const units = new Uint16Array(strings.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const text of strings) for (let i = 0; i < text.length; i++) units[at++] = text.charCodeAt(i)
  return units
}

function endsOf(strings: readonly string[]): Int32Array {
  let end = 0
  return Int32Array.from(strings, ({ length }) => (end += length))
}
