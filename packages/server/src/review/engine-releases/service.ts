import { randomUUID } from 'node:crypto'
import {
  NewRevision,
  RevisionAmendment,
  type RevisionState,
  type Weights,
} from '@touchstone/contract'
import { violates } from '../../platform/db/index.ts'
import { AppError, parseInput } from '../../platform/errors/index.ts'
import { conflict, holdToPolicy, record, revisionAt, type Asked } from './load-release.ts'
import { changedIds, changedWeights, shippedContent, type KeptRevision } from './types.ts'
import { putIntoShadow } from './advance-release.ts'
import {
  insertEvent,
  insertRevision,
  liveRevision,
  pageOfRevisions,
  updateRevision,
} from './repository.ts'

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
    revisionId: id,
    act: 'drafted',
    note,
    terms,
    weights,
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
    revisionId: kept.id,
    act: 'amended',
    note: null,
    terms,
    weights,
    ...((terms.length > 0 || weights) && { content }),
  })
  await record(handle, 'amended', kept, { terms, weights })
  return revisionAt(handle, kept.id)
}

export async function listRevisions(
  asked: Asked<{ limit: number; after?: number; state?: RevisionState }>,
): Promise<KeptRevision[]> {
  holdToPolicy(asked.actor)
  return pageOfRevisions(asked.handle, asked.input)
}

/** A revision for whoever may change it; throws where there is none of that id. */
export async function readRevision(asked: Asked<{ id: string }>): Promise<KeptRevision> {
  holdToPolicy(asked.actor)
  return revisionAt(asked.handle, asked.input.id)
}
