import { randomUUID } from 'node:crypto'
import {
  NewRevision,
  RevisionAmendment,
  RevisionContent,
  type BackTest,
  type Revision,
  type RevisionFinding,
  type RevisionState,
  type Trial,
  type Weights,
} from '@touchstone/contract'
import { lexicons, lintAmendments } from '@touchstone/recognition'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../audit/index.ts'
import type { Actor } from '../identity/index.ts'
import { violates, type Handle } from '../platform/db/index.ts'
import { AppError, parseInput } from '../platform/errors/index.ts'
import type { Outgoing } from '../platform/http/index.ts'
import { revisionMark } from '../screening/index.ts'
import {
  changedIds,
  changedWeights,
  shippedContent,
  stateAfter,
  summaryOf,
  type KeptRevision,
  type Step,
} from './model.ts'
import { mayRevise } from './policy.ts'
import {
  eventsOf,
  findRevision,
  insertEvent,
  insertRevision,
  insertTrial,
  liveRevision,
  pageOfRevisions,
  revisionsAtWork,
  shadowMoves,
  trialsOf,
  updateRevision,
} from './store.ts'

export type Asked<T> = { handle: Handle; actor: Actor; input: T }

const audited: Record<Step | 'drafted' | 'amended', AuditAction> = {
  drafted: 'revision-drafted',
  amended: 'revision-amended',
  'to-shadow': 'revision-to-shadow',
  'to-draft': 'revision-to-draft',
  'to-live': 'revision-to-live',
  retired: 'revision-retired',
}

/** Drafts a revision; its content is that of the live one where none is given. */
export async function proposeRevision(asked: Asked<unknown>): Promise<KeptRevision> {
  const { handle, actor } = asked
  holdToPolicy(actor)
  const { title, note = null, content } = parseInput(NewRevision, asked.input)
  const live = await liveRevision(handle)
  const before = live?.content ?? shippedContent
  const id = randomUUID()
  const row = { id, title, note, content: content ?? before, parentId: live?.id ?? null }
  try {
    await insertRevision(handle, row)
  } catch (error) {
    if (!violates(error, 'engine_revisions_number_taken')) throw error
    throw new AppError({
      code: 'conflict',
      message: 'another revision was drafted at the same moment; try again',
      retryable: true,
      cause: error,
    })
  }
  const terms = changedIds(before, row.content)
  const weights = changedWeights(before, row.content)
  await insertEvent(handle, {
    ...{ revisionId: id, act: 'drafted', note, terms, weights },
    content: row.content,
  })
  await record(handle, 'drafted', { id }, { terms, weights })
  return revisionAt(handle, id)
}

/**
 * Drafts a revision that differs from the live one by its weights, and puts it into shadow where a
 * share is given. Throws a conflict where another one is in shadow: end that first.
 */
export async function proposeWeights(
  asked: Asked<{ title: string; note?: string; weights: Weights; share?: number }>,
): Promise<KeptRevision> {
  const { handle, actor, input } = asked
  const { title, note, weights, share } = input
  const live = await liveRevision(handle)
  const content = { lexicon: live?.content.lexicon ?? shippedContent.lexicon, weights }
  const drafted = await proposeRevision({ handle, actor, input: { title, note, content } })
  if (share === undefined) return drafted
  return putIntoShadow({ handle, actor, input: { id: drafted.id, share } })
}

/** Changes a draft, unless somebody else has since it was read. */
export async function amendRevision(
  asked: Asked<{ id: string; amendment: unknown }>,
): Promise<KeptRevision> {
  const { handle, actor, input } = asked
  holdToPolicy(actor)
  const amendment = parseInput(RevisionAmendment, input.amendment)
  const kept = await revisionAt(handle, input.id, { lock: true })
  if (kept.state !== 'draft') {
    throw conflict(`revision ${kept.number} is ${kept.state}; only a draft is amended`)
  }
  if (kept.edit !== amendment.edit) {
    throw conflict(`revision ${kept.number} was amended since it was read; read it again`)
  }
  const { title = kept.title, note = kept.note, content = kept.content } = amendment
  const terms = changedIds(kept.content, content)
  const weights = changedWeights(kept.content, content)
  await updateRevision(handle, kept.id, { ...kept, title, note, content, edit: kept.edit + 1 })
  await insertEvent(handle, {
    ...{ revisionId: kept.id, act: 'amended', note: null, terms, weights },
    ...((terms.length > 0 || weights) && { content }),
  })
  await record(handle, 'amended', kept, { terms, weights })
  return revisionAt(handle, kept.id)
}

