import { createSocket, type Socket as DatagramSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'

/** WebRTC's names for local addresses, as they appear in a multicast DNS packet. */
const localName = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\x05local/

/**
 * Listeners on loopback and on this machine's network addresses, by UDP and TCP, and on multicast DNS: anything
 * received comes from a browser that bypassed its proxy.
 */
export class Canaries {
  readonly contacts: string[] = []
  /** For each address, the port on which both UDP and TCP listen. */
  readonly places: { host: string; port: number }[] = []
  private readonly servers: Server[] = []
  private readonly sockets: DatagramSocket[] = []

  async open(): Promise<void> {
    for (const address of ['127.0.0.1', '::1', ...ownAddresses()]) {
      const host = address.includes(':') ? `[${address}]` : address
      const server = createServer((socket) => {
        this.contacts.push(`tcp ${host}`)
        socket.on('error', () => undefined)
        socket.destroy()
      })
      server.listen(0, address)
      await once(server, 'listening')
      this.servers.push(server)
      const { port } = server.address() as AddressInfo
      const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4')
      socket.on('message', () => this.contacts.push(`udp ${host}`))
      socket.bind(port, address)
      await once(socket, 'listening')
      this.sockets.push(socket)
      this.places.push({ host, port })
    }
    await this.listenToMulticast()
  }

  close(): void {
    for (const server of this.servers) server.close()
    for (const socket of this.sockets) socket.close()
  }

  private async listenToMulticast(): Promise<void> {
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    socket.on('message', (message) => {
      if (localName.test(message.toString('latin1'))) this.contacts.push('udp multicast')
    })
    socket.bind(5353)
    await once(socket, 'listening')
    for (const address of ['127.0.0.1', ...ownAddresses()]) {
      if (!address.includes(':')) socket.addMembership('224.0.0.251', address)
    }
    this.sockets.push(socket)
  }
}

/** The addresses of this machine in its network, without those that hold for one link alone. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address)
}
