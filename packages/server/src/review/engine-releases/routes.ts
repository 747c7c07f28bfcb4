import {
  lexiconEndpoints,
  engineReleaseEndpoints,
  type EngineReleaseAction,
  type EngineReleaseContent,
} from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { route, type Actor } from '../../access/organisations/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { valueCursor, toPageQuery, pageOf, readCursor } from '../../platform/http/index.ts'
import type { Screening } from '../../listings/screening/index.ts'
import { requireReleaseManager, liveContent } from './load-release.ts'
import { backTest } from './back-test.ts'
import { entriesOf, keyOf, matchingEntries } from './lexicon-entries.ts'
import { toReleaseSummary, type ReleaseRow } from './types.ts'
import { mayReadLexicon } from './policy.ts'
import {
  toReleaseView,
  findingsOf,
  findingsOn,
  saveBackTest,
  saveTrial,
} from './describe-release.ts'
import { amendRelease, listReleases, draftRelease, readRelease } from './manage-releases.ts'
import {
  rollBack,
  moveToShadow,
  makeLive,
  retireRelease,
  moveToDraft,
  type Stepped,
} from './advance-release.ts'
import { runTrialInTurn, operatorContextOf, runTrial } from './try-release.ts'
import { addTerm } from './add-term.ts'

const TermPlace = valueCursor(z.string())
const NumberPlace = valueCursor(z.int())

type ReleaseDependencies = { store: Store; screening: Screening }

