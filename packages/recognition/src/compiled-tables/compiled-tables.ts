/** Arrays of an engine's tables, by name, as they lie in one buffer. */
export type Table = Int32Array | Uint32Array | Uint16Array | Uint8Array

const kinds = { Int32Array, Uint32Array, Uint16Array, Uint8Array } as const
type Kind = keyof typeof kinds

/** Where a table lies. */
export interface TablePlace {
  name: string
  kind: Kind
  /** In bytes, from the beginning of the tables. */
  at: number
  length: number
}

/** The tables of a compiled engine in memory that threads share. */
export interface SharedTables {
  buffer: SharedArrayBuffer
  /** Where the tables begin, in bytes. */
  from: number
  places: readonly TablePlace[]
}

/** The widest element, by which every table is aligned. */
const ALIGNMENT = 8

/**
 * The tables of a compiled engine: all that compiling computes of names and terms by folding and sorting them. Threads
 * share them when the buffer is shared; nothing writes to them.
 */
export class CompiledTables {
  private readonly tables: ReadonlyMap<string, Table>
  /** Tables that were read; what is never read belongs to another engine. */
  private readonly unread: Set<string>

  constructor(tables: ReadonlyMap<string, Table>) {
    this.tables = tables
    this.unread = new Set(tables.keys())
  }

  /** @throws {ForeignTables} if a place lies outside the bytes or has no known kind */
  static within({ buffer, from, places }: SharedTables): CompiledTables {
    const tables = new Map<string, Table>()
    for (const { name, kind, at, length } of places) {
      const Kind = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
      const isWhole = Number.isSafeInteger(at) && Number.isSafeInteger(length)
      if (Kind === undefined || !isWhole || at < 0 || length < 0 || at % ALIGNMENT !== 0)
        throw new ForeignTables(`${name} has no place`)
      if (from + at + length * Kind.BYTES_PER_ELEMENT > buffer.byteLength)
        throw new ForeignTables(`${name} lies beyond the end`)
      tables.set(name, new Kind(buffer as SharedArrayBuffer & ArrayBuffer, from + at, length))
    }
    return new CompiledTables(tables)
  }

  /** @throws {ForeignTables} if the engine that wrote them had no such table */
  get<T extends Table>(name: string, kind: new (length: number) => T): T {
    const table = this.tables.get(name)
    if (!(table instanceof kind)) throw new ForeignTables(`${name} is missing`)
    this.unread.delete(name)
    return table
  }

  /** @throws {ForeignTables} if tables are left that nothing read */
  requireAllRead(): void {
    const [name] = this.unread
    if (name !== undefined) throw new ForeignTables(`${name} is unknown`)
  }
}

/** Tables that were compiled from other data or by another engine. */
export class ForeignTables extends Error {
  override name = 'ForeignTables'
}

/** Lays tables out one after the other. */
export function layOut(tables: ReadonlyMap<string, Table>): {
  places: TablePlace[]
  bytes: number
  write(into: Uint8Array): void
} {
  const places: TablePlace[] = []
  let bytes = 0
  for (const [name, table] of tables) {
    places.push({ name, kind: table.constructor.name as Kind, at: bytes, length: table.length })
    bytes += Math.ceil(table.byteLength / ALIGNMENT) * ALIGNMENT
  }
  return {
    places,
    bytes,
    write: (into) => {
      for (const { name, at } of places) {
        const table = tables.get(name)
        if (table !== undefined)
          into.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), at)
      }
    },
  }
}
