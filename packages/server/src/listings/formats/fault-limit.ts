import { AppError } from '../../platform/errors/index.ts'

/** After so many rows with errors a file is no longer read, unless at least this share of its rows is sound. */
const limits = [
  { faultyRows: 100_000, soundShare: 0.01 },
  { faultyRows: 500_000, soundShare: 0.1 },
]

/** Rows read so far, and those of them with errors. */
export type RowCounts = { rows: number; failed: number }

/** True for a file that is not worth reading on; rows not yet written count as sound. */
export function isMostlyFaulty({ rows, failed }: RowCounts): boolean {
  return limits.some(
    ({ faultyRows, soundShare }) => failed > faultyRows && rows - failed < soundShare * rows,
  )
}

/** Refuses such a file; `what` its rows should be, with the first error as an example. */
export function mostlyFaulty(
  { rows, failed }: RowCounts,
  what: string,
  first: { line: number; message: string } | undefined,
): AppError {
  const [faulty, read] = [failed, rows].map((count) => count.toLocaleString('en'))
  const example = first === undefined ? '' : `; the first, in line ${first.line}: ${first.message}`
  return new AppError({
    code: 'file-rows-faulty',
    message: `reading stopped: ${faulty} of ${read} rows are not ${what}; rows accepted before that are stored${example}`,
  })
}
