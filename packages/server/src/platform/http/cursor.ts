import { z } from 'zod'
import { AppError } from '../errors/index.ts'

/** The place of a list's last row as text that a caller passes back. */
export function writeCursor(place: readonly (string | number | Date)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/**
 * One page of rows of which one more was asked for than it has: so that a last page that is full does not
 * lead on to an empty one. `place` is where the list goes on after a row.
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

/** The place that a caller passed back; `form` says what a place of this list is made of. */
export function readCursor<T extends z.ZodType>(form: T, text: string): z.output<T> {
  try {
    return form.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch (cause) {
    throw new AppError({
      code: 'bad-input',
      message: '/after is no place in this list; take it from `next` of the page before',
      pointer: '/after',
      cause,
    })
  }
}

/** The place of a row in a list by time: its moment, and its id where others share it. */
export const MomentPlace = z.tuple([z.iso.datetime().transform((at) => new Date(at)), z.uuid()])
