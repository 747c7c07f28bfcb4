import type { ServerResponse } from 'node:http'

const LINGER_MILLISECONDS = 1000

/**
 * Lets the response reach a client whose request body was not read: closing a connection with unread bytes discards
 * the part of the response that the client has not read yet. Our side ends once the response is written; the
 * connection is closed when the other side ends, or a second later.
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
