import type { ServerResponse } from 'node:http'

const LINGER_MILLISECONDS = 1000

/**
 * Lets the answer to a request arrive whose body was left unread: a connection that is closed with bytes unread takes
 * back what the other side has not read of the answer yet. Its own side ends once the answer is written; the
 * rest is closed when the other side ends, or a second later.
 */
export function drainBody({ socket }: ServerResponse): void {
  if (socket === null) return
  socket.destroySoon = () => {
    if (socket.destroyed) return
    socket.end()
    const timer = setTimeout(() => socket.destroy(), LINGER_MILLISECONDS)
    socket.once('close', () => clearTimeout(timer))
  }
}
