/** More than any JSON reader here accepts, and far from overflowing the stack. */
const maxDepth = 100

/**
 * JSON with sorted object members, so that equal values give equal text (RFC 8785).
 * @throws RangeError for a value with more than a hundred levels
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (depth === maxDepth) throw new RangeError(`the value has more than ${maxDepth} levels`)
  if (Array.isArray(value))
    return `[${value.map((element) => canonicalJson(element, depth + 1)).join(',')}]`
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member, depth + 1)}`)
  return `{${members.join(',')}}`
}
