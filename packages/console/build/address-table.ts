import { endpoints, type Endpoint } from '@touchstone/contract'
import type { Plugin } from 'vite'

const name = 'virtual:addresses'

/**
 * Gives the pages the API's addresses without their schemas, which the server checks every request against anyway:
 * zod would be a third of the first page's code.
 */
export function addressTable(): Plugin {
  return {
    name: 'touchstone-addresses',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) =>
      id === `\0${name}`
        ? `export const addresses = ${JSON.stringify(bareAddresses())}`
        : undefined,
  }
}

function bareAddresses(): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(endpoints).map(([room, ofRoom]) => [
      room,
      Object.fromEntries(
        Object.entries<Endpoint>(ofRoom).map(
          ([name, { method, path, body, bodyTypes, responseType, statuses }]) => {
            // Calls use the first type of a body, and expect any success.
            const others = statuses?.filter((status) => status >= 300) ?? []
            return [
              name,
              {
                method,
                path,
                ...(bodyTypes && { bodyTypes: bodyTypes.slice(0, 1) }),
                responseType,
                ...(others.length > 0 && { statuses: others }),
                ...(body && { body: true }),
              },
            ]
          },
        ),
      ),
    ]),
  )
}
