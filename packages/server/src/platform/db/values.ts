import { types, type CustomTypesConfig } from 'pg'

const parsers: Record<number, (text: string) => unknown> = {
  // A day stays as it is written: a Date would shift it by the machine's time zone.
  [types.builtins.DATE]: (text) => text,
  [types.builtins.INT8]: (text) => {
    const value = Number(text)
    if (!Number.isSafeInteger(value)) throw new RangeError(`${text} cannot be represented exactly`)
    return value
  },
}

/** How values of the database become values of the program. */
export const valueTypes: CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    parsers[id] ?? (types.getTypeParser as (id: number, format?: string) => unknown)(id, format),
}

/**
 * Values as the text of an array of JSON, for a parameter `::json[]`; null is SQL's own. JSON within
 * JSON has the escapes of PostgreSQL's arrays and no others, and the driver would take several times
 * as long.
 */
export function jsonTexts(values: readonly unknown[]): string {
  const texts = values.map((value) => (value === null ? null : JSON.stringify(value)))
  return `{${JSON.stringify(texts).slice(1, -1)}}`
}
