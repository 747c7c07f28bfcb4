import { z } from 'zod'
import { AppError } from '../errors/index.ts'

/** The place of a list's last row as text that a caller passes back. */
export function writeCursor(place: readonly (string | number | Date)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/**
 * The query for a page: one row more than the page shows, so that `pageOf` can tell whether another page follows,
 * starting at the caller's cursor.
 */
export function toPageQuery<T extends z.ZodType>(
  { limit, after }: { limit: number; after?: string | undefined },
  form: T,
): { limit: number; after?: z.output<T> } {
  return { limit: limit + 1, ...(after !== undefined && { after: readCursor(form, after) }) }
}

/** The rows that the page shows, of those read with `pageAsked`, where a log counts them. */
export function rowsOfPage<T>(rows: readonly T[], { limit }: { limit: number }): T[] {
  return rows.slice(0, limit - 1)
}

/**
 * A page of rows, read with one row more than it shows: so a full last page does not lead to an empty one. `place` is
 * the position after a row.
 */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  place: (row: T) => readonly (string | number | Date)[],
): { items: T[]; next: string | null } {
  const items = rows.slice(0, limit)
  const last = rows.length > limit ? items.at(-1) : undefined
  return { items, next: last === undefined ? null : writeCursor(place(last)) }
}

/** The position in a caller's cursor; `form` is the schema of a position in this list. */
export function readCursor<T extends z.ZodType>(
  form: T,
  text: string,
  field = 'after',
): z.output<T> {
  try {
    return form.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch (cause) {
    throw new AppError({
      code: 'cursor-invalid',
      message: `/${field} is not a position in this list; use \`next\` of the previous page`,
      pointer: `/${field}`,
      cause,
    })
  }
}

export const Moment = z.iso.datetime().transform((at) => new Date(at))

/** The place of a row in a list by time: its moment, and its id where others share it. */
export const TimeCursor = z.tuple([Moment, z.uuid()]).transform(([at, id]) => ({ at, id }))

/** The place of a row in a list that one value of it orders. */
export function valueCursor<T>(value: z.ZodType<T>): z.ZodType<T> {
  return z.tuple([value]).transform(([only]) => only)
}
