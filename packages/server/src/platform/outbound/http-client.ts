import { buildConnector, Client } from 'undici'
import { notPublic, type Target } from './target.ts'

export type ConnectLimits = {
  connectMilliseconds: number
  /** Milliseconds until the headers of one answer have come. */
  headersMilliseconds: number
  /** Milliseconds without a byte of the body. */
  idleMilliseconds: number
}

/** A single-use client that connects only to the checked addresses. */
export function clientFor(
  { url, addresses, mayConnect }: Target,
  limits: ConnectLimits,
  connected: (address: string) => void,
): Client {
  const { connectMilliseconds, headersMilliseconds, idleMilliseconds } = limits
  const connector = buildConnector({
    timeout: connectMilliseconds,
    // Whatever the name would resolve to now, the connection uses the checked addresses.
    lookup: (_hostname, { all }, callback) => {
      const [first] = addresses
      if (all === true || first === undefined) callback(null, addresses)
      else callback(null, first.address, first.family)
    },
  })
  return new Client(url.origin, {
    connect: (options, callback) => {
      connector(options, (...result) => {
        const [error, socket] = result
        if (error !== null) return callback(...result)
        const remote = socket.remoteAddress ?? ''
        // Nothing has been sent yet: should the look-up ever be passed by, it ends here.
        if (mayConnect(remote)) {
          connected(remote)
          return callback(...result)
        }
        socket.destroy()
        callback(notPublic(url.hostname), null)
      })
    },
    headersTimeout: headersMilliseconds,
    bodyTimeout: idleMilliseconds,
    maxHeaderSize: 32 * 1024,
  })
}

/** Ends with the work, or as soon as the signal is aborted. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  let stop = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error)
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
