import type { ServerConfig } from '../../platform/config/index.ts'
import type { Store } from '../../platform/db/index.ts'
import {
  uploadImagesToBucket,
  startLocalSweep,
  type ImagePipeline,
} from '../../images/pipeline/index.ts'
import type { Log } from '../../platform/telemetry/index.ts'

export type ImageUploadOptions = {
  store: Store
  works: ImagePipeline
  blobs: ServerConfig['blobs']
  log: Log
}

/**
 * If there is a bucket, uploads this machine's pictures in the background and removes those deleted there, until the
 * returned function is called.
 */
export function startImageUpload({
  store,
  works,
  blobs,
  log,
}: ImageUploadOptions): () => Promise<void> {
  if (blobs === undefined) return async () => undefined
  const stopping = new AbortController()
  const sharing = uploadImagesToBucket({ store, works, blobs, signal: stopping.signal }).then(
    (pictures) => {
      if (pictures > 0) log.info({ pictures }, 'local images are now in the bucket')
    },
    (error: unknown) => log.error({ err: error }, 'images could not be copied to the bucket'),
  )
  const stopSweeping = startLocalSweep({ store, works }, (error) =>
    log.error({ err: error }, 'deleted images could not be removed from this machine'),
  )
  return async () => {
    stopping.abort()
    await stopSweeping()
    await sharing
  }
}
