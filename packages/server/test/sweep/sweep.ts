import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { readCursor } from '../../src/platform/http/index.ts'
import { bare, leaksIn, send, stringsIn, type Answer, type Request } from '../leaks/requests.ts'
import { namesOfNothing, withoutTokens } from '../leaks/names.ts'
import type { Named } from '../leaks/named-things.ts'
import type { Victim } from '../leaks/plant.ts'
import type { Caller } from './callers.ts'
import { cursorsOf } from './cursors.ts'
import type { Operation } from './document.ts'
import { answersOtherwise, isBroken, ofTheOperator, published } from './exceptions.ts'
import { inOwnWords, nounsBesides } from './request-nouns.ts'
import { pairsOf, type Pair } from './name-pairs.ts'
import { filled, type Names, type Template } from './requests.ts'
import { Slot } from './request-slot.ts'

/** The requested data: a victim's names, with names of nothing beside them. */
export type Target = {
  victim: Victim
  there: Names
  nothing: Names
  /** The nouns of which it has another thing than the victim's first target. */
  only?: ReadonlySet<string>
}

export function targetOf(victim: Victim): Target {
  const cursors = cursorsOf(victim.named)
  const there = { ...withoutTokens(victim.named), ...cursors.there }
  const nothing = { ...namesOfNothing(victim.named), ...cursors.nothing }
  return { victim, there, nothing }
}

/** Two responses that reveal which thing exists. */
type Difference = { operation: string; asks: string; there: string; nothing: string }

export type Findings = {
  differences: Difference[]
  /** Responses that reveal another’s data, break, or have a forbidden status. */
  problems: string[]
  /** How many requests were sent. */
  sent: number
  /** For each request, the status for the existing thing and for nothing. */
  statuses: Map<string, [there: number, nothing: number]>
}

export type SweepRequest = {
  app: FastifyInstance
  templates: readonly Template[]
  /** Those that come first are asked for first. */
  targets: readonly Target[]
  /** Every victim, HEAD and conditional requests, and every branch of every body. */
  whole: boolean
}

function newFindings(): Findings {
  return { differences: [], problems: [], sent: 0, statuses: new Map() }
}

/** Requests from every operation what a caller may not see, and the same for nothing. */
export async function sweep(request: SweepRequest, caller: Caller): Promise<Findings> {
  const findings = newFindings()
  const { of } = caller
  const targets = request.targets.filter(({ victim }) => of === undefined || of === victim)
  for (const template of inOrder(request.templates)) {
    if (!request.whole && template.deep) continue
    const [room = ''] = template.operation.id.split('.')
    if (caller.installation && ofTheOperator.has(room)) continue
    if (template.nouns.length === 0) {
      // An insider may make these changes; his reads must succeed nevertheless.
      const reads = template.operation.method === 'GET'
      if (of === undefined || reads) await askPlainly(request, caller, template, findings)
      continue
    }
    const have = targets.filter((target) => isTarget(target, template))
    for (const target of request.whole ? have : have.slice(0, 1)) {
      for (const pair of pairsOf(template, target, caller, request.whole)) {
        await compare(request, caller, { template, target, pair }, findings)
      }
    }
  }
  return findings
}

function isTarget({ victim: { kind }, only }: Target, { nouns }: Template): boolean {
  if (nouns.some((noun) => nounsBesides[kind].has(noun))) return false
  return only === undefined || nouns.some((noun) => only.has(noun))
}

/** Reads first, and removals last: so that everything still exists when it is requested. */
function inOrder(templates: readonly Template[]): Template[] {
  const rank = { GET: 0, POST: 1, PUT: 1, PATCH: 1, DELETE: 2 } as const
  return templates.toSorted((a, b) => rank[a.operation.method] - rank[b.operation.method])
}

async function askPlainly(
  { app, targets }: SweepRequest,
  caller: Caller,
  template: Template,
  findings: Findings,
): Promise<void> {
  const answer = await send(app, caller.asker, requestOf(template, {}))
  findings.sent++
  const asks = `${caller.name} asks ${template.operation.id} (${template.what})`
  for (const { victim } of targets) {
    findings.problems.push(...problemsOf(asks, answer, { caller, template, victim, names: {} }))
  }
}

