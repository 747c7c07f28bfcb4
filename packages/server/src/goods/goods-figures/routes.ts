import { goodsFigureEndpoints, type GoodsFiguresView } from '@touchstone/contract'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Store } from '../../platform/db/index.ts'
import { addRoute } from '../../platform/http/index.ts'
import { PublishedFigures, toCsv } from './publish-figures.ts'

/** Endpoints for figures about goods, open to everyone. */
export function goodsFigureRoutes(
  app: FastifyInstance,
  { store, clock }: { store: Store; clock: () => number },
): void {
  const figures = new PublishedFigures(store)
  const read = (reply: FastifyReply): Promise<GoodsFiguresView> => {
    void reply.header('cache-control', 'public, max-age=3600')
    return figures.read(new Date(clock()))
  }
  addRoute(app, goodsFigureEndpoints.read, async ({ reply }) => read(reply))
  addRoute(app, goodsFigureEndpoints.csv, async ({ reply }) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="goods-figures.csv"')
      .send(toCsv(await read(reply))),
  )
}