/**
 * Lets a draft judge a share of the intake. Refused while it has faults; `trial` is what it said of
 * stored offers just now, kept beside it and held against it too.
 */
export async function putIntoShadow(
  asked: Asked<{ id: string; share: number; note?: string; trial?: Tried<Trial> }>,
): Promise<KeptRevision> {
  const { handle, actor, input } = asked
  holdToPolicy(actor)
  const kept = await revisionAt(handle, input.id, { lock: true })
  if (input.trial !== undefined && input.trial.edit !== kept.edit) {
    throw conflict(`revision ${kept.number} was amended while it was tried; try again`)
  }
  const findings = [...findingsOf(kept.content), ...(input.trial?.result.findings ?? [])]
  const [first] = findings
  if (first !== undefined) {
    throw conflict(`${first.at} ${first.problem}. ${first.mend}`)
  }
  const isTried = input.trial !== undefined
  if (!isTried && changedIds(await liveContent(handle), kept.content).length > 0) {
    throw conflict('other terms are tried over stored offers before they go into shadow')
  }
  const other = (await revisionsAtWork(handle)).find(({ state }) => state === 'shadow')
  if (other !== undefined && other.id !== kept.id) {
    throw conflict(`revision ${other.number} is in shadow: take it live or out of there first`)
  }
  if (input.trial !== undefined) await keepTrial(handle, kept, input.trial.result)
  return step({ ...asked, input: { kept, step: 'to-shadow', ...input } })
}

type Stepped = { id: string; note?: string }

export async function takeOutOfShadow(asked: Asked<Stepped>): Promise<KeptRevision> {
  return stepAt(asked, 'to-draft')
}

/** Serves a revision; the one that was live is retired, and is the way back. */
export async function putLive(asked: Asked<Stepped>): Promise<KeptRevision> {
  const { handle, actor, input } = asked
  holdToPolicy(actor)
  const kept = await revisionAt(handle, input.id, { lock: true })
  const live = await liveRevision(handle)
  hindered(kept, 'to-live')
  if (live !== undefined) await step({ ...asked, input: { kept: live, step: 'retired' } })
  return step({
    ...asked,
    input: { ...{ kept, step: 'to-live', replacedId: live?.id ?? null }, ...noted(input) },
  })
}

/** Gives up a draft, or one in shadow. */
export async function retire(asked: Asked<Stepped>): Promise<KeptRevision> {
  const { handle, actor, input } = asked
  holdToPolicy(actor)
  const kept = await revisionAt(handle, input.id, { lock: true })
  if (kept.state === 'live') {
    throw conflict(`revision ${kept.number} is live; go back to the one before it`)
  }
  return step({ ...asked, input: { kept, step: 'retired', ...noted(input) } })
}

/** Takes the live revision back: what it has replaced is served again. */
export async function goBack(asked: Asked<Stepped>): Promise<KeptRevision> {
  const { handle, actor, input } = asked
  holdToPolicy(actor)
  const kept = await revisionAt(handle, input.id, { lock: true })
  if (kept.state !== 'live') throw conflict(`revision ${kept.number} is ${kept.state}, not live`)
  const gone = await step({ ...asked, input: { kept, step: 'retired', ...noted(input) } })
  if (kept.replacedId === null) return gone
  const before = await revisionAt(handle, kept.replacedId, { lock: true })
  // Its own way back stays what it was: going back twice goes two steps.
  await step({
    ...asked,
    input: { ...{ kept: before, step: 'to-live', replacedId: before.replacedId }, ...noted(input) },
  })
  return gone
}

async function stepAt(asked: Asked<Stepped>, name: Step): Promise<KeptRevision> {
  const { handle, actor, input } = asked
  holdToPolicy(actor)
  const kept = await revisionAt(handle, input.id, { lock: true })
  return step({ ...asked, input: { kept, step: name, ...noted(input) } })
}

type StepInput = {
  kept: KeptRevision
  step: Step
  note?: string
  share?: number
  replacedId?: string | null
}

async function step({ handle, input }: Asked<StepInput>): Promise<KeptRevision> {
  const { kept, note = null, share = null, replacedId = kept.replacedId } = input
  const state = hindered(kept, input.step)
  await updateRevision(handle, kept.id, {
    ...kept,
    ...{ state, replacedId, share: state === 'shadow' ? share : null },
  })
  await insertEvent(handle, { revisionId: kept.id, act: input.step, note })
  await record(handle, input.step, kept, { number: kept.number, ...(share && { share }) })
  return revisionAt(handle, kept.id)
}