async function compare(
  { app, whole }: SweepRequest,
  caller: Caller,
  { template, target, pair }: { template: Template; target: Target; pair: Pair },
  findings: Findings,
): Promise<void> {
  const { operation, what } = template
  const { victim } = target
  for (const [variant, change] of variantsOf(operation, whole)) {
    const there = await send(app, caller.asker, change(requestOf(template, pair.there)))
    const none = await send(app, caller.asker, change(requestOf(template, pair.nothing)))
    findings.sent += 2
    const how = [what, variant].filter((text) => text !== '').join(', ')
    const request = `${operation.id} (${how}) for ${pair.noun} of ${victim.slug}`
    findings.statuses.set(request, [there.status, none.status])
    const asks = `${caller.name} asks ${request}`
    const names = pair.there
    findings.problems.push(...problemsOf(asks, there, { caller, template, victim, names }))
    const [one, other] = [
      bare(withoutTransaction(operation, there), pair.there as Named),
      bare(withoutTransaction(operation, none), pair.nothing as Named),
    ]
    if (one === other || answersOtherwise(operation.id, caller.standing)) continue
    const isRefused = [there, none].some(({ status }) => status === 401 || status === 403)
    // Members of the organisation with the role may see it.
    if (caller.standing === 'without-role' && !isRefused) continue
    findings.differences.push({ operation: operation.id, asks, there: one, nothing: other })
  }
}

const ChangePlace = z.tuple([z.number(), z.string(), z.string()])

/**
 * The answer without the number of a transaction in its place among changes: it counts those of all databases of a
 * server, on which other tests run beside this one.
 */
function withoutTransaction({ id }: Operation, answer: Answer): Answer {
  if (id !== 'listings.changes') return answer
  const text = answer.text.replace(/"next":"([^"]*)"/, (_, next: string) => {
    const [series, , listing] = readCursor(ChangePlace, next)
    return `"next":"${series} ${listing}"`
  })
  return { ...answer, text }
}

type Change = (request: Request) => Request

function variantsOf({ method }: Operation, whole: boolean): [string, Change][] {
  const asIs: [string, Change] = ['', (request) => request]
  if (method !== 'GET' || !whole) return [asIs]
  const withHeader = (name: string, value: string): [string, Change] => [
    `${name}: ${value}`,
    (request) => ({ ...request, headers: { ...request.headers, [name]: value } }),
  ]
  return [
    asIs,
    ['HEAD', (request) => ({ ...request, method: 'HEAD' })],
    withHeader('if-none-match', '*'),
    withHeader('if-none-match', 'W/"1"'),
    withHeader('if-modified-since', 'Thu, 01 Jan 2026 00:00:00 GMT'),
    withHeader('range', 'bytes=0-0'),
  ]
}

type About = { caller: Caller; template: Template; victim: Victim; names: Names }

function problemsOf(asks: string, answer: Answer, about: About): string[] {
  const { caller, template, victim, names } = about
  const { status, text } = answer
  const problems: string[] = []
  if (status >= 500 && !isBroken(template.operation.id, caller.standing)) {
    problems.push(`${asks}: ${status} ${text}`)
  }
  if (caller.of !== undefined || template.operation.id in published) return problems
  const sentTexts = stringsIn(template.nouns.map((noun) => names[noun]))
  const leaks = leaksIn(answer, victim, [
    ...caller.asker.sent,
    ...sentTexts,
    ...caller.shown(victim),
  ])
  if (leaks.length > 0) problems.push(`${asks}: tells ${leaks.join(', ')}: ${text}`)
  const expected = wantedStatus(caller, template.operation)
  if (expected !== undefined && status !== expected) {
    problems.push(`${asks}: is answered ${status}, not ${expected}: ${text}`)
  }
  const inPath = Object.values(template.path).filter((part) => part instanceof Slot)
  const isAnothers = ({ noun }: Slot): boolean =>
    !inOwnWords.has(noun) && noun in names && names[noun] !== caller.own[noun]
  if (status < 400 && inPath.some(isAnothers)) {
    problems.push(`${asks}: is answered ${status}: ${text}`)
  }
  return problems
}

/** The status without credentials, and for a key where a person is required, whatever is named. */
function wantedStatus({ standing, asker }: Caller, { access }: Operation): 401 | 403 | undefined {
  if (access === 'open') return undefined
  if (standing === 'nobody' || standing === 'link') return 401
  const isMachine = asker.credentials !== undefined && 'key' in asker.credentials
  return isMachine && access === 'person' ? 403 : undefined
}

/** A template as a request, with its names filled in. */
export function requestOf({ operation, ...template }: Template, names: Names): Request {
  const { method, path, body: described } = operation
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(filled(template.path[name] ?? '', names))),
  )
  const query = filled(template.query, names) as Record<string, string>
  const headers = filled(template.headers, names) as Record<string, string>
  const body = filled(template.body, names)
  const type = described?.type ?? 'application/json'
  const isText = Array.isArray(body) && !type.includes('json')
  return {
    method,
    url,
    query,
    headers,
    type,
    ...(body !== undefined && { body: isText ? body.join('') : body }),
  }
}
