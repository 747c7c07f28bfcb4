import { openOperatorChannel, openStore } from '@touchstone/server'
import { readServerConfig } from '@touchstone/server/config'

/**
 * Has the store open and takes commands as a running server does, without the rest of one: each
 * command saves the second that opening the store takes.
 */
export async function openForCommands(
  env: Readonly<Record<string, string>>,
): Promise<{ close(): Promise<void> }> {
  const config = readServerConfig(env)
  const store = await openStore(config.store)
  const channel = await openOperatorChannel({ store, config })
  return {
    close: async () => {
      await channel.close()
      await store.close()
    },
  }
}
