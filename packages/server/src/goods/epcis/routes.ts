import { epcisEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { contextOf, route } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { assertStorable, Moment, pageOf, toPageQuery } from '../../platform/http/index.ts'
import { requireReadingActor } from '../batches/index.ts'
import { captureEvents, requireCapture, toCaptureView } from './capture-events.ts'
import { filterOf, toQueryDocument } from './query-events.ts'
import { pageOfEvents } from './repository.ts'

const Place = z
  .tuple([Moment, z.string().regex(/^[0-9a-f]{64}$/)])
  .transform(([at, hash]) => ({ at, hash }))

/** Endpoints of EPCIS 2.0. */
export function epcisRoutes(
  app: FastifyInstance,
  { store, sealer, clock }: { store: Store; sealer: Sealer; clock: () => number },
): void {
  route(app, epcisEndpoints.capture, async ({ actor, headers, body, request, reply }) => {
    const document = requireDocument(body, request.headers['content-type'])
    const onError = headers['gs1-capture-error-behaviour']
    const capture = await store.transact(contextOf(actor), (handle) =>
      captureEvents({ handle, sealer, actor, document, onError, now: clock() }),
    )
    reply.header('location', `/api/v1/epcis/capture/${String(capture.captureID)}`)
    return capture
  })

  route(app, epcisEndpoints.readCapture, async ({ actor, params: { id } }) => {
    const organisationId = requireReadingActor(actor)
    return store.transact(contextOf(actor), async (handle) =>
      toCaptureView(await requireCapture(handle, organisationId, id)),
    )
  })

  route(app, epcisEndpoints.events, async ({ actor, query, reply }) => {
    const organisationId = requireReadingActor(actor)
    const { perPage, nextPageToken: after } = query
    const page = toPageQuery({ limit: perPage, after }, Place)
    const found = await store.transact(contextOf(actor), (handle) =>
      pageOfEvents(handle, organisationId, { filter: filterOf(query), ...page }),
    )
    const { items, next } = pageOf(found, perPage, ({ eventTime, hash }) => [
      eventTime,
      hash.toString('hex'),
    ])
    if (next !== null) reply.header('link', linkTo(query, next))
    return toQueryDocument(items, clock())
  })
}

function requireDocument(body: unknown, type = ''): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body) && !/xml/i.test(type)) {
    assertStorable(body, 'body')
    return body as Record<string, unknown>
  }
  if (/xml/i.test(type)) {
    throw new AppError({
      code: 'epcis-xml-unsupported',
      message: 'EPCIS in XML is not read here: send EPCIS 2.0 in JSON-LD, as application/ld+json',
    })
  }
  throw new AppError({
    code: 'validation-failed',
    message: 'the body is not an EPCISDocument; send one as application/ld+json',
  })
}

function linkTo(query: Record<string, unknown>, next: string): string {
  const parameters = Object.entries({ ...query, nextPageToken: next }).flatMap(
    ([name, value]): [string, string][] => (value === undefined ? [] : [[name, String(value)]]),
  )
  return `</api/v1/epcis/events?${new URLSearchParams(parameters).toString()}>; rel="next"`
}
