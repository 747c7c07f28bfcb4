export { createClient, type CallInput, type Client, type ClientOptions } from './client.ts'
export { RefusedError } from './refused.ts'
