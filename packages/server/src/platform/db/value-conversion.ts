import { types, type CustomTypesConfig } from 'pg'

const parsers: Record<number, (text: string) => unknown> = {
  // Dates stay strings: a Date would shift them by the machine's time zone.
  [types.builtins.DATE]: (text) => text,
  [types.builtins.INT8]: (text) => {
    const value = Number(text)
    if (!Number.isSafeInteger(value)) throw new RangeError(`${text} cannot be represented exactly`)
    return value
  },
}

/** Conversion of the database's values. */
export const valueTypes: CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    parsers[id] ?? (types.getTypeParser as (id: number, format?: string) => unknown)(id, format),
}

/**
 * Values as the text of a JSON array, for a parameter `::json[]`; null is SQL's own. Nested JSON has only the escapes
 * of PostgreSQL's arrays, and the driver would take several times as long.
 */
export function jsonTexts(values: readonly unknown[]): string {
  const texts = values.map((value) => (value === null ? null : JSON.stringify(value)))
  return `{${JSON.stringify(texts).slice(1, -1)}}`
}
