import { createBareClient } from '@touchstone/client'
import { addresses } from 'virtual:addresses'

/** The server that delivered these pages; its session cookie authenticates each request. */
export const server = createBareClient(addresses, { url: location.origin })
