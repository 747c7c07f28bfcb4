import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../errors/index.ts'

type Address = { segments: readonly string[]; methods: Set<string> }

/** The addresses of all routes of a server, each with its methods. */
export class RouteAddresses {
  private readonly addresses = new Map<string, Address>()

  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ method, url }) => {
      const segments = segmentsOf(url)
      const name = segments.join('/')
      const address = this.addresses.get(name) ?? { segments, methods: new Set() }
      for (const one of [method].flat()) address.methods.add(one)
      this.addresses.set(name, address)
    })
  }

  /** The methods of an address, in alphabetical order; none if no route has it. */
  methodsOf(path: string): string[] {
    const given = path.split('/')
    const methods = new Set<string>()
    for (const { segments, methods: known } of this.addresses.values()) {
      if (matches(segments, given)) for (const method of known) methods.add(method)
    }
    return [...methods].sort()
  }

  /** Names the address of what a request created, if it can be read there. */
  locate({ routeOptions, url }: FastifyRequest, reply: FastifyReply, created: unknown): void {
    const { id } = (created ?? {}) as { id?: unknown }
    if (reply.statusCode !== 201 || typeof id !== 'string' || reply.hasHeader('location')) return
    const parent = segmentsOf(routeOptions.url ?? '')
    if (!this.addresses.get([...parent, parameter].join('/'))?.methods.has('GET')) return
    const [path = ''] = url.split('?', 1)
    reply.header('location', `${path.replace(/\/$/, '')}/${encodeURIComponent(id)}`)
  }

  /** The refusal of a method that an address does not have; undefined where it has none at all. */
  refuseMethod({ method, url }: FastifyRequest, reply: FastifyReply): AppError | undefined {
    const [path = ''] = url.split('?', 1)
    const methods = this.methodsOf(path)
    if (methods.length === 0) return undefined
    reply.header('allow', methods.join(', '))
    return new AppError({
      code: 'method-not-allowed',
      message: `${method} is not possible here; use ${methods.join(' or ')}`,
    })
  }
}

const parameter = ':'

function segmentsOf(url: string): string[] {
  return url.split('/').map((segment) => (segment.startsWith(':') ? parameter : segment))
}

/** Whether an address fits a route; one that ends with a wildcard is for files, and names none. */
function matches(segments: readonly string[], given: readonly string[]): boolean {
  if (segments.length !== given.length || segments.includes('*')) return false
  return segments.every((segment, at) => segment === given[at] || segment === parameter)
}
