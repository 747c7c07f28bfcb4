import { Slug } from '@touchstone/contract'
import { z } from 'zod'
import { keysOf, openBlobs, rotateKey } from '../../investigation/evidence/index.ts'
import { openKeys } from '../../access/installation-keys/index.ts'
import { sweepBlobs } from '../../platform/blobs/index.ts'
import { operation } from './operation.ts'
import { on } from './find-organisation.ts'

const Whose = z.strictObject({ organisation: Slug })

export const evidenceOperations = {
  'evidence.keys': operation(Whose, (context, { organisation }) =>
    on(context, organisation, ({ handle, organisationId }) => keysOf(handle, organisationId)),
  ),
  'evidence.rotate-key': operation(Whose, async (context, { organisation }) => {
    const ring = await openKeys(context)
    return on(context, organisation, (asked) => rotateKey(ring, asked))
  }),
  'evidence.sweep': operation(z.strictObject({}), ({ store, config }) =>
    sweepBlobs({ store, blobs: openBlobs(config) }),
  ),
}
