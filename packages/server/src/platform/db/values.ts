import { types, type CustomTypesConfig } from 'pg'

const parsers: Record<number, (text: string) => unknown> = {
  // A day stays as it is written: a Date would shift it by the machine's time zone.
  [types.builtins.DATE]: (text) => text,
  [types.builtins.INT8]: (text) => {
    const value = Number(text)
    if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond exact numbers`)
    return value
  },
}

/** How values of the database become values of the program. */
export const valueTypes: CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    parsers[id] ?? (types.getTypeParser as (id: number, format?: string) => unknown)(id, format),
}
