import type { Row } from '../row.ts'

export { encoded } from '../../../../test/encoded.ts'

/** The bytes in one chunk. */
export async function* streamed(bytes: Uint8Array | string): AsyncGenerator<Uint8Array> {
  yield typeof bytes === 'string' ? Buffer.from(bytes) : bytes
}

/** The bytes in chunks of these sizes in turn. */
export async function* inPieces(
  bytes: Uint8Array,
  sizes: readonly number[],
): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

export async function read<T>(rows: AsyncIterable<Row<T>>): Promise<Row<T>[]> {
  const found: Row<T>[] = []
  for await (const row of rows) found.push(row)
  return found
}

export function values<T>(rows: readonly Row<T>[]): T[] {
  return rows.flatMap((row) => ('value' in row ? [row.value] : []))
}

export function problems(rows: readonly Row<unknown>[]): string[] {
  return rows.flatMap((row) =>
    'value' in row ? [] : [`${row.line}: ${row.faults.map(({ problem }) => problem).join('; ')}`],
  )
}
