import type {
  BackTestView,
  EngineReleaseView,
  EngineReleaseContent,
  EngineReleaseFindingView,
  TrialView,
} from '@touchstone/contract'
import { lexicons, lintAmendments } from '@touchstone/recognition'
import type { Transaction } from '../../platform/db/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { releaseDigest } from '../../listings/screening/index.ts'
import { toReleaseSummary, type ReleaseRow } from './types.ts'
import { eventsOf, insertTrial, shadowMoves, trialsOf } from './repository.ts'

/** An engine release with all that is known of it; `engine` is the one that runs in shadow here. */
export async function toReleaseView(
  handle: Transaction,
  release: ReleaseRow,
  engine: string | undefined,
): Promise<Outgoing<EngineReleaseView>> {
  const trials = await trialsOf(handle, release)
  const sample = trials.find((trial) => trial.kind === 'sample')
  const backTest = trials.find((trial) => trial.kind === 'back-test')
  const mark = releaseDigest({ release: JSON.stringify(release.content) })
  const compared = await shadowMoves(handle, mark)
  const runs = release.state === 'shadow' && engine?.includes(mark) ? engine : null
  return {
    ...toReleaseSummary(release),
    content: release.content,
    findings: findingsOf(release.content),
    history: await eventsOf(handle, release.id),
    shadow: runs !== null || compared.judged > 0 ? { engine: runs, ...compared } : null,
    trial: sample ? { at: sample.at, figures: sample.figures } : null,
    backTest: backTest ? { at: backTest.at, figures: backTest.figures } : null,
  }
}

/** Faults of a content beyond its schema. */
export function findingsOf({ lexicon }: EngineReleaseContent): EngineReleaseFindingView[] {
  return lintAmendments(lexicons, lexicon)
}

/** Of them, those on these terms and guards, or on others because of them. */
export function findingsOn(
  content: EngineReleaseContent,
  ids: readonly string[],
): EngineReleaseFindingView[] {
  return findingsOf(content).filter(({ at, problem }) => {
    const [, id = ''] = at.split('/')
    return ids.includes(id) || ids.some((listedId) => problem.includes(listedId))
  })
}

/** The results of a trial for one edit of an engine release. */
export type TrialRun<T> = { edit: number; result: T }

/** Stores a trial's figures; its examples are listings, which have their own retention period. */
export async function saveTrial(
  handle: Transaction,
  release: ReleaseRow,
  trial: TrialView,
): Promise<void> {
  const { sample, read, ordinary, milliseconds, terms, moves } = trial
  const figures = { sample, read, ordinary, milliseconds, terms, moves }
  await insertTrial(handle, release, { kind: 'sample', figures })
}

export async function saveBackTest(
  handle: Transaction,
  release: ReleaseRow,
  figures: BackTestView,
): Promise<void> {
  await insertTrial(handle, release, { kind: 'back-test', figures })
}
