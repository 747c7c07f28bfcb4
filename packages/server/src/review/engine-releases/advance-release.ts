import type { EngineReleaseState, TrialView } from '@touchstone/contract'
import type { Transaction } from '../../platform/db/index.ts'
import { requireVersion, versionMismatch } from '../../platform/errors/index.ts'
import {
  conflict,
  requireReleaseManager,
  liveContent,
  recordReleaseEvent,
  requireRelease,
  type ServiceInput,
} from './load-release.ts'
import { findingsOf, saveTrial, type TrialRun } from './describe-release.ts'
import { changedIds, stateAfter, type ReleaseRow, type Step } from './types.ts'
import { insertEvent, findLiveRelease, listActiveReleases, updateRelease } from './repository.ts'

/**
 * Lets a draft assess a share of the intake. Refused while it has faults; `trial` contains its assessments of stored
 * listings just now, which are stored and checked too.
 */
export async function moveToShadow(
  options: ServiceInput<Stepped & { share: number; trial?: TrialRun<TrialView> }>,
): Promise<ReleaseRow> {
  const { handle, actor, input } = options
  requireReleaseManager(actor)
  const release = await requireRead(handle, input)
  if (input.trial !== undefined && input.trial.edit !== release.edit) {
    throw versionMismatch({
      subject: `the content of engine release ${release.number}`,
      current: { version: release.edit },
      expectedVersion: input.trial.edit,
      pointer: null,
    })
  }
  const findings = [...findingsOf(release.content), ...(input.trial?.result.findings ?? [])]
  const [first] = findings
  if (first !== undefined) {
    throw conflict('release-faulty', `“${first.at}” ${first.problem}. ${first.remedy}`)
  }
  const isTried = input.trial !== undefined
  if (!isTried && changedIds(await liveContent(handle), release.content).length > 0) {
    throw conflict(
      'release-untried',
      'changed terms must be tried on stored listings before they go into shadow',
    )
  }
  const other = (await listActiveReleases(handle)).find(({ state }) => state === 'shadow')
  if (other !== undefined && other.id !== release.id) {
    throw conflict(
      'other-release-in-shadow',
      `engine release ${other.number} is in shadow: take it live or withdraw it from shadow first`,
    )
  }
  if (input.trial !== undefined) await saveTrial(handle, release, input.trial.result)
  return step({
    ...options,
    input: { release, step: 'to-shadow', share: input.share, ...noted(input) },
  })
}

export type Stepped = {
  id: string
  /** The version that the actor read. */
  expectedVersion?: number | undefined
  note?: string | undefined
}

export async function moveToDraft(options: ServiceInput<Stepped>): Promise<ReleaseRow> {
  return stepAt(options, 'to-draft')
}

/** Serves an engine release; the one that was live is retired, and is the way back. */
export async function makeLive(options: ServiceInput<Stepped>): Promise<ReleaseRow> {
  const { handle, actor, input } = options
  requireReleaseManager(actor)
  const release = await requireRead(handle, input)
  const live = await findLiveRelease(handle)
  hindered(release, 'to-live')
  if (live !== undefined) await step({ ...options, input: { release: live, step: 'retired' } })
  return step({
    ...options,
    input: { release, step: 'to-live', replacedId: live?.id ?? null, ...noted(input) },
  })
}

/** Discards a draft, or a release in shadow. */
export async function retireRelease(options: ServiceInput<Stepped>): Promise<ReleaseRow> {
  const { handle, actor, input } = options
  requireReleaseManager(actor)
  const release = await requireRead(handle, input)
  if (release.state === 'live') {
    throw conflict(
      'release-live',
      `engine release ${release.number} is live; roll back to the previous one`,
    )
  }
  return step({ ...options, input: { release, step: 'retired', ...noted(input) } })
}

/** Rolls the live engine release back: the release that it replaced is served again. */
export async function rollBack(options: ServiceInput<Stepped>): Promise<ReleaseRow> {
  const { handle, actor, input } = options
  requireReleaseManager(actor)
  const release = await requireRead(handle, input)
  if (release.state !== 'live')
    throw conflict(
      'release-not-live',
      `engine release ${release.number} is ${release.state}, not live`,
    )
  const retired = await step({ ...options, input: { release, step: 'retired', ...noted(input) } })
  if (release.replacedId === null) return retired
  const before = await requireRelease(handle, release.replacedId, { lock: true })
  // Its own predecessor stays the same: going back twice goes two steps.
  await step({
    ...options,
    input: { release: before, step: 'to-live', replacedId: before.replacedId, ...noted(input) },
  })
  return retired
}

async function stepAt(options: ServiceInput<Stepped>, name: Step): Promise<ReleaseRow> {
  const { handle, actor, input } = options
  requireReleaseManager(actor)
  const release = await requireRead(handle, input)
  return step({ ...options, input: { release, step: name, ...noted(input) } })
}

/** The engine release, locked, as the actor read it. */
async function requireRead(
  handle: Transaction,
  { id, expectedVersion }: Stepped,
): Promise<ReleaseRow> {
  const release = await requireRelease(handle, id, { lock: true })
  requireVersion(`engine release ${release.number}`, release, expectedVersion)
  return release
}

type StepInput = {
  release: ReleaseRow
  step: Step
  note?: string | undefined
  share?: number
  replacedId?: string | null
}

async function step({ handle, input }: ServiceInput<StepInput>): Promise<ReleaseRow> {
  const { release, note = null, share = null, replacedId = release.replacedId } = input
  const state = hindered(release, input.step)
  await updateRelease(handle, release.id, {
    ...release,
    state,
    replacedId,
    share: state === 'shadow' ? share : null,
  })
  await insertEvent(handle, { releaseId: release.id, step: input.step, note })
  await recordReleaseEvent(handle, input.step, release, {
    number: release.number,
    ...(share && { share }),
  })
  return requireRelease(handle, release.id)
}

/** The state that a step leads to; throws where it leads nowhere. */
function hindered(release: ReleaseRow, name: Step): EngineReleaseState {
  const state = stateAfter(name, release.state)
  if (state !== undefined) return state
  throw conflict(
    'release-step-unavailable',
    `engine release ${release.number} is ${release.state}: the step ${name} is not available`,
  )
}

function noted({ note }: Stepped): { note?: string } {
  return note === undefined ? {} : { note }
}
