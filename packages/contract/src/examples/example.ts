import type { z } from 'zod'
import type { Endpoint } from '../api/index.ts'

/** The callers in the examples: invented, and the same throughout. */
export const callers = {
  nobody: 'Without authentication',
  seller: 'As a seller, in a browser that opened an appeal link',
  'market-a': 'With an API key of Market A, a marketplace',
  'house-a': 'With an API key of House A, a rights holder',
  otto: 'As Otto, an admin of Market A',
  rosa: 'As Rosa, another admin of Market A',
  ada: 'As Ada, an admin of House A',
  dewi: 'As Dewi, an analyst of House A',
  ben: 'As Ben, an admin of House B, another rights holder',
  mara: 'As Mara, a reviewer of both houses',
  'mara-anew': 'As Mara, in a new session before second-factor verification',
  ines: 'As Ines, an admin of Authority A, which receives referrals',
  installation: 'As the admin of the installation',
} as const
export type Caller = keyof typeof callers

type Part<N extends string, S> = S extends z.ZodType
  ? Record<never, never> extends z.input<S>
    ? { [K in N]?: z.input<S> }
    : { [K in N]: z.input<S> }
  : { [K in N]?: never }

type BodyPart<E extends Endpoint> = E['body'] extends z.ZodType
  ? {
      body: z.input<E['body']> | (E extends { bodyReadBy: 'leaf' } ? string : never)
      contentType?: E extends { bodyTypes: readonly (infer T)[] } ? T : never
    }
  : { body?: never; contentType?: never }

/**
 * One call that works unchanged in a store in which the earlier examples have run. A test runs all of them; the API
 * reference shows them.
 */
export type Example<E extends Endpoint> = Part<'params', E['params']> &
  Part<'query', E['query']> &
  Part<'headers', E['headers']> &
  BodyPart<E> & {
    what: string
    by: Caller
    /** 200 by default. */
    status?: number
    /**
     * Placeholders that later examples use, with the JSON pointer to the real value in this response, since real ids
     * differ.
     */
    keeps?: Readonly<Record<string, string>>
  }

/** At least one example for each endpoint of a group, in the order in which they run. */
export type ExamplesOf<R extends Record<string, Endpoint>> = {
  readonly [N in keyof R]: readonly [Example<R[N]>, ...Example<R[N]>[]]
}

/** An example of any endpoint, for programs. */
export type AnyExample = {
  what: string
  by: Caller
  params?: Record<string, string>
  query?: Record<string, unknown>
  headers?: Record<string, string>
  body?: unknown
  contentType?: string
  status?: number
  keeps?: Readonly<Record<string, string>>
}
