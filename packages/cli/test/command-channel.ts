import { openCommandChannel, openStore } from '@touchstone/server'
import { readServerConfig } from '@touchstone/server/config'

/**
 * Opens the store and accepts commands like a running server, without the rest of one, which saves each command the
 * second that opening takes.
 */
export async function openForCommands(
  env: Readonly<Record<string, string>>,
): Promise<{ close(): Promise<void> }> {
  const config = readServerConfig(env)
  const store = await openStore(config.store)
  const channel = await openCommandChannel({ store, config })
  return {
    close: async () => {
      await channel.close()
      await store.close()
    },
  }
}