/** Adds the routes that read and revise the lexicon. */
export function releaseRoutes(
  app: FastifyInstance,
  { store, screening }: ReleaseDependencies,
): void {
  // Data of the installation are reached in the operator's place; the log names the person.
  const run = <T>(actor: Actor, work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(operatorContextOf(actor), work)
  const shown = (actor: Actor, work: (handle: Transaction) => Promise<ReleaseRow>) =>
    run(actor, async (handle) =>
      toReleaseView(handle, await work(handle), screening.candidate?.name),
    )
  const noteTrial = (handle: Transaction, detail: Record<string, unknown>): Promise<void> =>
    recordEvent({
      handle,
      organisationId: null,
      action: 'stored-listings-tried',
      detail,
      subject: { kind: 'installation', id: 'lexicon' },
    })

  /** The content that a reader requests: the live one, or another engine release that they may see. */
  const contentFor = (actor: Actor, release: string | undefined): Promise<EngineReleaseContent> => {
    if (!mayReadLexicon(actor)) {
      throw new AppError({
        code: 'permission-required',
        message: 'only signed-in users can read the lexicon',
      })
    }
    return run(actor, async (handle) =>
      release === undefined
        ? liveContent(handle)
        : (await readRelease({ handle, actor, input: { id: release } })).content,
    )
  }

  route(app, lexiconEndpoints.list, async ({ actor, query }) => {
    const { limit, after, release, ...search } = query
    const entries = entriesOf(await contentFor(actor, release))
    const matching = matchingEntries(entries, search)
    const place = after === undefined ? undefined : readCursor(TermPlace, after)
    const rest = place === undefined ? matching : matching.filter((entry) => keyOf(entry) > place)
    const languages = [...Map.groupBy(entries, ({ language }) => language)].map(
      ([language, own]) => ({ language, terms: own.length }),
    )
    const page = pageOf(rest, limit, (last) => [keyOf(last)])
    return { ...page, total: matching.length, languages }
  })

  route(app, lexiconEndpoints.term, async ({ actor, params, query }) => {
    const entries = entriesOf(await contentFor(actor, query.release))
    const entry = entries.find(({ term }) => term.id === params.term)
    if (entry !== undefined) return entry
    throw new AppError({
      code: 'not-found',
      message: `there is no term ${params.term}`,
      pointer: '/term',
    })
  })

  route(app, lexiconEndpoints.preview, async ({ actor, body }) => {
    requireReleaseManager(actor)
    const { release, term } = body
    const { before, base } = await run(actor, async (handle) => {
      await noteTrial(handle, { term: term.id })
      const before = await liveContent(handle)
      if (release === undefined) return { before, base: before }
      const { content } = await readRelease({ handle, actor, input: { id: release } })
      return { before, base: content }
    })
    const findings = findingsOn(addTerm(base, body), [
      term.id,
      ...body.guards.map(({ guard }) => guard.id),
    ])
    // An engine would not compile.
    const lacksGuard = findings.some(({ problem }) => problem.startsWith('names the guard'))
    if (lacksGuard) return { ...nothingRead, findings }
    // The effect of the term alone: other amendments of the draft have their own preview.
    const guards = [...base.lexicon.guards, ...body.guards]
    const after = addTerm(before, { ...body, guards })
    const trial = await runTrialInTurn(() => runTrial({ store, screening, actor, before, after }))
    const only = (entry: { id: string } | { at: string }): boolean =>
      ('id' in entry ? entry.id : entry.at) === term.id
    return {
      ...trial,
      terms: trial.terms.filter(only),
      examples: trial.examples.filter(
        (example) => example.term === null || example.term === term.id,
      ),
      findings: [...findings, ...trial.findings.filter(only)],
    }
  })

  route(app, engineReleaseEndpoints.list, async ({ actor, query: { state, ...query } }) => {
    const input = { ...toPageQuery(query, NumberPlace), ...(state && { state }) }
    const releases = await run(actor, (handle) => listReleases({ handle, actor, input }))
    const { items, next } = pageOf(releases, query.limit, (last) => [last.number])
    return { items: items.map(toReleaseSummary), next }
  })

  route(app, engineReleaseEndpoints.create, async ({ actor, body: input }) =>
    shown(actor, (handle) => draftRelease({ handle, actor, input })),
  )

  route(app, engineReleaseEndpoints.read, async ({ actor, params: input }) =>
    shown(actor, (handle) => readRelease({ handle, actor, input })),
  )

  route(app, engineReleaseEndpoints.amend, async ({ actor, params: { id }, body: amendment }) =>
    shown(actor, (handle) => amendRelease({ handle, actor, input: { id, amendment } })),
  )

  const tried = async (actor: Actor, id: string) => {
    const { release, before } = await run(actor, async (handle) => {
      const release = await readRelease({ handle, actor, input: { id } })
      await noteTrial(handle, { release: release.number })
      return { release, before: await liveContent(handle) }
    })
    const [fault] = findingsOf(release.content)
    if (fault !== undefined) {
      throw new AppError({
        code: 'release-faulty',
        message: `${fault.at} ${fault.problem}. ${fault.remedy}`,
      })
    }
    return { release, before }
  }

  route(app, engineReleaseEndpoints.compare, async ({ actor, params: { id } }) => {
    const { release, before } = await tried(actor, id)
    const trial = await runTrialInTurn(() =>
      runTrial({ store, screening, actor, before, after: release.content, deadlineMs: 20_000 }),
    )
    await run(actor, (handle) => saveTrial(handle, release, trial))
    return trial
  })

  route(app, engineReleaseEndpoints.backTest, async ({ actor, params: { id } }) => {
    const { release, before } = await tried(actor, id)
    const result = await runTrialInTurn(() =>
      backTest({ store, screening, actor, before, after: release.content }),
    )
    await run(actor, (handle) => saveBackTest(handle, release, result))
    return result
  })

  const startShadow = async (
    actor: Actor,
    { id, expectedVersion }: Stepped,
    { share, note }: EngineReleaseActionOf<'start-shadow'>,
  ) => {
    const { release, before } = await tried(actor, id)
    const result = await runTrialInTurn(() =>
      runTrial({ store, screening, actor, before, after: release.content }),
    )
    const input = { id, expectedVersion, share, note, trial: { edit: release.edit, result } }
    return shown(actor, (handle) => moveToShadow({ handle, actor, input }))
  }

  const steps = {
    'return-to-draft': moveToDraft,
    'make-live': makeLive,
    retire: retireRelease,
    'roll-back': rollBack,
  } as const
  route(app, engineReleaseEndpoints.act, async ({ actor, params: { id }, body }) => {
    const { action, expectedVersion } = body
    if (action.type === 'start-shadow') return startShadow(actor, { id, expectedVersion }, action)
    const { type, ...noted } = action
    const input = { id, expectedVersion, ...noted }
    return shown(actor, (handle) => steps[type]({ handle, actor, input }))
  })
}

type EngineReleaseActionOf<A extends EngineReleaseAction['type']> = Extract<
  EngineReleaseAction,
  { type: A }
>

const nothingRead = {
  sample: 0,
  read: 0,
  ordinary: 0,
  milliseconds: 0,
  terms: [],
  moves: [],
  examples: [],
}
