import { Readable } from 'node:stream'
import { faultCause, importEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, route } from '../../access/organisations/index.ts'
import {
  deleteMarketplaceCurrency,
  findSettings,
  listMarketplaceCurrencies,
  maxMarketplaceCurrencies,
  saveMarketplaceCurrency,
  deleteMapping,
  saveMapping,
  listMappings,
  maxMappings,
  previewListingFile,
  signatureOf,
  previewMapping,
  type Bytes,
  type PreviewedRow,
} from '../imports/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { AppError, messageOf } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import type { PreviewedRowView as ShownRow } from '@touchstone/contract'
import type { FileProgress } from './file-progress.ts'
import { requireSender } from './receive-listings.ts'

/** Endpoints for previewing a file and for the progress of an import. */
export function importRoutes(
  app: FastifyInstance,
  { store, progress }: { store: Store; progress: FileProgress },
): void {
  route(app, importEndpoints.preview, async ({ actor, query, body }) => {
    const sender = requireSender(actor)
    const { cut, ...fileOptions } = query
    const source = {
      bytes: bytesOf(body),
      remembered: (headers: readonly string[]) =>
        store.transact(contextOf(sender), (handle) =>
          findSettings(handle, sender.organisationId, headers),
        ),
      holder: sender.organisationId,
    }
    const shown = await previewListingFile(source, { wishes: fileOptions, cut: cut === 'true' })
    const readings = shown.readings.map((reading) => ({ ...reading }))
    return { ...shown, readings, rows: shown.rows.map(shownRow) }
  })

  route(app, importEndpoints.tryMapping, async ({ actor, body: { mapping, rows } }) => {
    const { organisationId } = requireSender(actor)
    const { currencies } = await store.transact(contextOf(actor), (handle) =>
      findSettings(handle, organisationId, []),
    )
    return { rows: previewMapping(mapping, rows, currencies).map(shownRow) }
  })

  route(app, importEndpoints.mappings, async ({ actor }) => {
    const { organisationId } = requireSender(actor)
    const items = await store.transact(contextOf(actor), (handle) =>
      listMappings(handle, organisationId),
    )
    return { items }
  })

  route(app, importEndpoints.keepMapping, async ({ actor, body }) => {
    const { organisationId } = requireSender(actor)
    const signature = signatureOf(body.headers).toString('hex')
    await store.transact(contextOf(actor), async (handle) => {
      if (!(await saveMapping(handle, organisationId, body))) throw tooMany()
      await recordEvent({
        handle,
        organisationId,
        action: 'mapping-saved',
        subject: { kind: 'mapping', id: signature },
        detail: { columns: body.mapping.columns.length },
      })
    })
    return { signature }
  })

  route(app, importEndpoints.forgetMapping, async ({ actor, params: { signature } }) => {
    const { organisationId } = requireSender(actor)
    await store.transact(contextOf(actor), async (handle) => {
      const isOne = /^[0-9a-f]{64}$/.test(signature)
      if (!isOne || !(await deleteMapping(handle, organisationId, signature))) {
        throw noSuch(signature)
      }
      await recordEvent({
        handle,
        organisationId,
        action: 'mapping-forgotten',
        detail: {},
        subject: { kind: 'mapping', id: signature },
      })
    })
    return {}
  })

  route(app, importEndpoints.marketplaceCurrencies, async ({ actor }) => {
    const { organisationId } = requireSender(actor)
    const items = await store.transact(contextOf(actor), (handle) =>
      listMarketplaceCurrencies(handle, organisationId),
    )
    return { items }
  })

  route(app, importEndpoints.setMarketplaceCurrency, async ({ actor, params, body }) => {
    const { organisationId } = requireSender(actor)
    const { marketplace } = params
    const { currency } = body
    await store.transact(contextOf(actor), async (handle) => {
      if (!(await saveMarketplaceCurrency(handle, organisationId, { marketplace, currency }))) {
        throw tooManyCurrencies()
      }
      await recordEvent({
        handle,
        organisationId,
        action: 'marketplace-currency-set',
        subject: { kind: 'marketplace', id: marketplace },
        detail: { currency },
      })
    })
    return {}
  })

  route(app, importEndpoints.removeMarketplaceCurrency, async ({ actor, params }) => {
    const { organisationId } = requireSender(actor)
    const { marketplace } = params
    await store.transact(contextOf(actor), async (handle) => {
      if (!(await deleteMarketplaceCurrency(handle, organisationId, marketplace))) {
        throw new AppError({
          code: 'not-found',
          message: `no currency is set for the marketplace ${JSON.stringify(marketplace)}`,
          pointer: '/marketplace',
        })
      }
      await recordEvent({
        handle,
        organisationId,
        action: 'marketplace-currency-removed',
        subject: { kind: 'marketplace', id: marketplace },
        detail: {},
      })
    })
    return {}
  })

  route(app, importEndpoints.progress, async ({ actor, params: { id } }) => {
    const { organisationId } = requireSender(actor)
    return progress.of(organisationId, id)
  })
}

export function bytesOf(body: unknown): Bytes {
  if (body instanceof Readable) return body
  throw new AppError({
    code: 'content-type-unsupported',
    message:
      'the body is not a file; send it as application/octet-stream, text/csv or a similar type',
  })
}

function shownRow({ faults, ...row }: PreviewedRow): Outgoing<ShownRow> {
  return {
    ...row,
    faults: faults.map(({ column, ...fault }) => ({
      pointer: fault.pointer,
      message: messageOf(fault, 'the row'),
      cause: faultCause(fault),
      ...(column !== undefined && { column }),
    })),
  }
}

function noSuch(signature: string): AppError {
  return new AppError({
    code: 'not-found',
    message: `there is no mapping ${signature}`,
    pointer: '/signature',
  })
}

function tooMany(): AppError {
  return new AppError({
    code: 'mapping-limit-reached',
    message: `the organisation already has ${maxMappings} mappings, the maximum; remove one that is no longer needed`,
  })
}

function tooManyCurrencies(): AppError {
  return new AppError({
    code: 'mapping-limit-reached',
    message: `${maxMarketplaceCurrencies} marketplaces already have a currency, the maximum; remove one that is no longer needed`,
  })
}
