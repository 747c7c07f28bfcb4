/**
 * The tables that code names in SQL or in the query builder, each as often as it is named. Comments don't count, nor do
 * names that are put together while the program runs.
 */
export function tableReferences(code: string, tables: Iterable<string>): string[] {
  const known = new Set(tables)
  const text = code
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/(^|\s)\/\/.*$/gm, ' ')
    .replaceAll(/(^|\s)--\s.*$/gm, ' ')
  const named = [...text.matchAll(inSql), ...text.matchAll(inBuilder)]
  return named.map(([, name = '']) => name).filter((name) => known.has(name))
}

const inSql = /\b(?:from|join|into|update|using)\s+(?:only\s+|lateral\s+)?(\w+)\b(?!\()/g

const inBuilder =
  /(?:\b(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto|\w+Join|using|table|organisationsIn)\(\s*)['"](\w+)(?: as \w+)?['"]/g
