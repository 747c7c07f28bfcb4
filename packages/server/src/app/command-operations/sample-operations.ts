import { z } from 'zod'
import {
  startSample,
  removeSample,
  readSampleProgress,
  type SampleSignIns,
} from '../../demo/sample/index.ts'
import { openBlobs } from '../../investigation/evidence/index.ts'
import { openKeys, readEarlierKeys } from '../../access/installation-keys/index.ts'
import { inOneTransaction, defineOperation, type OperationContext } from './operation.ts'

const Nothing = z.strictObject({})

export const sampleOperations = {
  'sample.load': defineOperation(Nothing, load),
  'sample.status': inOneTransaction(Nothing, ({ handle }) => readSampleProgress(handle)),
  'sample.remove': defineOperation(Nothing, async ({ store, config, actor }) => {
    const { keeper: signer } = await openKeys({ store, config })
    const { dataDir } = config
    const earlier = readEarlierKeys(dataDir)
    return removeSample({ store, dataDir, actor, signer, earlier, blobs: openBlobs(config) })
  }),
}

type Begun = SampleSignIns & {
  /** False if no server runs: the next one that starts loads the listings. */
  underway: boolean
}

async function load({ store, config, actor, onSample }: OperationContext): Promise<Begun> {
  const { keeper: signer } = await openKeys({ store, config })
  const signIns = await startSample({ store, dataDir: config.dataDir, actor, signer })
  await onSample?.()
  return { ...signIns, underway: onSample !== undefined }
}
