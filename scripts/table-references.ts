export type TableReference = {
  table: string
  /** Where in the code the name begins. */
  index: number
}

/**
 * The tables that code names in SQL or in the query builder, in the order of the code. Comments don't count, nor do
 * names that are put together while the program runs.
 */
export function tableReferences(code: string, tables: Iterable<string>): TableReference[] {
  const known = new Set(tables)
  const text = withoutComments(code)
  const patterns = [inSql, afterComma, alone, inBuilder]
  if (/\bsql\.table\(\s*\w/.test(text)) patterns.push(inLoop)
  const indexes = new Map<number, string>()
  for (const pattern of patterns) {
    for (const { indices, groups } of text.matchAll(pattern)) {
      const table = groups?.['table']
      const index = indices?.groups?.['table']?.[0]
      if (table !== undefined && index !== undefined && known.has(table)) indexes.set(index, table)
    }
  }
  return [...indexes].map(([index, table]) => ({ table, index })).sort((a, b) => a.index - b.index)
}

/** Keeps the length, so that an index is valid in both. */
function withoutComments(code: string): string {
  return [/\/\*[\s\S]*?\*\//g, /(?<=^|\s)\/\/.*$/gm, /(?<=^|\s)--\s.*$/gm].reduce(
    (text, comment) => text.replaceAll(comment, (match) => match.replaceAll(/[^\n]/g, ' ')),
    code,
  )
}

const inSql = /\b(?:from|join|into|update|using)\s+(?:only\s+|lateral\s+)?(?<table>\w+)\b(?!\()/dg

/** `from cases c, listings l`: an alias ends the item, and no word that goes on a list of columns. */
const afterComma =
  /,\s*(?:lateral\s+|only\s+)?(?<table>\w+)\s+(?:as\s+)?(?!as\b|from\b|and\b|or\b)[a-z]\w*\s*(?=where\b|join\b|cross\b|left\b|[,)`]|$)/dgm

/** sql`listings`, to be put into another statement. */
const alone = /\bsql(?:<[^>]*>)?`\s*(?<table>\w+)\s*`/dg

const inBuilder =
  /(?:\b(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto|\w+Join|using|table|organisationsIn)\(\s*)['"](?<table>\w+)(?: as \w+)?['"]/dg

/** The names that a loop passes to `sql.table` in turn. */
const inLoop = /(?<=\bof \[[^\]]*)['"](?<table>\w+)['"]/dg
