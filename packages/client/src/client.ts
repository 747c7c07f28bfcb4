import { endpoints, type Endpoint } from '@touchstone/contract'
import type { z } from 'zod'
import { createCalls, type Address, type Bytes, type ClientOptions } from './calls.ts'

type Part<N extends string, S> = S extends z.ZodType
  ? Record<never, never> extends z.input<S>
    ? { [K in N]?: z.input<S> }
    : { [K in N]: z.input<S> }
  : unknown

/** Bytes go as they are, under `contentType`; anything else goes as JSON. */
type BodyPart<E extends Endpoint> = E['body'] extends z.ZodType
  ? {
      body: z.input<E['body']> | (E extends { bodyReadBy: 'leaf' } ? Bytes : never)
      contentType?: E extends { bodyTypes: readonly (infer T)[] } ? T : 'application/json'
    }
  : unknown

/** What a call takes: parameters, query, headers and body, as the address describes them. */
export type CallInput<E extends Endpoint> = Part<'params', E['params']> &
  Part<'query', E['query']> &
  Part<'headers', E['headers']> &
  BodyPart<E> & {
    signal?: AbortSignal
    /** Lets the request outlive the page that makes it. */
    keepalive?: boolean
  }

type Call<E extends Endpoint> =
  Record<never, never> extends CallInput<E>
    ? (input?: CallInput<E>) => Promise<z.output<E['answer']>>
    : (input: CallInput<E>) => Promise<z.output<E['answer']>>

type Endpoints = typeof endpoints

/** One function for each address of the interface, by room. */
export type Client = {
  readonly [R in keyof Endpoints]: {
    readonly [N in keyof Endpoints[R]]: Endpoints[R][N] extends Endpoint
      ? Call<Endpoints[R][N]>
      : never
  }
}

/**
 * Calls a Touchstone server. A refusal is thrown as RefusedError, with the server's code; what keeps
 * the server from being reached is thrown as fetch throws it.
 */
export function createClient(options: ClientOptions): Client {
  return createCalls(endpoints, options) as unknown as Client
}

/** The addresses of the interface by room, without their schemas. */
export type AddressTable = { readonly [R in keyof Endpoints]: Record<string, Address> }

/**
 * The same client over a table of bare addresses: a page that gets them at its build need not load
 * the schemas.
 */
export function createBareClient(addresses: AddressTable, options: ClientOptions): Client {
  return createCalls(addresses, options) as unknown as Client
}
