import { Slug } from '@touchstone/contract'
import { z } from 'zod'
import { keysOf, openBlobs, rotateKey } from '../../investigation/evidence/index.ts'
import { openKeys } from '../../access/installation-keys/index.ts'
import { sweepBlobs } from '../../platform/blobs/index.ts'
import { defineOperation } from './operation.ts'
import { inOrganisation } from './find-organisation.ts'

const Whose = z.strictObject({ organisation: Slug })

export const evidenceOperations = {
  'evidence.keys': defineOperation(Whose, (context, { organisation }) =>
    inOrganisation(context, organisation, ({ handle, organisationId }) =>
      keysOf(handle, organisationId),
    ),
  ),
  'evidence.rotate-key': defineOperation(Whose, async (context, { organisation }) => {
    const ring = await openKeys(context)
    return inOrganisation(context, organisation, (options) => rotateKey(ring, options))
  }),
  'evidence.sweep': defineOperation(z.strictObject({}), ({ store, config }) =>
    sweepBlobs({ store, blobs: openBlobs(config) }),
  ),
}
