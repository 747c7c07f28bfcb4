import { createBareClient } from '@touchstone/client'
import { addresses } from 'virtual:addresses'

/** The server that these pages come from; the session's cookie says who asks. */
export const server = createBareClient(addresses, { url: location.origin })
