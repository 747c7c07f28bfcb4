import { codeEndpoints, scanEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, organisationOf, route } from '../../access/organisations/index.ts'
import { recordEvent } from '../../access/audit/index.ts'
import type { ImagePipeline } from '../../images/pipeline/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { addRoute, Moment, pageOf, toPageQuery } from '../../platform/http/index.ts'
import { mayRecordScans } from '../gtin-prefixes/index.ts'
import { checkCode } from './check-code.ts'
import { MissedCodes } from './missed-codes.ts'
import { listCodes, readCode, readTimeline, toCodeView, toListedCodeView } from './read-code.ts'
import { readPhoto } from './read-photo.ts'
import { recordScan } from './record-scan.ts'
import { recordUnitEvents, requirePast, requireUnit } from './record-unit-events.ts'

const Place = z
  .tuple([Moment, z.string(), z.string()])
  .transform(([at, gtin, serial]) => ({ at, gtin, serial }))

const maxScanAgeMs = 400 * 24 * 3_600_000

/** Endpoints for what is known of codes, for scans, and for the check that is open to everyone. */
export function scanRoutes(
  app: FastifyInstance,
  {
    store,
    sealer,
    clock,
    works,
  }: {
    store: Store
    sealer: Sealer
    clock: () => number
    works: Pick<ImagePipeline, 'describer'>
  },
): void {
  addRoute(app, scanEndpoints.readPhoto, async ({ body: { photo } }) => ({
    code: await readPhoto(works.describer, photo),
  }))

  const misses = new MissedCodes()
  addRoute(app, scanEndpoints.check, async ({ body: input, request }) =>
    checkCode({ store, sealer, input, address: request.ip, misses }),
  )

  route(app, scanEndpoints.record, async ({ actor, body: { code, at, ...scan } }) => {
    if (!mayRecordScans(actor)) {
      throw new AppError({
        code: 'permission-required',
        message: 'only members, and keys with the scope scans:write, can record scans',
      })
    }
    const organisationId = organisationOf(actor)
    const time = at === undefined ? new Date(clock()) : new Date(at)
    requirePast(time, clock(), '/at')
    if (time.getTime() < clock() - maxScanAgeMs) {
      throw new AppError({
        code: 'period-invalid',
        message: `/at ${time.toISOString()} is more than 400 days ago: check the clock of the device`,
        pointer: '/at',
      })
    }
    return store.transact(contextOf(actor), async (handle) => {
      const unit = await requireUnit({ handle, sealer, organisationId, pointer: '/code' }, code)
      const { after } = await recordScan(handle, unit, { ...scan, at: time })
      await recordEvent({
        handle,
        organisationId,
        action: 'scan-recorded',
        subject: { kind: 'code', id: `${unit.gtin} ${unit.serial}` },
        detail: { source: scan.source },
      })
      return toCodeView(unit, after)
    })
  })

  route(app, codeEndpoints.recordEvents, async ({ actor, body: { events } }) =>
    store.transact(contextOf(actor), (handle) =>
      recordUnitEvents({ handle, sealer, actor, input: events, now: clock() }),
    ),
  )

  route(app, codeEndpoints.list, async ({ actor, query }) => {
    const input = { ...toPageQuery(query, Place), state: query.state }
    const codes = await store.transact(contextOf(actor), (handle) =>
      listCodes({ handle, actor, input }),
    )
    const { items, next } = pageOf(codes, query.limit, ({ changedAt, gtin, serial }) => [
      changedAt,
      gtin,
      serial,
    ])
    return { items: items.map(toListedCodeView), next }
  })

  route(app, codeEndpoints.read, async ({ actor, params: { code } }) =>
    store.transact(contextOf(actor), (handle) => readCode({ handle, sealer, actor, code })),
  )

  route(app, codeEndpoints.timeline, async ({ actor, params: { code } }) =>
    store.transact(contextOf(actor), (handle) => readTimeline({ handle, sealer, actor, code })),
  )
}
