import { setTimeout as sleep } from 'node:timers/promises'
import { Client, escapeIdentifier, type ClientConfig } from 'pg'

export type Listening = { close(): Promise<void> }

export type Listen = (
  channel: string,
  onNotification: (payload: string) => void,
  onReconnect: () => void,
) => Promise<Listening>

const pauseMilliseconds = 2000

/**
 * Listens on a channel with a connection of its own, which opens again when it breaks: `onReconnect` is then called,
 * since what was notified meanwhile is lost. Throws if it cannot be opened at first.
 */
export function listenerOn(config: ClientConfig): Listen {
  return (channel, onNotification, onReconnect) =>
    listen(config, { channel, onNotification, onReconnect })
}

async function listen(
  config: ClientConfig,
  {
    channel,
    onNotification,
    onReconnect,
  }: { channel: string; onNotification: (payload: string) => void; onReconnect: () => void },
): Promise<Listening> {
  const stopping = new AbortController()
  let client = await open()

  async function open(): Promise<Client> {
    const opened = new Client({ ...config, keepAlive: true })
    opened.on('error', () => undefined)
    opened.on('notification', ({ payload }) => onNotification(payload ?? ''))
    try {
      await opened.connect()
      await opened.query(`listen ${escapeIdentifier(channel)}`)
    } catch (error) {
      await opened.end().catch(() => undefined)
      throw error
    }
    opened.once('end', () => void reopen())
    return opened
  }

  async function reopen(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(pauseMilliseconds, undefined, { signal: stopping.signal }).catch(() => undefined)
      if (stopping.signal.aborted) return
      try {
        client = await open()
        onReconnect()
        return
      } catch {
        // The store is unavailable: its callers report that, and polls go on.
      }
    }
  }

  return {
    close: async () => {
      stopping.abort()
      await client.end().catch(() => undefined)
    },
  }
}
