import { randomUUID } from 'node:crypto'
import {
  EngineReleaseInput,
  EngineReleaseChangeInput,
  type EngineReleaseState,
  type Weights,
} from '@touchstone/contract'
import { violates } from '../../platform/db/index.ts'
import { AppError, parseInput, requireVersion } from '../../platform/errors/index.ts'
import {
  conflict,
  requireReleaseManager,
  recordReleaseEvent,
  requireRelease,
  type ServiceInput,
} from './load-release.ts'
import { changedIds, changedWeights, shippedContent, type ReleaseRow } from './types.ts'
import { moveToShadow } from './advance-release.ts'
import {
  insertEvent,
  insertRelease,
  findLiveRelease,
  pageOfReleases,
  updateRelease,
} from './repository.ts'

/** Drafts an engine release; its content is that of the live one where none is given. */
export async function draftRelease(options: ServiceInput<unknown>): Promise<ReleaseRow> {
  const { handle, actor } = options
  requireReleaseManager(actor)
  const { title, note = null, content } = parseInput(EngineReleaseInput, options.input)
  const live = await findLiveRelease(handle)
  const before = live?.content ?? shippedContent
  const id = randomUUID()
  const row = { id, title, note, content: content ?? before, parentId: live?.id ?? null }
  try {
    await insertRelease(handle, row)
  } catch (error) {
    if (!violates(error, 'engine_releases_number_taken')) throw error
    throw new AppError({
      code: 'release-number-taken',
      message: 'another engine release was drafted at the same moment; try again',
      retryable: true,
      cause: error,
    })
  }
  const terms = changedIds(before, row.content)
  const weights = changedWeights(before, row.content)
  await insertEvent(handle, {
    releaseId: id,
    step: 'drafted',
    note,
    terms,
    weights,
    content: row.content,
  })
  await recordReleaseEvent(handle, 'drafted', { id }, { terms, weights })
  return requireRelease(handle, id)
}

/**
 * Drafts an engine release that differs from the live one by its weights, and puts it into shadow where a
 * share is given. Throws a conflict where another one is in shadow: end that first.
 */
export async function draftWeights(
  options: ServiceInput<{ title: string; note?: string; weights: Weights; share?: number }>,
): Promise<ReleaseRow> {
  const { handle, actor, input } = options
  const { title, note, weights, share } = input
  const live = await findLiveRelease(handle)
  const content = { lexicon: live?.content.lexicon ?? shippedContent.lexicon, weights }
  const drafted = await draftRelease({ handle, actor, input: { title, note, content } })
  if (share === undefined) return drafted
  return moveToShadow({ handle, actor, input: { id: drafted.id, share } })
}

/** Changes a draft, unless someone else changed it since it was read. */
export async function amendRelease(
  options: ServiceInput<{ id: string; amendment: unknown }>,
): Promise<ReleaseRow> {
  const { handle, actor, input } = options
  requireReleaseManager(actor)
  const amendment = parseInput(EngineReleaseChangeInput, input.amendment)
  const release = await requireRelease(handle, input.id, { lock: true })
  if (release.state !== 'draft') {
    throw conflict(
      'release-not-draft',
      `engine release ${release.number} is ${release.state}; only a draft can be amended`,
    )
  }
  requireVersion(`engine release ${release.number}`, release, amendment.expectedVersion)
  const { title = release.title, note = release.note, content = release.content } = amendment
  const terms = changedIds(release.content, content)
  const weights = changedWeights(release.content, content)
  await updateRelease(handle, release.id, {
    ...release,
    title,
    note,
    content,
    edit: release.edit + 1,
  })
  await insertEvent(handle, {
    releaseId: release.id,
    step: 'amended',
    note: null,
    terms,
    weights,
    ...((terms.length > 0 || weights) && { content }),
  })
  await recordReleaseEvent(handle, 'amended', release, { terms, weights })
  return requireRelease(handle, release.id)
}

export async function listReleases(
  options: ServiceInput<{ limit: number; after?: number; state?: EngineReleaseState }>,
): Promise<ReleaseRow[]> {
  requireReleaseManager(options.actor)
  return pageOfReleases(options.handle, options.input)
}

/** An engine release for readers who may change it; throws if none has this id. */
export async function readRelease(options: ServiceInput<{ id: string }>): Promise<ReleaseRow> {
  requireReleaseManager(options.actor)
  return requireRelease(options.handle, options.input.id)
}
