export type { Address, ClientOptions } from './calls.ts'
export {
  createBareClient,
  createClient,
  type AddressTable,
  type CallInput,
  type Client,
} from './client.ts'
export { RefusedError } from './refused-error.ts'
