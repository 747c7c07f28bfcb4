import type { WatchView } from '@touchstone/contract'
import { z } from 'zod'
import { organisationOf, type Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { mayReadWatches } from './policy.ts'
import { findWatch, pageOfWatches, type WatchFilter } from './repository.ts'
import { findLastRuns, pageOfRuns } from './runs-repository.ts'
import { findInstallation, findSettings } from './settings-repository.ts'
import type { RunRow, WatchRow } from './types.ts'

type ServiceInput = { handle: Transaction; actor: Actor }
type View = Outgoing<WatchView>
type RunShown = Omit<RunRow, 'watchId'>

export async function listWatches(options: ServiceInput & { input: WatchFilter }): Promise<View[]> {
  const { handle, actor, input } = options
  requireWatchReader(actor)
  return toViews(options, await pageOfWatches(handle, organisationOf(actor), input))
}

export async function readWatch(options: ServiceInput & { id: string }): Promise<View> {
  const watch = await requireWatch(options)
  return toView(options, watch)
}

export async function listRuns(
  options: ServiceInput & {
    id: string
    input: { limit: number; after?: { at: Date; id: string } }
  },
): Promise<RunShown[]> {
  const { id } = await requireWatch(options)
  return (await pageOfRuns(options.handle, id, options.input)).map(toRunView)
}

/** A watch that the actor may read; one beyond its brands and a nonexistent one look the same. */
export async function requireWatch({
  handle,
  actor,
  id,
  pointer,
}: ServiceInput & { id: string; pointer?: string }): Promise<WatchRow> {
  requireWatchReader(actor)
  const watch = z.uuid().safeParse(id).success ? await findWatch(handle, id) : undefined
  if (watch === undefined) throw unknownWatch(id, pointer)
  return watch
}

export function unknownWatch(id: string, pointer = '/id'): AppError {
  return new AppError({ code: 'not-found', message: `there is no watch ${id}`, pointer })
}

export async function toView(options: ServiceInput, watch: WatchRow): Promise<View> {
  const [view] = await toViews(options, [watch])
  if (view === undefined) throw new Error('a watch without a view')
  return view
}

async function toViews(
  { handle, actor }: ServiceInput,
  watches: readonly WatchRow[],
): Promise<View[]> {
  const runs = await findLastRuns(
    handle,
    watches.map(({ id }) => id),
  )
  const installation = await findInstallation(handle)
  const settings = await findSettings(handle, organisationOf(actor))
  return watches.map(({ stopped, isHeld, nextRunAt, ...watch }) => {
    const last = runs.get(watch.id)
    const reason = (): View['heldBack'] => {
      if (installation.stopped) return 'installation-stopped'
      if (settings.stopped) return 'organisation-stopped'
      return isHeld ? 'daily-budget-spent' : null
    }
    return {
      ...watch,
      state: stopped ? 'stopped' : 'active',
      nextRunAt: stopped ? null : nextRunAt,
      isRunning: last?.endedAt === null,
      lastRun: last === undefined ? null : toRunView(last),
      heldBack: stopped ? null : reason(),
    }
  })
}

function toRunView({ watchId: _watch, ...run }: RunRow): RunShown {
  return run
}

export function requireWatchReader(actor: Actor): void {
  if (mayReadWatches(actor)) return
  throw new AppError({
    code: 'permission-required',
    message: 'watches are available to members of the organisation, and to keys with listings:read',
  })
}
