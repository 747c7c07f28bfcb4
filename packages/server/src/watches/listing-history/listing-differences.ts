import type { Listing } from '@touchstone/contract'
import { changedFields } from '../../listings/ingest/index.ts'
import { canonicalJson } from '../../platform/canonical-json/index.ts'

/**
 * How one field differs. Of a list, `before` holds the elements that left and `after` those that came. Of a long
 * text, both hold the part that differs, which begins after `offset` characters.
 */
export type Difference = { field: string; before?: unknown; after?: unknown; offset?: number }

/** How a listing became known says nothing of the goods. */
const notContent: ReadonlySet<string> = new Set(['sources'])
const longText = 500
/** Characters shown around the part of a long text that differs. */
const context = 40

/** The fields that differ, as they are shown: members of objects one by one, named as `seller/name`. */
export function differencesOf(before: Listing, after: Listing): Difference[] {
  return changedFields(before, after)
    .filter((field) => !notContent.has(field))
    .flatMap((field) => differencesAt(field, before[field], after[field]))
}

function differencesAt(field: string, before: unknown, after: unknown): Difference[] {
  if (isObject(before) && isObject(after)) {
    const names = new Set([...Object.keys(before), ...Object.keys(after)])
    return [...names]
      .sort()
      .filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null))
      .flatMap((name) => differencesAt(`${field}/${name}`, before[name], after[name]))
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const [left, came] = [without(before, after), without(after, before)]
    // Only their order differs.
    if (left.length === 0 && came.length === 0) return []
    return [{ field, before: left, after: came }]
  }
  if (typeof before === 'string' && typeof after === 'string') {
    return [textDifference(field, before, after)]
  }
  return [
    {
      field,
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    },
  ]
}

/** Elements of a list beyond those that the other one holds, too. */
function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
  const left = new Map<string, number>()
  for (const element of other) {
    const text = canonicalJson(element)
    left.set(text, (left.get(text) ?? 0) + 1)
  }
  return list.filter((element) => {
    const text = canonicalJson(element)
    const count = left.get(text) ?? 0
    left.set(text, count - 1)
    return count <= 0
  })
}

function textDifference(field: string, before: string, after: string): Difference {
  if (before.length <= longText && after.length <= longText) return { field, before, after }
  const shortest = Math.min(before.length, after.length)
  let start = 0
  while (start < shortest && before[start] === after[start]) start++
  let end = 0
  while (end < shortest - start && before.at(-1 - end) === after.at(-1 - end)) end++
  start = wholeCharacter(before, Math.max(0, start - context))
  end = Math.max(0, end - context)
  const [beforeEnd, afterEnd] = [before.length - end, after.length - end]
  return {
    field,
    before: before.slice(start, wholeCharacter(before, beforeEnd)),
    after: after.slice(start, wholeCharacter(after, afterEnd)),
    offset: start,
  }
}

/** The place itself, or the one after it where it would cut a character in two. */
function wholeCharacter(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at + 1 : at
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
