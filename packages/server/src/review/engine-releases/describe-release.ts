import type {
  BackTest,
  EngineRelease,
  EngineReleaseContent,
  EngineReleaseFinding,
  Trial,
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
  kept: ReleaseRow,
  engine: string | undefined,
): Promise<Outgoing<EngineRelease>> {
  const trials = await trialsOf(handle, kept)
  const sample = trials.find((trial) => trial.kind === 'sample')
  const backTest = trials.find((trial) => trial.kind === 'back-test')
  const mark = releaseDigest({ release: JSON.stringify(kept.content) })
  const compared = await shadowMoves(handle, mark)
  const runs = kept.state === 'shadow' && engine?.includes(mark) ? engine : null
  return {
    ...toReleaseSummary(kept),
    content: kept.content,
    findings: findingsOf(kept.content),
    history: await eventsOf(handle, kept.id),
    shadow: runs !== null || compared.judged > 0 ? { engine: runs, ...compared } : null,
    trial: sample ? { at: sample.at, figures: sample.figures } : null,
    backTest: backTest ? { at: backTest.at, figures: backTest.figures } : null,
  }
}

/** What is wrong with a content beyond its schema. */
export function findingsOf({ lexicon }: EngineReleaseContent): EngineReleaseFinding[] {
  return lintAmendments(lexicons, lexicon)
}

/** Of them, those on these terms and guards, or on others because of them. */
export function findingsOn(
  content: EngineReleaseContent,
  ids: readonly string[],
): EngineReleaseFinding[] {
  return findingsOf(content).filter(({ at, problem }) => {
    const [, id = ''] = at.split('/')
    return ids.includes(id) || ids.some((one) => problem.includes(one))
  })
}

/** What was found of an engine release as it was then. */
export type TrialRun<T> = { edit: number; result: T }

/** Keeps a trial's figures; its examples are listings, which have times of their own to go. */
export async function saveTrial(
  handle: Transaction,
  kept: ReleaseRow,
  trial: Trial,
): Promise<void> {
  const { sample, read, ordinary, milliseconds, terms, moves } = trial
  const figures = { sample, read, ordinary, milliseconds, terms, moves }
  await insertTrial(handle, kept, { kind: 'sample', figures })
}

export async function saveBackTest(
  handle: Transaction,
  kept: ReleaseRow,
  figures: BackTest,
): Promise<void> {
  await insertTrial(handle, kept, { kind: 'back-test', figures })
}
