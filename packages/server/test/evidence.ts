import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Authority } from '@touchstone/evidence'
import {
  assembleEvidence,
  ephemeralKey,
  type EvidenceDependencies,
} from '../src/investigation/evidence/index.ts'
import { blobsIn } from '../src/platform/blobs/index.ts'
import type { Store } from '../src/platform/db/index.ts'
import { sealerOf } from '../src/platform/encryption/index.ts'

type Capture = EvidenceDependencies['capture']

/** Represents a browser that reaches nothing: the capture records that nothing was received. */
const nothingCame: Capture = async ({ url, operator, reason, folder }) => {
  const at = new Date().toISOString()
  const sentence = 'The server could not be reached or closed the connection (no answer).'
  const record: Awaited<ReturnType<Capture>>['record'] = {
    type: 'touchstone-capture/1',
    startedAt: at,
    endedAt: at,
    operator,
    reason,
    profile: 'fresh',
    pages: [
      {
        requested: url,
        redirects: [],
        at,
        sentence,
        outcome: 'unreachable',
        observed: [],
        incomplete: [],
        files: [],
      },
    ],
    connections: [],
    certificates: [],
    requests: { finished: 0, failed: 1, unfinished: 0, bytes: 0 },
    view: { width: 1280, height: 900, locale: 'en-GB', timeZone: 'UTC', userAgent: '' },
    tools: { touchstone: '', chromium: '', playwright: '', node: '', system: '' },
  }
  const path = join(folder, 'capture.json')
  await writeFile(path, JSON.stringify(record))
  const file = { name: 'capture.json', path, mediatype: 'application/json', title: 'The record' }
  return { outcome: 'unreachable', sentence, record, files: [file] }
}

/** Evidence in a folder, sealed with a key of its own. */
export function newEvidence(
  store: Store,
  folder: string,
  over: { capture?: Capture; authorities?: Authority[] } = {},
): EvidenceDependencies {
  return {
    ...assembleEvidence({
      store,
      blobs: blobsIn(join(folder, 'blobs')),
      sealer: sealerOf(randomBytes(32)),
      keeper: ephemeralKey(),
    }),
    authorities: over.authorities ?? [],
    capture: over.capture ?? nothingCame,
  }
}
