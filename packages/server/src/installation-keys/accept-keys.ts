import { recordEvent } from '../audit/index.ts'
import type { Handle } from '../platform/db/index.ts'
import { fingerprintsOf, openLocalKeys, type KeyConfig } from './local-keys.ts'
import { replaceKey } from './repository.ts'
import { keyNames, type KeyName } from './types.ts'

/**
 * Has the store go on with the keys of this process, where the ones that it was used with are lost. Returns
 * those that are others than before.
 */
export async function acceptKeys(
  handle: Handle,
  config: KeyConfig,
): Promise<{ accepted: KeyName[] }> {
  const fingerprints = fingerprintsOf(openLocalKeys(config))
  const accepted: KeyName[] = []
  for (const key of keyNames) {
    if (await replaceKey(handle, key, fingerprints[key])) accepted.push(key)
  }
  if (accepted.length > 0) {
    await recordEvent({
      handle,
      organisationId: null,
      action: 'installation-keys-accepted',
      subject: { kind: 'installation', id: 'keys' },
      detail: { keys: accepted },
    })
  }
  return { accepted }
}
