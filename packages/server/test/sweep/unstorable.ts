import { send, type Request } from '../leaks/requests.ts'
import type { Caller } from './callers.ts'
import { takesAnyText } from './exceptions.ts'
import { requestOf, type SweepRequest, type Target } from './sweep.ts'
import type { Template } from './requests.ts'

/** Answers to texts that no column takes, and how many requests were sent. */
export type Unstorable = { problems: string[]; sent: number }

type Variant = { where: string; request: Request; mayBeAccepted: boolean }

/**
 * Puts a null character into each text of each operation: of its path, query, headers and body. Every answer has to
 * be a refusal of the caller, and never a failure of the server.
 */
export async function sweepUnstorable(
  { app, templates, whole }: SweepRequest,
  target: Target,
  { asker, own }: Caller,
): Promise<Unstorable> {
  const result: Unstorable = { problems: [], sent: 0 }
  const seen = new Set<string>()
  for (const template of templates) {
    if (template.deep && !whole) continue
    const { operation } = template
    const request = requestOf(template, { ...target.there, ...own })
    for (const { where, request: changed, mayBeAccepted } of variantsOf(template, request)) {
      const key = `${operation.id} ${where}`
      if (seen.has(key) && !whole) continue
      seen.add(key)
      const { status, text } = await send(app, asker, changed)
      result.sent++
      const isRefused = status >= 400 && status < 500
      if (isRefused || (mayBeAccepted && status < 300)) continue
      result.problems.push(`${key} (${template.what}): ${status} ${text.slice(0, 200)}`)
    }
  }
  return result
}

function variantsOf({ operation }: Template, request: Request): Variant[] {
  const variants: Variant[] = []
  for (const { in: place, name } of operation.parameters) {
    const add = (changed: Request): number =>
      variants.push({ where: `${place} ${name}`, request: changed, mayBeAccepted: false })
    if (place === 'path') add({ ...request, url: inPath(operation.path, request.url, name) })
    else if (place === 'query') {
      add({ ...request, query: { ...request.query, [name]: `${request.query?.[name] ?? 'x'}\0` } })
    } else {
      const headers = { ...request.headers, [name]: `${request.headers?.[name] ?? 'x'}\0` }
      add({ ...request, headers })
    }
  }
  const mayBeAccepted = takesAnyText(operation.id)
  const { body, type } = request
  if (type !== 'application/json' && type !== undefined) return variants
  for (const keys of textsOf(body)) {
    const where = `body /${keys.join('/')}`
    variants.push({ where, request: { ...request, body: changedAt(body, keys) }, mayBeAccepted })
  }
  return variants
}

/** The address with a null character appended to the value of a parameter. */
function inPath(path: string, url: string, name: string): string {
  const parts = url.split('/')
  const at = path.split('/').findIndex((part) => part.includes(`{${name}}`))
  return parts.map((part, place) => (place === at ? `${part}%00` : part)).join('/')
}

type Keys = readonly (string | number)[]

function textsOf(value: unknown, keys: Keys = []): Keys[] {
  if (typeof value === 'string') return [keys]
  if (typeof value !== 'object' || value === null) return []
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  return entries.flatMap(([key, member]) => textsOf(member, [...keys, key]))
}

function changedAt(value: unknown, [key, ...rest]: Keys): unknown {
  if (key === undefined) return `${String(value)}\0`
  const changed = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }
  const members = changed as Record<string | number, unknown>
  members[key] = changedAt(members[key], rest)
  return changed
}
