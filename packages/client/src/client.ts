import { endpoints, type Endpoint } from '@touchstone/contract'
import type { z } from 'zod'
import { createCalls, type Address, type Bytes, type ClientOptions } from './calls.ts'

type Part<N extends string, S> = S extends z.ZodType
  ? Record<never, never> extends z.input<S>
    ? { [K in N]?: z.input<S> }
    : { [K in N]: z.input<S> }
  : unknown

/** Bytes are sent unchanged under `contentType`; anything else as JSON. */
type BodyPart<E extends Endpoint> = E['body'] extends z.ZodType
  ? {
      body: z.input<E['body']> | (E extends { bodyReadBy: 'leaf' } ? Bytes : never)
      contentType?: E extends { bodyTypes: readonly (infer T)[] } ? T : 'application/json'
    }
  : unknown

/** Input of a call: parameters, query, headers and body, as its endpoint describes them. */
export type CallInput<E extends Endpoint> = Part<'params', E['params']> &
  Part<'query', E['query']> &
  Part<'headers', E['headers']> &
  BodyPart<E> & {
    signal?: AbortSignal
    /** Lets the request outlive the page. */
    keepalive?: boolean
  }

type Call<E extends Endpoint> =
  Record<never, never> extends CallInput<E>
    ? (input?: CallInput<E>) => Promise<z.output<E['response']>>
    : (input: CallInput<E>) => Promise<z.output<E['response']>>

type Endpoints = typeof endpoints

/** One function for each endpoint of the API, by group. */
export type Client = {
  readonly [R in keyof Endpoints]: {
    readonly [N in keyof Endpoints[R]]: Endpoints[R][N] extends Endpoint
      ? Call<Endpoints[R][N]>
      : never
  }
}

/**
 * Calls a Touchstone server. Throws RefusedError with the server's code if it refuses, and the error of fetch if it
 * cannot be reached.
 */
export function createClient(options: ClientOptions): Client {
  return createCalls(endpoints, options) as unknown as Client
}

/** The endpoints of the API by group, without their schemas. */
export type AddressTable = { readonly [R in keyof Endpoints]: Record<string, Address> }

/**
 * The same client over a table of bare addresses: pages that get the table at build time need not load the schemas.
 */
export function createBareClient(addresses: AddressTable, options: ClientOptions): Client {
  return createCalls(addresses, options) as unknown as Client
}
