import { z } from 'zod'
import type { errorCodes } from '../error.ts'
import type { Scope } from '../organisation.ts'

/**
 * Who may call: everybody; whoever is signed in; persons and no machine; persons whose sign-in still
 * lacks a step as well; or machine keys with this scope and persons, whom the policy of the room
 * judges.
 */
export type Access = 'open' | 'signed-in' | 'person' | 'session' | Scope

/** One address of the HTTP interface: validation, documentation and client all come from it. */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** `:name` stands for a parameter. */
  path: `/${string}`
  summary: string
  description?: string
  access: Access
  params?: z.ZodObject
  query?: z.ZodObject
  /** Names in small letters. */
  headers?: z.ZodObject
  body?: z.ZodType
  /** Content types in which the body may come; application/json where nothing is said. */
  bodyTypes?: readonly string[]
  /** The room reads the body itself, row by row, or the file as it comes. */
  bodyReadBy?: 'room'
  /** What a 2xx brings. */
  answer: z.ZodType
  /** Content type of the answer where it is not application/json. */
  answerType?: string
  /** Status of success; the first is the usual one, 200 where nothing is said. */
  statuses?: readonly [number, ...number[]]
}

/** Describes one address, with its exact types. */
export function endpoint<const E extends Endpoint>(description: E): E {
  return description
}

/** The place in a list from which the next page goes on; a caller passes it back as it came. */
export const Cursor = z.string().min(1).max(500)

/** What a list can be asked: how many, and from where on. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  after: Cursor.optional().meta({ description: '`next` of the page before.' }),
})

/** One page of a list; `next` is null on the last one. */
export function pageOf<T extends z.ZodType>(
  item: T,
): z.ZodObject<{ items: z.ZodArray<T>; next: z.ZodNullable<z.ZodString> }> {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** Who did something, as the log names him. */
export const ActingParty = z.object({
  kind: z.enum(['operator', 'person', 'key', 'recipient']),
  id: z.string(),
})

/** Nothing but success. */
export const Done = z.object({})

/** The one shape of every error. */
export const ErrorAnswer = z
  .object({
    error: z.object({
      code: z.string().meta({
        description: 'One of a closed list; programs branch on it, never on the message.',
      }) as z.ZodType<(typeof errorCodes)[number]>,
      message: z.string().meta({ description: 'What is wrong, with the value, and the mend.' }),
      pointer: z.string().optional().meta({ description: 'JSON pointer to the field at fault.' }),
      retryable: z.boolean().meta({ description: 'True where the same call may succeed later.' }),
      requestId: z.string(),
    }),
  })
  .meta({ id: 'Error' })
export type ErrorAnswer = z.infer<typeof ErrorAnswer>
