import { AppError } from '../../platform/errors/index.ts'

/** After so many faulty rows a file is rejected, unless at least this share of its rows is valid. */
const limits = [
  { faultyRows: 100_000, soundShare: 0.01 },
  { faultyRows: 500_000, soundShare: 0.1 },
]

/** Rows read so far, and how many were faulty. */
export type RowCounts = { rows: number; failed: number }

/** True if a file is not worth reading on; rows not written yet count as valid. */
export function isMostlyFaulty({ rows, failed }: RowCounts): boolean {
  return limits.some(
    ({ faultyRows, soundShare }) => failed > faultyRows && rows - failed < soundShare * rows,
  )
}

/** Rejects such a file; `what` names its expected content, with the first fault as an example. */
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
