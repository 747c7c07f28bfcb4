import { randomUUID } from 'node:crypto'
import { writeStoredSentence, type QualityFitView, type Weights } from '@touchstone/contract'
import { nameWeights, type FittedWeights } from '@touchstone/evaluation'
import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import type { Context, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import type { Screening } from '../../listings/screening/index.ts'
import type { BrandNames } from '../../brands/visibility/index.ts'
import { fitInThread, withShippedWeights } from './fit-thread.ts'
import {
  endFit,
  findFits,
  findWeights,
  insertFit,
  openFits,
  startFit,
  type FitEnd,
  type OpenFit,
} from './weight-fits-repository.ts'
import { labelsOf, type Labels } from './labels.ts'
import { mayFitWeights, maySeeSamples } from './policy.ts'
import { notAllowed, type ServiceInput } from './manage-samples.ts'

const fitsShown = 20

/** Notes that weights are wanted; a job of the clock fits them. One at a time. */
export async function requestFit({
  handle,
  actor,
  organisationId,
}: ServiceInput): Promise<Outgoing<QualityFitView>> {
  if (!mayFitWeights(actor)) throw notAllowed('fitting weights')
  const id = randomUUID()
  if (!(await insertFit(handle, { organisationId, id }))) {
    throw new AppError({
      code: 'fit-running',
      message: 'a fit is already running: wait until it has finished',
      retryable: true,
    })
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'fit-asked',
    subject: { kind: 'fit', id },
  })
  const [fit] = await findFits(handle, { organisationId, limit: 1 })
  if (fit === undefined) throw new Error('a fit that was just written is missing')
  return fit
}

/** The last fits, newest first. */
export async function listFits({
  handle,
  actor,
  organisationId,
}: ServiceInput): Promise<Outgoing<QualityFitView>[]> {
  if (!maySeeSamples(actor)) throw notAllowed('what was fitted')
  return findFits(handle, { organisationId, limit: fitsShown })
}

export async function readWeights(
  options: ServiceInput & { input: { id: string } },
): Promise<Weights> {
  const { handle, actor, organisationId, input } = options
  if (!mayFitWeights(actor)) throw notAllowed('what was fitted')
  const { id } = input
  const weights = z.uuid().safeParse(id).success
    ? await findWeights(handle, { organisationId, id })
    : undefined
  if (weights !== undefined) return weights
  throw new AppError({
    code: 'not-found',
    message: `there is no fit ${id} with weights`,
    pointer: '/id',
  })
}

export type RequestedFitsOptions = {
  store: Store
  screening: Screening
  names: () => BrandNames
  onFault: (error: unknown, what: string) => void
  /** Receives fitted weights; they are stored and can be saved even if it fails. */
  onFitted?: ((fitted: FittedWeightsEvent) => Promise<void>) | undefined
  signal?: AbortSignal
}

export type FittedWeightsEvent = { organisationId: string; fit: string; weights: Weights }

/** A fit that runs longer is one whose process died. */
const longestMilliseconds = 15 * 60_000

/** Fits for every organisation that requested it; returns how many fits completed. */
export async function runRequestedFits(options: RequestedFitsOptions): Promise<number> {
  const { store, signal } = options
  const actor = { kind: 'operator', id: 'fit-weights' } as const
  const startedBefore = new Date(Date.now() - longestMilliseconds)
  const open = await store.transact(contextOf(actor), (handle) => openFits(handle, startedBefore))
  let ended = 0
  for (const fit of open) {
    if (signal?.aborted) break
    const context: Context = { as: 'tenant', organisationId: fit.organisationId, actor }
    const isOurs = await store.transact(context, (handle) =>
      startFit(handle, fit.id, startedBefore),
    )
    if (!isOurs) continue
    const ending = await fitOne(options, context, fit)
    await store.transact(context, (handle) => endFit(handle, fit.id, ending))
    ended++
    if (ending.state === 'done') await handOn(options, fit, ending.weights)
  }
  return ended
}

async function handOn(
  { onFitted, onFault }: RequestedFitsOptions,
  { id: fit, organisationId }: OpenFit,
  weights: Weights,
): Promise<void> {
  try {
    await onFitted?.({ organisationId, fit, weights })
  } catch (error) {
    onFault(error, 'fitted weights could not be activated')
  }
}

async function fitOne(
  { store, screening, names, onFault }: RequestedFitsOptions,
  context: Context,
  { organisationId }: OpenFit,
): Promise<FitEnd> {
  try {
    const labels = await store.transact(context, (handle) =>
      labelsOf({ handle, organisationId, names: names(), engine: screening.name }),
    )
    return await fitTo(labels, screening)
  } catch (error) {
    onFault(error, 'weights could not be fitted')
    return { state: 'failed', reason: writeStoredSentence('fit.failed') }
  }
}

/**
 * Fits weights to the labels, read anew by the engine that is served. Of listings drawn by verdict more
 * are counterfeit than among those that come in: the intercept is moved to their weighted share.
 */
async function fitTo({ labelled, fieldShare }: Labels, screening: Screening): Promise<FitEnd> {
  const isShare = fieldShare !== undefined && fieldShare > 0 && fieldShare < 1
  const answer = await fitInThread({
    labelled,
    parts: withShippedWeights(screening.parts),
    ...(isShare && { fieldShare }),
  })
  if ('refused' in answer) return { state: 'refused', reason: answer.refused }
  const weights = nameWeights(answer.fitted, answer.engine)
  return { state: 'done', weights, report: reportOf(weights, answer.fitted) }
}

function reportOf(weights: Weights, { spoke, refusal }: FittedWeights): QualityFitView['report'] {
  const { fittedOn, fieldShare, validation } = weights
  return {
    labels: {
      counterfeit: fittedOn.positives,
      other: fittedOn.rows - fittedOn.positives,
    },
    sellers: fittedOn.sellers,
    fieldShare,
    families: Object.entries(weights.families).map(([family, { scale }]) => {
      const name = family as keyof typeof spoke
      return { family: name, scale, spoke: spoke[name] }
    }),
    heldOut: validation && toHeldOutFigures(validation.sources),
    refusal: refusal ?? null,
  }
}

type SourceValidation = NonNullable<Weights['validation']>['sources']

function toHeldOutFigures(
  sources: SourceValidation,
): NonNullable<QualityFitView['report']>['heldOut'] {
  const listings = sources.reduce((sum, { rows }) => sum + rows, 0)
  const mean = (of: (source: SourceValidation[number]) => number): number =>
    sources.reduce((sum, source) => sum + of(source) * source.rows, 0) / listings
  return {
    weeks: sources.length,
    better: sources.filter(({ logLoss }) => logLoss.fitted < logLoss.shippedAtShare).length,
    listings,
    logLoss: {
      now: mean(({ logLoss }) => logLoss.shippedAtShare),
      fitted: mean(({ logLoss }) => logLoss.fitted),
    },
    auc: { now: mean(({ auc }) => auc.shipped), fitted: mean(({ auc }) => auc.fitted) },
  }
}