/** The state that a step leads to; throws where it leads nowhere. */
function hindered(kept: KeptRevision, name: Step): RevisionState {
  const state = stateAfter(name, kept.state)
  if (state !== undefined) return state
  throw conflict(`revision ${kept.number} is ${kept.state}: the step ${name} is not open to it`)
}

/** What was found of a revision as it was then. */
export type Tried<T> = { edit: number; result: T }

/** Keeps a trial's figures; its examples are offers, which have times of their own to go. */
export async function keepTrial(handle: Handle, kept: KeptRevision, trial: Trial): Promise<void> {
  const { examples: _offers, findings: _findings, ...figures } = trial
  await insertTrial(handle, kept, { kind: 'sample', figures })
}

export async function keepBackTest(
  handle: Handle,
  kept: KeptRevision,
  figures: BackTest,
): Promise<void> {
  await insertTrial(handle, kept, { kind: 'back-test', figures })
}

export async function listRevisions(
  asked: Asked<{ limit: number; before?: number; state?: RevisionState }>,
): Promise<KeptRevision[]> {
  holdToPolicy(asked.actor)
  return pageOfRevisions(asked.handle, asked.input)
}

/** A revision for whoever may change it; throws where there is none of that id. */
export async function readRevision(asked: Asked<{ id: string }>): Promise<KeptRevision> {
  holdToPolicy(asked.actor)
  return revisionAt(asked.handle, asked.input.id)
}

/** A revision with all that is known of it; `engine` is the one that runs in shadow here. */
export async function describe(
  handle: Handle,
  kept: KeptRevision,
  engine: string | undefined,
): Promise<Outgoing<Revision>> {
  const trials = await trialsOf(handle, kept)
  const sample = trials.find((trial) => trial.kind === 'sample')
  const backTest = trials.find((trial) => trial.kind === 'back-test')
  const mark = revisionMark({ revision: JSON.stringify(kept.content) })
  const compared = await shadowMoves(handle, mark)
  const runs = kept.state === 'shadow' && engine?.includes(mark) ? engine : null
  return {
    ...summaryOf(kept),
    content: kept.content,
    findings: findingsOf(kept.content),
    history: await eventsOf(handle, kept.id),
    shadow: runs !== null || compared.judged > 0 ? { engine: runs, ...compared } : null,
    trial: sample ? { at: sample.at, figures: sample.figures } : null,
    backTest: backTest ? { at: backTest.at, figures: backTest.figures } : null,
  }
}

/** What is wrong with a content beyond its schema. */
export function findingsOf({ lexicon }: RevisionContent): RevisionFinding[] {
  return lintAmendments(lexicons, lexicon)
}

/** Of them, those on these terms and guards, or on others because of them. */
export function findingsOn(content: RevisionContent, ids: readonly string[]): RevisionFinding[] {
  return findingsOf(content).filter(({ at, problem }) => {
    const [, id = ''] = at.split('/')
    return ids.includes(id) || ids.some((one) => problem.includes(one))
  })
}

/** The content that is served now. */
export async function liveContent(handle: Handle): Promise<RevisionContent> {
  return (await liveRevision(handle))?.content ?? shippedContent
}

export function holdToPolicy(actor: Actor): void {
  if (mayRevise(actor)) return
  throw new AppError({
    code: 'not-allowed',
    message:
      'the engine is shared by all organisations: an admin of the installation changes what it reads',
  })
}

async function revisionAt(
  handle: Handle,
  id: string,
  options: { lock?: boolean } = {},
): Promise<KeptRevision> {
  const isId = z.uuid().safeParse(id).success
  const found = isId ? await findRevision(handle, id, options) : undefined
  if (found !== undefined) return found
  throw new AppError({
    code: 'not-found',
    message: `there is no revision ${id}`,
    pointer: '/id',
  })
}

function noted({ note }: Stepped): { note?: string } {
  return note === undefined ? {} : { note }
}

async function record(
  handle: Handle,
  act: keyof typeof audited,
  { id }: { id: string },
  detail: Record<string, unknown>,
): Promise<void> {
  const subject = { kind: 'revision', id }
  await recordEvent({ handle, organisationId: null, action: audited[act], subject, detail })
}

function conflict(message: string): AppError {
  return new AppError({ code: 'conflict', message })
}
