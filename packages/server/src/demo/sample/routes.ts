import { sampleEndpoints } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { contextOf, route } from '../../access/organisations/index.ts'
import { sampleImageFolder } from '../../images/pipeline/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { parseImageName } from './image-name.ts'
import { drawImage } from './draw-image.ts'
import { readSampleProgress } from './load-sample.ts'

/** The progress of the sample, and the pictures of its listings, drawn on request. */
export function sampleRoutes(app: FastifyInstance, store: Store): void {
  route(app, sampleEndpoints.read, ({ actor }) =>
    store.transact(contextOf(actor), readSampleProgress),
  )

  app.get<{ Params: { file: string } }>(`${sampleImageFolder}:file`, async (request, reply) => {
    const name = parseImageName(request.params.file)
    if (name === undefined) {
      throw new AppError({
        code: 'not-found',
        message: 'there is no such picture',
        pointer: '/file',
      })
    }
    // Cannot run scripts, wherever it is opened.
    return reply
      .type('image/svg+xml')
      .headers({
        'cache-control': 'public, max-age=86400',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
      })
      .send(drawImage(name))
  })
}
