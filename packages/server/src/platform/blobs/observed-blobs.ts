import { publishWorkEnded } from '../telemetry/index.ts'
import type { Blobs } from './blobs.ts'

/** The same blobs, whose operations metrics count. */
export function observedBlobs(blobs: Blobs): Blobs {
  const observe = async <T>(operation: string, run: Promise<T>): Promise<T> => {
    let outcome = 'failed'
    try {
      const result = await run
      outcome = 'done'
      return result
    } finally {
      publishWorkEnded({ work: 'blob', labels: { operation, outcome } })
    }
  }
  return {
    put: (file) => observe('put', blobs.put(file)),
    has: (sha256) => observe('has', blobs.has(sha256)),
    file: (sha256) => observe('read', blobs.file(sha256)),
    dispose: (sha256) => observe('delete', blobs.dispose(sha256)),
    olderThan: (moment) => blobs.olderThan(moment),
  }
}
